import { NumberColumn } from '../util/number-column.js';
import { ScoreColumn } from '../util/score-column.js';
import type { Usage } from './model.js';
import { NameColumn } from './name-column.js';
import type { JournalHead } from './run-store.js';
import type { SampleStatus } from './sample-result.js';

const statuses = ['scored', 'unscored', 'failed', 'truncated'] as const satisfies readonly SampleStatus[];
const usageKinds = ['inputTokens', 'outputTokens', 'totalTokens'] as const satisfies readonly (keyof Usage)[];

type Entry = Omit<JournalHead, 'key' | 'stage'>;

/** Mutable while it is put together. */
type Parts = { -readonly [Name in keyof Entry]: Entry[Name] };

/** Heads without their keys, in columns of numbers: a million of them in some 20 MB, where objects would take ten times as much. */
export class HeadColumns {
  #length = 0;
  readonly #index = new NumberColumn();
  readonly #trial = new NumberColumn();
  /** Of those that are not scored, which are few. */
  readonly #status = new NumberColumn();
  readonly #latencyMs = new NumberColumn();
  readonly #attempts = new NumberColumn();
  readonly #costUsd = new NumberColumn();
  readonly #scores = new Map<string, ScoreColumn>();
  readonly #usage = {
    inputTokens: new NumberColumn(),
    outputTokens: new NumberColumn(),
    totalTokens: new NumberColumn(),
  };
  readonly #group = new NameColumn();
  readonly #cluster = new NameColumn();

  get length(): number {
    return this.#length;
  }

  /** At a place where one stands already, or behind the last. */
  set(place: number, head: JournalHead): void {
    if (place < this.#length) this.#clearScores(place);
    else this.#length = place + 1;
    this.#index.set(place, head.index);
    this.#trial.set(place, head.trial);
    this.#status.set(place, head.status === 'scored' ? undefined : statuses.indexOf(head.status));
    this.#latencyMs.set(place, head.latencyMs);
    this.#attempts.set(place, head.attempts);
    this.#costUsd.set(place, head.costUsd);
    this.#group.set(place, head.group);
    this.#cluster.set(place, head.cluster);
    for (const metric in head.scores) this.#scoresOf(metric).set(place, head.scores[metric]);
    for (const kind of usageKinds) this.#usage[kind].set(place, head.usage?.[kind]);
  }

  /** The head at a place, as a new object, saying that its sample stands at `index`. */
  get(place: number, index: number): Entry {
    const trial = this.#trial.get(place);
    const group = this.#group.get(place);
    const cluster = this.#cluster.get(place);
    const attempts = this.#attempts.get(place);
    const usage = this.#usageAt(place);
    const costUsd = this.#costUsd.get(place);
    const entry: Parts = {
      index,
      status: this.statusAt(place),
      scores: this.#scoresAt(place),
      latencyMs: this.#latencyMs.get(place) ?? 0,
    };
    if (trial !== undefined) entry.trial = trial;
    if (group !== undefined) entry.group = group;
    if (cluster !== undefined) entry.cluster = cluster;
    if (attempts !== undefined) entry.attempts = attempts;
    if (usage !== undefined) entry.usage = usage;
    if (costUsd !== undefined) entry.costUsd = costUsd;
    return entry;
  }

  indexAt(place: number): number {
    return this.#index.get(place) ?? 0;
  }

  statusAt(place: number): SampleStatus {
    return statuses[this.#status.get(place) ?? 0] ?? 'scored';
  }

  /** Every metric that occurs, and its values by place. */
  get scores(): ReadonlyMap<string, { get(place: number): number | undefined }> {
    return this.#scores;
  }

  #scoresAt(place: number): Record<string, number> {
    const scores: Record<string, number> = {};
    for (const [metric, column] of this.#scores) {
      const value = column.get(place);
      if (value !== undefined) scores[metric] = value;
    }
    return scores;
  }

  #usageAt(place: number): Usage | undefined {
    let usage: { -readonly [Kind in keyof Usage]: Usage[Kind] } | undefined;
    for (const kind of usageKinds) {
      const tokens = this.#usage[kind].get(place);
      if (tokens === undefined) continue;
      usage ??= {};
      usage[kind] = tokens;
    }
    return usage;
  }

  #scoresOf(metric: string): ScoreColumn {
    let column = this.#scores.get(metric);
    if (column === undefined) {
      column = new ScoreColumn();
      this.#scores.set(metric, column);
    }
    return column;
  }

  #clearScores(place: number): void {
    for (const column of this.#scores.values()) column.set(place, undefined);
  }
}
