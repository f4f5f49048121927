import { HretError } from '../../errors.js';
import { delimited, divided, type RankedText } from '../ranked-text.js';

/** How likely each token of a text was, as a service told it. */
export interface ScoredTokens {
  /** Natural logarithms; `null` where there is none, as for the first token of a text. */
  readonly logprobs: readonly (number | null)[];
  /** The text of each token as far as the service shows it. */
  readonly texts: readonly (string | undefined)[];
}

/** What is asked about one option. */
export interface Asked extends RankedText {
  /** The two stand side by side in one text, so that the texts of the tokens may show where the continuation begins. */
  readonly isSeen: boolean;
}

/** Prompt and option as one raw text. */
export function raw(prompt: string, option: string): Asked {
  return { ...divided(prompt, delimited(option, { isTemplated: false })), isSeen: true };
}

/** A question and a begun answer under a chat template, which puts its own marks between the two. */
export function begun(context: string, option: string): Asked {
  return { context, continuation: delimited(option, { isTemplated: true }), isSeen: false };
}

/**
 * The place of the first token of the continuation, seen from the texts of the tokens: where the last tokens together are
 * exactly the continuation. `undefined` when they do not show it: a token straddles the boundary, or a character is spread
 * over several tokens, which services show as `\uFFFD`, as nothing, or as `bytes:\\x…`.
 */
export function startByText({ texts }: ScoredTokens, continuation: string): number | undefined {
  let rest = continuation;
  for (let place = texts.length - 1; place >= 0; place -= 1) {
    const text = texts[place];
    if (text === undefined || !isWhole(text)) return undefined;
    if (rest === '') return place + 1;
    if (!rest.endsWith(text)) return undefined;
    rest = rest.slice(0, rest.length - text.length);
  }
  return undefined;
}

/**
 * The place of the first token of a begun answer, where the chat template alone has these tokens: after them, less those of
 * nothing but white space at its end, which count with what follows as at the end of any prompt.
 */
export function startAfterTemplate({ texts }: ScoredTokens): number {
  return texts.findLastIndex((text = '') => !/^\s+$/.test(text)) + 1;
}

/**
 * The sum over the tokens from `start` on. When the continuation has no token of its own, because the tokenizer merged it
 * with the end of the prompt, there is no sum: lm-evaluation-harness would give 0 and so prefer that option to every other.
 */
export function likelihoodFrom({ logprobs }: ScoredTokens, start: number, { continuation }: RankedText): number {
  const own = logprobs.slice(start);
  if (own.length === 0) {
    throw new HretError(
      'data',
      `"${continuation}" has no token of its own after this prompt: the tokenizer merges it with the prompt's end. End the prompt differently.`,
    );
  }
  return own.reduce<number>((sum, logprob) => sum + given(logprob), 0);
}

function given(logprob: number | null): number {
  if (logprob !== null) return logprob;
  throw new HretError(
    'data',
    'The service gives no log-probability for the first token of a text, and the option begins with it: the prompt is empty.',
  );
}

/** Part of a character is shown as `\uFFFD`, as nothing, or as `bytes:\\x…`. */
export function isWhole(text: string): boolean {
  return text !== '' && !text.includes('\uFFFD') && !text.startsWith('bytes:');
}
