import type { SampleResult } from '../../core/sample-result.js';
import type { ReusedSamples } from '../../core/tracker.js';
import { RunningMean } from '../../util/running-mean.js';

/** Means over the first `step` samples that ended, by the names the run's metrics have. */
export interface Snapshot {
  readonly step: number;
  readonly metrics: Readonly<Record<string, number>>;
}

const SNAPSHOTS = 100;
const EVERY_WHEN_UNKNOWN = 100;
/** Beyond this a mean shows in which order its values were added, and a resumed run adds them in another one. */
const DIGITS = 12;

/**
 * The metrics of a run while it goes on. Snapshots fall due by the count of samples and never by the clock, so that a run
 * that was disturbed tells the same as one that was not: after every hundredth part of the total, after every hundred
 * samples when nobody knows the total. After the last sample none is due: the final numbers come with `run-end`.
 */
export class RunningMetrics {
  readonly #total: number | undefined;
  readonly #every: number;
  readonly #means = new Map<string, RunningMean>();
  #step = 0;

  constructor(total?: number) {
    this.#total = total;
    this.#every = total === undefined ? EVERY_WHEN_UNKNOWN : Math.max(1, Math.ceil(total / SNAPSHOTS));
  }

  /** Samples so far, those of earlier sittings included. */
  get step(): number {
    return this.#step;
  }

  /** Takes in what earlier sittings of a resumed run found. */
  reuse({ count, reused }: { readonly count: number; readonly reused: ReusedSamples }): void {
    this.#step += count;
    for (const [name, mean] of Object.entries(reused.means)) this.#mean(name).join(mean);
  }

  /** Adds one sample; gives the snapshot when one is due. */
  add({ scores }: SampleResult): Snapshot | undefined {
    this.#step++;
    for (const name in scores) {
      const value = scores[name];
      if (value !== undefined) this.#mean(name).add(value);
    }
    return this.#step % this.#every === 0 && this.#step !== this.#total ? this.snapshot() : undefined;
  }

  snapshot(): Snapshot {
    const metrics = [...this.#means].map(([name, { mean }]) => [name, Number(mean.toPrecision(DIGITS))] as const);
    return { step: this.#step, metrics: Object.fromEntries(metrics) };
  }

  #mean(name: string): RunningMean {
    const known = this.#means.get(name);
    if (known !== undefined) return known;
    const made = new RunningMean();
    this.#means.set(name, made);
    return made;
  }
}
