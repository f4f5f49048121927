import type { EvaluateOptions, Progress } from '../core/options.js';
import type { RunRecord } from '../core/run-record.js';
import type { SampleResult } from '../core/sample-result.js';
import type { RunEvent, Tracker } from '../core/tracker.js';
import { progressRenderer } from '../report/progress.js';
import { intervalAround, wilsonInterval } from '../stats/index.js';
import type { Sitting } from './sitting.js';

/** Between two looks at the run. */
const INTERVAL_MS = 100;

/** Shows how far the run is: to the user's `onProgress`, and on stderr at log level info. */
export function progressTracker(options: EvaluateOptions, { log, world }: Sitting): Tracker {
  const renderer = log.isShown('info') ? progressRenderer({ stream: process.stderr, now: world.now }) : undefined;
  let state: ProgressState | undefined;
  let lastShown = Number.NEGATIVE_INFINITY;
  const show = (isLast: boolean) => {
    const now = performance.now();
    if (state === undefined || (!isLast && now - lastShown < INTERVAL_MS)) return;
    lastShown = now;
    const progress = state.progress();
    options.onProgress?.(progress);
    renderer?.update(progress);
    if (isLast) renderer?.finish();
  };
  return {
    name: 'progress',
    handle(event: RunEvent) {
      if (event.type === 'run-start') state = new ProgressState(event.record, event.total);
      else if (event.type === 'samples-reused') state?.reuse(event.count);
      else if (event.type === 'sample-end') state?.add(event.result);
      else if (event.type === 'run-end') return show(true);
      show(false);
    },
    async [Symbol.asyncDispose]() {
      renderer?.clear();
    },
  };
}

class ProgressState {
  readonly #record: RunRecord;
  readonly #total: number | undefined;
  readonly #began = performance.now();
  readonly #counts = { scored: 0, unscored: 0, failed: 0, truncated: 0 };
  #reused = 0;
  #done = 0;
  #retries = 0;
  #costUsd: number | undefined;
  #metric: string | undefined;
  #n = 0;
  #mean = 0;
  #squares = 0;
  #isBinary = true;

  constructor(record: RunRecord, total: number | undefined) {
    this.#record = record;
    this.#total = total;
  }

  reuse(count: number): void {
    this.#reused = count;
  }

  add({ status, scores, attempts, costUsd }: SampleResult): void {
    this.#done++;
    this.#counts[status]++;
    this.#retries += (attempts ?? 1) - 1;
    if (costUsd !== undefined) this.#costUsd = (this.#costUsd ?? 0) + costUsd;
    for (const metric in scores) {
      this.#metric ??= metric;
      break;
    }
    const value = this.#metric === undefined ? undefined : scores[this.#metric];
    if (value !== undefined) this.#addValue(value);
  }

  progress(): Progress {
    const elapsedMs = performance.now() - this.#began;
    const done = this.#reused + this.#done;
    const left = this.#total === undefined ? undefined : this.#total - done;
    return {
      runId: this.#record.runId,
      name: this.#record.name,
      done,
      ...(this.#total !== undefined && { total: this.#total }),
      ...this.#counts,
      ...this.#runningMean(),
      elapsedMs,
      ...(left !== undefined && this.#done > 0 && { etaMs: (elapsedMs / this.#done) * left }),
      retries: this.#retries,
      ...(this.#costUsd !== undefined && { costUsd: this.#costUsd }),
    };
  }

  /** Welford's running mean and sum of squared deviations. */
  #addValue(value: number): void {
    this.#n++;
    const delta = value - this.#mean;
    this.#mean += delta / this.#n;
    this.#squares += delta * (value - this.#mean);
    if (value !== 0 && value !== 1) this.#isBinary = false;
  }

  #runningMean(): Pick<Progress, 'metric' | 'mean' | 'ci95'> {
    if (this.#metric === undefined || this.#n === 0) return {};
    const running = { metric: this.#metric, mean: this.#mean };
    if (this.#isBinary) return { ...running, ci95: wilsonInterval(Math.round(this.#mean * this.#n), this.#n) };
    if (this.#n < 2) return running;
    const stderr = Math.sqrt(this.#squares / (this.#n - 1) / this.#n);
    return { ...running, ci95: intervalAround(this.#mean, stderr, this.#n - 1) };
  }
}
