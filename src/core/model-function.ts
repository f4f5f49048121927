import type { JsonObject } from './json.js';
import type { Turn, Usage } from './model.js';
import type { Sample } from './sample.js';

/** An answer with what else is known about it. */
export interface ModelOutput {
  readonly text: string;
  readonly usage?: Usage | undefined;
  readonly costUsd?: number | undefined;
  readonly metadata?: JsonObject | undefined;
}

export type ModelReply = string | ModelOutput | AsyncIterable<string>;

export interface CallContext {
  /** Aborted when the sample times out or the run is stopped. */
  readonly signal: AbortSignal;
  /** The conversation so far, oldest first; empty at the first question. */
  readonly earlier?: readonly Turn[];
}

/** What users decorate: text in, text out; streaming and async allowed. */
export type ModelFunction = (
  input: string,
  sample: Readonly<Sample>,
  ctx: CallContext,
) => ModelReply | Promise<ModelReply>;
