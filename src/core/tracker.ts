import type { RunningMean } from '../util/running-mean.js';
import type { Counts, RunRecord } from './run-record.js';
import type { SampleResult } from './sample-result.js';

/** What earlier sittings of a resumed run found. */
export interface ReusedSamples {
  readonly counts: Omit<Counts, 'total'>;
  readonly means: Readonly<Record<string, Pick<RunningMean, 'n' | 'mean' | 'squares' | 'isBinary'>>>;
}

/** What happens in a run, in order: one `run-start`, the samples as they end, one `run-end`. */
export type RunEvent =
  | { readonly type: 'run-start'; readonly record: RunRecord; readonly total?: number; readonly headline?: string }
  | { readonly type: 'sample-end'; readonly result: SampleResult }
  /** Samples found finished in the journal of a resumed run; told once, before the first `sample-end`. */
  | { readonly type: 'samples-reused'; readonly count: number; readonly reused: ReusedSamples }
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'run-end'; readonly record: RunRecord };

/** A mirror of the run: progress, MLflow, W&B, TensorBoard. It can fail without harming the run. */
export interface Tracker {
  readonly name: string;
  handle(event: RunEvent): void | Promise<void>;
  [Symbol.asyncDispose]?(): Promise<void>;
}
