import { KeyTable } from '../util/key-table.js';
import { RunningMean } from '../util/running-mean.js';
import type { JournalHead, JournalRow, RunLog } from './run-store.js';
import type { ReusedSamples } from './tracker.js';
import type { WorkItem } from './work-items.js';

/**
 * What an earlier sitting of the run has finished, by work item. Failed asks are not finished: they are asked again.
 * Answers that could not be scored are kept, to be scored again without asking.
 */
export class Finished {
  readonly #places = new KeyTable();
  readonly #heads: JournalHead[] = [];
  readonly #answered = new Map<string, JournalRow>();
  /** Where items stand now whose rows were written when they stood elsewhere. */
  readonly #moved = new Map<string, number>();
  #taken = 0;

  static async read(log: RunLog): Promise<Finished> {
    const finished = new Finished();
    let hasUnscorable = false;
    for await (const head of log.heads()) {
      if (head.status === 'failed') hasUnscorable ||= head.stage === 'score';
      else finished.#keep(head);
    }
    if (hasUnscorable) {
      for await (const row of log.rows((head) => head.status === 'failed' && head.stage === 'score'))
        finished.#answered.set(row.key, row);
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
    for (const { status, scores } of this.#heads) {
      counts[status]++;
      for (const [metric, value] of Object.entries(scores)) {
        means[metric] ??= new RunningMean();
        means[metric].add(value);
      }
    }
    return { counts, means };
  }

  /** Finished items that the dataset has not given so far. */
  get orphans(): number {
    return this.#heads.length - this.#taken;
  }

  /** What is known of this item; `undefined` when it has to be done. */
  take(item: WorkItem): JournalHead | undefined {
    const place = this.#places.get(item.key);
    const head = place === undefined ? undefined : this.#heads[place];
    if (head === undefined) return undefined;
    this.#taken++;
    if (head.index !== item.index) this.#moved.set(item.key, item.index);
    return head;
  }

  /** Writes rows of items that stand elsewhere in the dataset now again, with their new place. */
  async follow(log: RunLog): Promise<void> {
    if (this.#moved.size === 0) return;
    for await (const row of log.rows(({ key, status }) => status !== 'failed' && this.#moved.has(key))) {
      log.append({ ...row, index: this.#moved.get(row.key) ?? row.index });
    }
  }

  /** The row of an item that was answered but could not be scored. */
  answered(item: WorkItem): JournalRow | undefined {
    return this.#answered.get(item.key);
  }

  #keep(head: JournalHead): void {
    this.#places.set(head.key, this.#places.get(head.key) ?? this.#heads.push(head) - 1);
  }
}
