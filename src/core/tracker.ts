import type { RunningMean } from '../util/running-mean.js';
import type { Counts, RunRecord } from './run-record.js';
import type { SampleResult } from './sample-result.js';

/** What earlier sittings of a resumed run found. */
export interface ReusedSamples {
  readonly counts: Omit<Counts, 'total'>;
  readonly means: Readonly<Record<string, Pick<RunningMean, 'n' | 'mean' | 'squares' | 'isBinary'>>>;
}

/** Where a run is kept, for trackers that keep what they could not deliver beside it. */
export interface RunFolder {
  /** Absolute path of the run's folder. The folder of the run's parent stands beside it, named by its id. */
  readonly path: string;
  /** Results as stored, in dataset order, one at a time; whole once the run has ended. */
  results(): AsyncIterable<SampleResult>;
}

/** What happens in a run, in order: one `run-start`, the samples as they end, one `run-end`. */
export type RunEvent =
  | {
      readonly type: 'run-start';
      readonly record: RunRecord;
      readonly total?: number;
      readonly headline?: string;
      /** Absent when the run is kept in memory. */
      readonly folder?: RunFolder;
    }
  | { readonly type: 'sample-end'; readonly result: SampleResult }
  /** Samples found finished in the journal of a resumed run; told once, before the first `sample-end`. */
  | { readonly type: 'samples-reused'; readonly count: number; readonly reused: ReusedSamples }
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'run-end'; readonly record: RunRecord };

/** A mirror of the run: progress, MLflow, W&B, TensorBoard. It can fail without harming the run. */
export interface Tracker {
  readonly name: string;
  handle(event: RunEvent): void | Promise<void>;
  /** Once closed: what became of it, for the summary of the run: `MLflow: http://…/runs/1f2e`, or what is left to be sent. */
  outcome?(): string | undefined;
  [Symbol.asyncDispose]?(): Promise<void>;
}
