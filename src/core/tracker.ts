import type { RunningMean } from '../util/running-mean.js';
import type { Counts, RunRecord } from './run-record.js';
import type { SampleResult } from './sample-result.js';

/** What earlier sittings of a resumed run found. */
export interface ReusedSamples {
  readonly counts: Omit<Counts, 'total'>;
  readonly means: Readonly<Record<string, Pick<RunningMean, 'n' | 'mean' | 'squares' | 'isBinary'>>>;
}

/** One metric of two runs over the same samples. */
export interface MetricChange {
  readonly before: number;
  readonly after: number;
  readonly isLowerBetter: boolean;
  /** 95 % interval of after minus before, and the p-value of the paired test; absent when no sample is in both runs. */
  readonly ci95?: readonly [number, number];
  readonly pValue?: number;
}

/** The last finished run of the same name over the same dataset, and what has changed since. */
export interface EarlierRun {
  readonly record: RunRecord;
  /** By metric; those that both runs have. */
  readonly changes: Readonly<Record<string, MetricChange>>;
}

/** Where a run is kept, for trackers that keep what they could not deliver beside it. */
export interface RunFolder {
  /** Absolute path of the run's folder. The folder of the run's parent stands beside it, named by its id. */
  readonly path: string;
  /** Results as stored, in dataset order, one at a time; whole once the run has ended. */
  results(): AsyncIterable<SampleResult>;
  /** What the run is to be compared with; `undefined` for the first of its name. Reads both runs. */
  earlier?(): Promise<EarlierRun | undefined>;
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

/** A tracker by its name, with options of its plugin. */
export interface NamedTracker {
  readonly name: string;
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/** A mirror of the run: progress, MLflow, W&B, TensorBoard. It can fail without harming the run. */
export interface Tracker {
  readonly name: string;
  handle(event: RunEvent): void | Promise<void>;
  /**
   * Called before the first event by trackers that have it: they get the events as they are, and take secrets out of what
   * they tell with this. For all others they are taken out of every event, which costs more than hearing it.
   */
  redactWith?(redact: (text: string) => string): void;
  /** Ends the telling within this many milliseconds, within moments once `hurry` is aborted. Called instead of the disposer. */
  close?(limitMs: number, hurry?: AbortSignal): Promise<void>;
  /** Once closed: what became of it, for the summary of the run: `MLflow: http://…/runs/1f2e`, or what is left to be sent. */
  outcome?(): string | undefined;
  [Symbol.asyncDispose]?(): Promise<void>;
}
