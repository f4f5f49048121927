import type { Embedder } from './embedder.js';
import type { JsonObject } from './json.js';
import type { Image, Sample } from './sample.js';

/** A question of a conversation that was answered. */
export interface Turn {
  readonly question: string;
  readonly answer: string;
}

/** What is sent to a model: the text after few-shot, and the images of the sample. */
export interface Prompt {
  readonly text: string;
  readonly images?: readonly Image[];
  /** The conversation so far, oldest first; images are shown with the question at hand. */
  readonly earlier?: readonly Turn[];
  /** The system message of this prompt, in place of the one the model has. */
  readonly system?: string;
  /** What it is sampled at, in place of the temperature the model has. */
  readonly temperature?: number;
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

/** A token as the model itself named it: a syllable may be spread over several, so texts alone could not be put together again. */
export interface Token {
  /** What the model knows it by; nobody else can read it. */
  readonly key: string | number;
  /** Natural logarithm. */
  readonly logprob: number;
  /** Nothing comes after it: an end-of-text token, or one that completes a stop text. */
  readonly isEnd: boolean;
}

export interface NextTokensRequest {
  readonly prompt: Prompt;
  /** The answer so far, in tokens this model gave. */
  readonly prefix: readonly Token[];
  /** How many that go on are wanted; 0 asks for the text of the prefix alone. */
  readonly count: number;
  readonly sample: Sample;
  readonly signal: AbortSignal;
}

/** How an answer may go on. */
export interface NextTokens extends Pick<Generation, 'usage' | 'costUsd' | 'attempts' | 'warnings'> {
  /** The prefix as text, without end tokens and stop texts. */
  readonly text: string;
  /** Likeliest first: `count` tokens that go on, as far as there are so many, and the ends that are likelier than the last of them. */
  readonly tokens: readonly Token[];
}

/** A plain object made by a function, never a class instance: wraps spread it. */
export interface Model {
  /** Names the model in records and tables: `openai/gpt-4o-mini`, `myModelFunction`. */
  readonly id: string;
  generate(request: GenerateRequest): Promise<Generation>;
  logLikelihoods?(request: LikelihoodRequest): Promise<readonly number[]>;
  /** Why there is no `logLikelihoods`, and what to set to get it; shown when a run needs it. */
  readonly logLikelihoodAdvice?: string;
  /** The likeliest next tokens of an answer, for searches over tokens. */
  nextTokens?(request: NextTokensRequest): Promise<NextTokens>;
  /** Why there is no `nextTokens`, and what to set to get it. */
  readonly nextTokensAdvice?: string;
  /** How good an answer is, more is better. A model that has it can be the reward model of a run. */
  reward?(prompt: Prompt, answer: string, signal?: AbortSignal): Promise<number>;
  /** Texts as vectors, in the order of the texts. A model that has it can be the embedder of an evaluator. */
  embed?: Embedder['embed'];
  /** It samples a prompt at the temperature of the prompt. */
  readonly heedsTemperature?: boolean;
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
