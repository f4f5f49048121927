import { batchesOf } from '../util/flatten.js';
import { KeyTable } from '../util/key-table.js';
import { NumberColumn } from '../util/number-column.js';
import { RunningMean } from '../util/running-mean.js';
import { HeadColumns } from './head-columns.js';
import type { JournalHead, JournalRow, RunLog } from './run-store.js';
import type { TallyEntry } from './tally.js';
import type { ReusedSamples } from './tracker.js';
import type { WorkItem } from './work-items.js';

/** An answer that was given before, with what it cost. */
export type KeptAnswer = Pick<
  JournalRow,
  'prediction' | 'finish' | 'usage' | 'costUsd' | 'attempts' | 'candidates' | 'warnings' | 'metadata'
>;

/**
 * What an earlier sitting of the run has finished, by work item. Failed asks are not finished: they are asked again.
 * Answers that could not be scored are kept, to be scored again without asking. Holds numbers only: some 40 bytes an item.
 */
export class Finished {
  readonly #places = new KeyTable();
  readonly #heads = new HeadColumns();
  readonly #answered = new Map<string, KeptAnswer>();
  /** Where items stand now whose rows were written when they stood elsewhere. */
  readonly #movedTo = new NumberColumn();
  #hasMoved = false;
  /** Asks that failed after some of their answers had been paid for; they are asked again. */
  readonly spentInVain: Pick<JournalHead, 'costUsd' | 'usage'>[] = [];
  #taken = 0;

  static async read(log: RunLog): Promise<Finished> {
    const finished = new Finished();
    let hasUnscorable = false;
    for await (const heads of batchesOf(log.heads())) {
      for (const head of heads) {
        if (head.status !== 'failed') finished.#keep(head);
        else if (head.stage === 'score') hasUnscorable = true;
        else if (head.costUsd !== undefined || head.usage !== undefined) finished.spentInVain.push(head);
      }
    }
    if (hasUnscorable) {
      for await (const row of log.rows((head) => finished.#isOnlyAnswered(head)))
        finished.#answered.set(row.key, answerOf(row));
    }
    return finished;
  }

  get count(): number {
    return this.#heads.length;
  }

  /** What was found so far, for those who watch the run. */
  get summary(): ReusedSamples {
    const counts = { scored: 0, unscored: 0, failed: 0, truncated: 0 };
    const means: Record<string, RunningMean> = {};
    for (let place = 0; place < this.#heads.length; place++) counts[this.#heads.statusAt(place)]++;
    for (const [metric, values] of this.#heads.scores) means[metric] = meanOf(values, this.#heads.length);
    return { counts, means };
  }

  /** Finished items that the dataset has not given so far. */
  get orphans(): number {
    return this.#heads.length - this.#taken;
  }

  /** What is known of this item, at the index it has now; `undefined` when it has to be done. */
  take(item: Pick<WorkItem, 'key' | 'index'>): TallyEntry | undefined {
    const place = this.#places.get(item.key);
    if (place === undefined) return undefined;
    this.#taken++;
    if (this.#heads.indexAt(place) !== item.index) {
      this.#hasMoved = true;
      this.#movedTo.set(place, item.index);
    }
    return this.#heads.get(place, item.index);
  }

  /** Writes rows of items that stand elsewhere in the dataset now again, with their new place. */
  async follow(log: RunLog): Promise<void> {
    if (!this.#hasMoved) return;
    const newIndex = (key: string) => this.#movedTo.get(this.#places.get(key) ?? -1);
    for await (const row of log.rows(({ key, status }) => status !== 'failed' && newIndex(key) !== undefined)) {
      log.append({ ...row, index: newIndex(row.key) ?? row.index });
    }
  }

  /** The answer of an item that could not be scored. */
  answered(item: Pick<WorkItem, 'key'>): KeptAnswer | undefined {
    return this.#answered.get(item.key);
  }

  #keep(head: JournalHead): void {
    this.#heads.set(this.#places.getOrSet(head.key, this.#heads.length), head);
  }

  #isOnlyAnswered({ key, status, stage }: JournalHead): boolean {
    return status === 'failed' && stage === 'score' && this.#places.get(key) === undefined;
  }
}

function answerOf(row: JournalRow): KeptAnswer {
  const { prediction, finish, usage, costUsd, attempts, candidates, warnings, metadata } = row;
  return {
    metadata,
    ...(candidates !== undefined && { candidates }),
    ...(warnings !== undefined && { warnings }),
    ...(prediction !== undefined && { prediction }),
    ...(finish !== undefined && { finish }),
    ...(usage !== undefined && { usage }),
    ...(costUsd !== undefined && { costUsd }),
    ...(attempts !== undefined && { attempts }),
  };
}

function meanOf(values: { get(place: number): number | undefined }, length: number): RunningMean {
  const mean = new RunningMean();
  for (let place = 0; place < length; place++) {
    const value = values.get(place);
    if (value !== undefined) mean.add(value);
  }
  return mean;
}
