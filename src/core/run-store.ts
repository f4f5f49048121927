import type { RunRecord } from './run-record.js';
import type { SampleResult } from './sample-result.js';

/** A journal row: the work item's key (sample id, occurrence, trial and content digest), then the result. */
export interface JournalRow extends SampleResult {
  readonly key: string;
}

/** The part of a row that resuming and summarising read; the texts are not parsed. */
export type JournalHead = Pick<
  JournalRow,
  | 'key'
  | 'index'
  | 'trial'
  | 'status'
  | 'stage'
  | 'scores'
  | 'group'
  | 'cluster'
  | 'latencyMs'
  | 'attempts'
  | 'usage'
  | 'costUsd'
>;

/** The open journal of one run. Held by one process at a time. */
export interface RunLog {
  readonly runId: string;
  /** Where a person finds it: a folder path, or `memory`. */
  readonly location: string;
  /** Heads of the rows written before this log was opened, oldest first; a later row of the same key replaces an earlier one. */
  heads(): AsyncIterable<JournalHead>;
  /** Whole rows of the given statuses written before this log was opened. */
  rows(filter: (head: JournalHead) => boolean): AsyncIterable<JournalRow>;
  /** Returns at once; the row reaches the operating system before the event loop turns, so a killed process loses no row appended earlier. Throws once the disk has failed. */
  append(row: JournalRow): void;
  /** Everything appended so far can be read back. */
  flush(): Promise<void>;
  /** Rewrites `run.json`, atomically. */
  save(record: RunRecord): Promise<void>;
  /** Flushes to the disk, releases the lock. */
  close(): Promise<void>;
}

/** Where runs live: the truth, of which the history is an index. */
export interface RunStore {
  readonly location: string;
  create(record: RunRecord): Promise<RunLog>;
  /** Opens a run to go on with it. Heals a torn last line. Refuses a run another living process holds. */
  reopen(runId: string): Promise<RunLog>;
  /** Writes the record of a run that has no samples of its own (a context, tracked numbers). */
  save(record: RunRecord): Promise<void>;
  /** `undefined` when there is no such run. */
  record(runId: string): Promise<RunRecord | undefined>;
  /** Every run, oldest first. A broken `run.json` is told through `warn` and passed over. */
  records(): AsyncIterable<RunRecord>;
  /** Results in dataset order, the last row of each work item; holds O(1) rows. */
  results(runId: string): AsyncIterable<SampleResult>;
  /** The same all at once. */
  resultsSync(runId: string): SampleResult[];
}
