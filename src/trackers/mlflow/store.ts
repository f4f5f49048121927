import type { Batch, Pair } from './batches.js';
import type { DatasetInput } from './dataset-input.js';
import type { TraceStore } from './traces.js';

/** A run as MLflow knows it. */
export interface RemoteRun {
  readonly experimentId: string;
  readonly runId: string;
  /** Where its artifacts belong. */
  readonly artifactUri: string;
}

export interface NewRun {
  readonly experimentId: string;
  /** The id that hret gave it; kept as the tag by which `findRun` finds it. */
  readonly ownId: string;
  readonly name: string;
  readonly user: string;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  readonly tags: readonly Pair[];
}

export type RemoteStatus = 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';

export interface RunChange {
  readonly status: RemoteStatus;
  /** Milliseconds since the epoch. */
  readonly endTime?: number;
}

/** Where runs are kept: a tracking server, or the files of `mlruns`. */
export interface Store {
  /** The id of the experiment of this name, made when there is none. */
  experimentId(name: string): Promise<string>;
  /** The experiment that a run of MLflow is in. */
  experimentOf(runId: string): Promise<string>;
  /** The run that was made for a run of hret. */
  findRun(experimentId: string, ownId: string): Promise<RemoteRun | undefined>;
  createRun(run: NewRun): Promise<RemoteRun>;
  updateRun(run: RemoteRun, change: RunChange): Promise<void>;
  /** The tags of a run; throws when the run was deleted. */
  tagsOf(run: RemoteRun): Promise<Readonly<Record<string, string>>>;
  /** Takes what `batches` made; equal metric points sent twice are kept once. */
  logBatch(run: RemoteRun, batch: Batch): Promise<void>;
  /** The same dataset sent twice is kept once. */
  logDataset(run: RemoteRun, dataset: DatasetInput): Promise<void>;
  /** Puts a file of this machine at a place among the artifacts, over what was there. */
  putArtifact(run: RemoteRun, place: string, file: string): Promise<void>;
  /** What a metric, a param or a tag may be called there. */
  cleanKey(key: string): string;
  /** Where a person sees it. */
  link(run: Pick<RemoteRun, 'experimentId' | 'runId'>): string;
  /** Absent where samples cannot be kept as traces. */
  readonly traces?: TraceStore;
  close(): void;
}
