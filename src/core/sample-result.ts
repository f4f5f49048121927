import type { JsonObject } from './json.js';
import type { Usage } from './model.js';

export type SampleStatus = 'scored' | 'unscored' | 'failed' | 'truncated';

/** What became of one sample. A row of `samples.jsonl` is this, with the work item's `key` in front. */
export interface SampleResult {
  readonly id: string;
  /** Position in the dataset, from 0. */
  readonly index: number;
  /** Which trial, from 0; absent when every sample is asked once. */
  readonly trial?: number;
  /** The text the model was given, few-shot examples included. */
  readonly input: string;
  readonly reference: string;
  readonly options?: readonly string[];
  readonly group?: string;
  /** What it shares with other samples, such as a passage. */
  readonly cluster?: string;
  /** The model's text, untouched; absent when there is none. */
  readonly prediction?: string;
  /** Present when the answer did not end by itself. */
  readonly finish?: 'length' | 'filter';
  /** What the evaluators saw: `extracted` and the details of the first one, those of the others under their names. */
  readonly evaluation: JsonObject;
  /** Metric values; a metric without a value for this sample is absent. */
  readonly scores: Readonly<Record<string, number>>;
  readonly status: SampleStatus;
  /** Why it is unscored or truncated. */
  readonly reason?: string;
  /** What went wrong with a failed sample. */
  readonly error?: string;
  /** Where a failed sample failed. An answer that could not be scored is kept and is not asked again on resume. */
  readonly stage?: 'ask' | 'score';
  readonly latencyMs: number;
  /** Requests it took, when more than one. */
  readonly attempts?: number;
  readonly usage?: Usage;
  readonly costUsd?: number;
  readonly candidates?: readonly string[];
  readonly warnings?: readonly string[];
  readonly metadata: JsonObject;
}
