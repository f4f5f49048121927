import type { JsonObject } from './json.js';
import type { Image, Sample } from './sample.js';

/** What is sent to a model: the text after few-shot, and the images of the sample. */
export interface Prompt {
  readonly text: string;
  readonly images?: readonly Image[];
}

/** Token counts as the service reported them. */
export interface Usage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly totalTokens?: number;
  /** The part of the input the service had in a cache of its own, and charges less for. */
  readonly cachedInputTokens?: number;
  /** The part of the output that was reasoning and is not in the text. */
  readonly reasoningTokens?: number;
}

export interface GenerateRequest {
  readonly prompt: Prompt;
  /** The sample being asked; local models and baselines read it, services never see it. */
  readonly sample: Sample;
  /** Which draw of this sample: 0 for the first trial, counted up by `trials` and by scaling methods. */
  readonly draw: number;
  readonly signal: AbortSignal;
}

export type FinishReason = 'stop' | 'length' | 'filter';

/** One answer, raw: nothing is trimmed, parsed or replaced. */
export interface Generation {
  readonly text: string;
  /** `length`: cut off at the token limit. `filter`: withheld by the service. */
  readonly finish: FinishReason;
  readonly usage?: Usage;
  /** US dollars; absent when the price is not known. */
  readonly costUsd?: number;
  /** Requests it took, 1 when the first one was answered. */
  readonly attempts?: number;
  readonly candidates?: readonly string[];
  readonly warnings?: readonly string[];
  readonly metadata?: JsonObject;
}

export interface LikelihoodRequest {
  readonly prompt: Prompt;
  /** The continuations to rank; the reply has one log-likelihood for each, in this order. */
  readonly continuations: readonly string[];
  readonly sample: Sample;
  readonly signal: AbortSignal;
}

/** A plain object made by a function, never a class instance: wraps spread it. */
export interface Model {
  /** Names the model in records and tables: `openai/gpt-4o-mini`, `myModelFunction`. */
  readonly id: string;
  generate(request: GenerateRequest): Promise<Generation>;
  logLikelihoods?(request: LikelihoodRequest): Promise<readonly number[]>;
  /** Releases connections. Called once, when the run is over. */
  close?(): Promise<void>;
}

export interface RewardModel {
  readonly id: string;
  reward(prompt: Prompt, answer: string, signal?: AbortSignal): Promise<number>;
}

/** Scaling, retry, limits, caches, budgets and rules all turn a model into a model. */
export type Wrap = (model: Model) => Model;

/** The model with the wraps around it; the first wrap listed is the outermost. */
export function wrapped(model: Model, ...wraps: readonly Wrap[]): Model {
  return wraps.reduceRight((inner, wrap) => wrap(inner), model);
}
