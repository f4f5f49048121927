import type { EvaluateOptions, Progress } from '../core/options.js';
import type { RunRecord } from '../core/run-record.js';
import type { SampleResult } from '../core/sample-result.js';
import type { RunEvent, Tracker } from '../core/tracker.js';
import { progressRenderer } from '../report/progress.js';
import { intervalAround, wilsonInterval } from '../stats/index.js';
import { RunningMean } from '../util/running-mean.js';
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
      if (event.type === 'run-start') state = new ProgressState(event);
      else if (event.type === 'samples-reused') state?.reuse(event);
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
  readonly #metric: string | undefined;
  readonly #began = performance.now();
  readonly #counts = { scored: 0, unscored: 0, failed: 0, truncated: 0 };
  readonly #running = new RunningMean();
  /** Done in this sitting; the speed is measured on these. */
  #done = 0;
  #reused = 0;
  #retries = 0;
  #costUsd: number | undefined;

  constructor({ record, total, headline }: Extract<RunEvent, { type: 'run-start' }>) {
    this.#record = record;
    this.#total = total;
    this.#metric = headline;
  }

  reuse({ count, reused }: Extract<RunEvent, { type: 'samples-reused' }>): void {
    this.#reused = count;
    for (const status of ['scored', 'unscored', 'failed', 'truncated'] as const) {
      this.#counts[status] += reused.counts[status];
    }
    const mean = this.#metric === undefined ? undefined : reused.means[this.#metric];
    if (mean !== undefined) this.#running.join(mean);
  }

  add({ status, scores, attempts, costUsd }: SampleResult): void {
    this.#done++;
    this.#counts[status]++;
    this.#retries += (attempts ?? 1) - 1;
    if (costUsd !== undefined) this.#costUsd = (this.#costUsd ?? 0) + costUsd;
    const value = this.#metric === undefined ? undefined : scores[this.#metric];
    if (value !== undefined) this.#running.add(value);
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

  #runningMean(): Pick<Progress, 'metric' | 'mean' | 'ci95'> {
    const { n, mean, isBinary, standardError } = this.#running;
    if (this.#metric === undefined || n === 0) return {};
    const running = { metric: this.#metric, mean };
    if (isBinary) return { ...running, ci95: wilsonInterval(Math.round(mean * n), n) };
    return standardError === undefined ? running : { ...running, ci95: intervalAround(mean, standardError, n - 1) };
  }
}
