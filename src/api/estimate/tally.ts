import type { Prompt } from '../../core/model.js';
import { estimateTokens } from '../../util/token-estimate.js';
import type { TokenCounter } from '../token-counter.js';
import type { ServiceFacts } from './service-facts.js';

/** Roles and separators of a chat. */
const FRAME_TOKENS = 8;
export const IMAGE_TOKENS = 1100;
/** Texts that are counted exactly; the others by the ratio found on these. */
const MOST_COUNTED = 4000;
const TYPICAL_OUTPUT = 200;

/** What one model is asked, added up. */
export class Tally {
  readonly facts: ServiceFacts;
  /** Its part in the run: `model`, `judge`, `reward model`. */
  readonly role: string;
  /** Tokens of a typical answer, and the most one can have. */
  readonly each: number;
  readonly most: number | undefined;
  requests = 0;
  inputTokens = 0;
  /** Answers with an end of their own; and single tokens of searches. */
  answers = 0;
  tokens = 0;
  readonly #count: (text: string) => number;
  readonly #ownTokens: number;

  constructor(role: string, facts: ServiceFacts, count: (text: string) => number, given: number | undefined) {
    this.role = role;
    this.facts = facts;
    this.most = facts.maxTokens;
    this.each = Math.min(given ?? TYPICAL_OUTPUT, this.most ?? Number.POSITIVE_INFINITY);
    this.#count = count;
    this.#ownTokens = FRAME_TOKENS + (facts.systemMessage === undefined ? 0 : count(facts.systemMessage));
  }

  /** One request with this prompt and the conversation before it, and with what follows it. */
  ask({ text, images = [], earlier = [] }: Prompt, after = 0): void {
    const before = earlier.reduce((sum, turn) => sum + this.#count(turn.question) + this.#count(turn.answer), 0);
    this.requests += 1;
    this.inputTokens += this.#ownTokens + before + this.#count(text) + images.length * IMAGE_TOKENS + after;
  }

  count(text: string): number {
    return this.#count(text);
  }
}

/** Counts texts with the tokenizer as long as that takes no time, then by what the estimate was off so far. */
export function steadyCounter({ countTokens }: TokenCounter): (text: string) => number {
  const known = new Map<string, number>();
  const sum = { exact: 0, estimated: 0 };
  let counted = 0;
  return (text) => {
    const seen = known.get(text);
    if (seen !== undefined) return seen;
    const estimated = estimateTokens(text);
    if (counted >= MOST_COUNTED) return sum.estimated === 0 ? estimated : (estimated * sum.exact) / sum.estimated;
    counted += 1;
    const exact = countTokens(text);
    sum.exact += exact;
    sum.estimated += estimated;
    known.set(text, exact);
    return exact;
  };
}
