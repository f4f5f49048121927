import type { GenerateRequest, LikelihoodRequest, NextTokensRequest, Usage } from '../../core/model.js';
import { estimateTokens } from '../../util/token-estimate.js';
import type { TokenNeed } from './limiter.js';

export interface TokenGuessOptions {
  /** The most tokens an answer may have, where the request says so. */
  readonly maxOutputTokens?: number | undefined;
  /** Sent with every prompt. */
  readonly systemMessage?: string | undefined;
}

/** Of an answer, before any was seen and without maxTokens. */
const FIRST_OUTPUT = 1000;
/** Before a service has counted anything: its vocabulary may take 1.7 times as many tokens for Korean as the one we know. */
const FIRST_RATIO = 2;
const WINDOW = 50;
/** Prompts shorter than this say little about the vocabulary. */
const ENOUGH = 50;
/** The next prompt may be of another kind than the last 50. */
const MARGIN = 1.15;
/** Roles and separators of a chat. */
const FRAME = 16;
/** A tile of an image, as most services count a small one. */
const IMAGE = 1100;

/**
 * How many tokens a request may take, never knowingly too few: our estimate of the prompt times what it was short of at
 * worst in the last 50 answers (twice the estimate until then), and `maxTokens`, or the longest of the last 50 answers.
 */
export class TokenGuess {
  readonly #maxOutputTokens: number | undefined;
  readonly #systemTokens: number;
  readonly #ratios = new Float64Array(WINDOW);
  readonly #outputs = new Float64Array(WINDOW);
  #seenRatios = 0;
  #seenOutputs = 0;

  constructor({ maxOutputTokens, systemMessage }: TokenGuessOptions) {
    this.#maxOutputTokens = maxOutputTokens;
    this.#systemTokens = systemMessage === undefined ? 0 : estimateTokens(systemMessage);
  }

  /** Our own count of a prompt, before what was learnt. */
  promptTokens({ prompt }: Pick<GenerateRequest, 'prompt'>): number {
    return this.#systemTokens + estimateTokens(prompt.text) + IMAGE * (prompt.images?.length ?? 0);
  }

  inputTokens(promptTokens: number): number {
    const ratio =
      this.#seenRatios < WINDOW ? Math.max(FIRST_RATIO, largest(this.#ratios)) : MARGIN * largest(this.#ratios);
    return FRAME + Math.ceil(promptTokens * ratio);
  }

  get outputTokens(): number {
    return this.#maxOutputTokens ?? (this.#seenOutputs === 0 ? FIRST_OUTPUT : largest(this.#outputs));
  }

  /** For one request, with the prompt counted. */
  needOf(promptTokens: number): TokenNeed {
    return {
      tokens: this.inputTokens(promptTokens) + this.outputTokens,
      // What was only guessed must not refuse a request: half of our count is less than any vocabulary takes.
      atLeast: promptTokens / 2 + (this.#maxOutputTokens ?? 0),
    };
  }

  /** Ranking options: every one of them is sent behind the prompt. */
  needOfRanking({ prompt, continuations }: LikelihoodRequest): TokenNeed {
    const promptTokens = this.promptTokens({ prompt });
    const own = continuations.reduce((sum, text) => sum + promptTokens + estimateTokens(text), 0);
    return { tokens: this.inputTokens(own), atLeast: own / 2 };
  }

  /** One token after the prompt and the answer so far. */
  needOfNext(request: NextTokensRequest): TokenNeed {
    const promptTokens = this.promptTokens(request);
    return {
      tokens: this.inputTokens(promptTokens) + request.prefix.length + 1,
      atLeast: promptTokens / 2 + request.prefix.length,
    };
  }

  /** Texts to embed; nothing is written. */
  needOfTexts(texts: readonly string[]): TokenNeed {
    const own = texts.reduce((sum, text) => sum + estimateTokens(text), 0);
    return { tokens: this.inputTokens(own), atLeast: own / 2 };
  }

  learn(promptTokens: number, { inputTokens, outputTokens }: Usage): void {
    if (inputTokens !== undefined && promptTokens >= ENOUGH) {
      this.#ratios[this.#seenRatios++ % WINDOW] = inputTokens / promptTokens;
    }
    if (outputTokens !== undefined) this.#outputs[this.#seenOutputs++ % WINDOW] = outputTokens;
  }
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** Tokens the service counted; `undefined` when it did not. */
export function totalOf(usage: Usage | undefined): number | undefined {
  if (usage === undefined) return undefined;
  if (usage.totalTokens !== undefined) return usage.totalTokens;
  const { inputTokens, outputTokens } = usage;
  return inputTokens === undefined || outputTokens === undefined ? undefined : inputTokens + outputTokens;
}
