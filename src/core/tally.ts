import { ScoreColumn } from '../util/score-column.js';
import type { Usage } from './model.js';
import { NameColumn } from './name-column.js';
import type { Counts } from './run-record.js';
import type { JournalHead } from './run-store.js';
import type { SampleStatus } from './sample-result.js';

const tokenKinds = ['inputTokens', 'outputTokens', 'totalTokens', 'cachedInputTokens', 'reasoningTokens'] as const;
const statuses = ['scored', 'unscored', 'failed', 'truncated'] as const satisfies readonly SampleStatus[];

/** What a head adds to a tally. */
export type TallyEntry = Omit<JournalHead, 'key'>;

/** What a sample has of one metric. */
export interface TalliedValue {
  readonly value: number | undefined;
  readonly group: string | undefined;
  readonly cluster: string | undefined;
  /** Whether it was answered whole in some trial, whatever came of it. */
  readonly isAnswered: boolean;
}

/**
 * The numbers of a run as they come in, by place instead of by arrival: a column a metric, addressed by sample and trial,
 * so that summing in dataset order gives the same last bit whatever order the answers came in. A few bytes a sample.
 */
export class Tally {
  readonly trials: number;
  readonly #columns = new Map<string, ScoreColumn>();
  readonly #groups = new NameColumn();
  readonly #clusters = new NameColumn();
  /** Whether a sample was answered whole in some trial, whatever came of it. */
  #isAnswered = new Uint8Array(1024);
  #samples = 0;
  readonly #counts: Record<SampleStatus, number> = { scored: 0, unscored: 0, failed: 0, truncated: 0 };
  #latencyMs = 0;
  #answered = 0;
  #retries = 0;
  #costUsd: number | undefined;
  #usage: { -readonly [Kind in keyof Usage]: Usage[Kind] } | undefined;

  constructor(trials: number) {
    this.trials = trials;
  }

  /** `index`: where the sample stands now, if that has changed since the entry was written. */
  add(entry: TallyEntry, index: number = entry.index): void {
    const place = index * this.trials + (entry.trial ?? 0);
    this.#samples = Math.max(this.#samples, index + 1);
    if (entry.group !== undefined) this.#groups.set(index, entry.group);
    if (entry.cluster !== undefined) this.#clusters.set(index, entry.cluster);
    for (const metric in entry.scores) this.#setScore(metric, place, entry.scores[metric] ?? Number.NaN);
    if (entry.status === 'scored' || entry.status === 'unscored') this.#markAnswered(index);
    this.#counts[entry.status]++;
    this.#latencyMs += entry.latencyMs;
    this.#answered++;
    this.#retries += (entry.attempts ?? 1) - 1;
    this.addSpent(entry);
  }

  /** Tokens and cost without an outcome: what was paid for samples that are asked again. */
  addSpent({ costUsd, usage }: Pick<TallyEntry, 'costUsd' | 'usage'>): void {
    if (costUsd !== undefined) this.#costUsd = (this.#costUsd ?? 0) + costUsd;
    if (usage !== undefined) this.#addUsage(usage);
  }

  get counts(): Counts {
    return { total: statuses.reduce((sum, status) => sum + this.#counts[status], 0), ...this.#counts };
  }

  /** Samples seen, whatever became of them. */
  get samples(): number {
    return this.#samples;
  }

  get retries(): number {
    return this.#retries;
  }

  get costUsd(): number | undefined {
    // Sums of cents leave dust in the last digits.
    return this.#costUsd === undefined ? undefined : Math.round(this.#costUsd * 1e12) / 1e12;
  }

  get usage(): Usage | undefined {
    return this.#usage && { ...this.#usage };
  }

  get meanLatencyMs(): number | undefined {
    return this.#answered === 0 ? undefined : this.#latencyMs / this.#answered;
  }

  get metricNames(): string[] {
    return [...this.#columns.keys()];
  }

  /** Whether any sample says what it shares with others. */
  get hasClusters(): boolean {
    return !this.#clusters.isEmpty;
  }

  /** One value a sample, the mean over its trials, in dataset order; `undefined` where no trial has a value. */
  *values(metric: string): Generator<TalliedValue, void, undefined> {
    const column = this.#columns.get(metric);
    for (let index = 0; index < this.#samples; index++) {
      yield {
        value: column && this.#sampleMean(column, index),
        group: this.#groups.get(index),
        cluster: this.#clusters.get(index),
        isAnswered: this.#isAnswered[index] === 1,
      };
    }
  }

  #sampleMean(column: ScoreColumn, index: number): number | undefined {
    let sum = 0;
    let n = 0;
    for (let trial = 0; trial < this.trials; trial++) {
      const value = column.get(index * this.trials + trial);
      if (value === undefined) continue;
      sum += value;
      n++;
    }
    return n === 0 ? undefined : sum / n;
  }

  #setScore(metric: string, place: number, value: number): void {
    let column = this.#columns.get(metric);
    if (column === undefined) {
      column = new ScoreColumn();
      this.#columns.set(metric, column);
    }
    column.set(place, value);
  }

  #markAnswered(index: number): void {
    if (index >= this.#isAnswered.length) {
      const longer = new Uint8Array(2 ** Math.ceil(Math.log2(index + 1)));
      longer.set(this.#isAnswered);
      this.#isAnswered = longer;
    }
    this.#isAnswered[index] = 1;
  }

  #addUsage(usage: Usage): void {
    this.#usage ??= {};
    for (const kind of tokenKinds) {
      const tokens = usage[kind];
      if (tokens !== undefined) this.#usage[kind] = (this.#usage[kind] ?? 0) + tokens;
    }
  }
}
