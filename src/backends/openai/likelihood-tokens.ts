import { HretError } from '../../errors.js';

/** How likely each token of a text was, as a service told it. */
export interface ScoredTokens {
  /** Natural logarithms; `null` where there is none, as for the first token of a text. */
  readonly logprobs: readonly (number | null)[];
  /** The text of each token as far as the service shows it. */
  readonly texts: readonly (string | undefined)[];
}

/** A prompt and its continuation, divided where the log-likelihood begins. */
export interface Divided {
  readonly context: string;
  readonly continuation: string;
  /** The two stand side by side in one text, so that the texts of the tokens may show where the continuation begins. */
  readonly isSeen: boolean;
}

/**
 * Spaces at the end of a prompt belong to what follows, because tokens begin with their space: " A" is one token, and
 * "정답: " + "A" would ask for a token no model was trained on. The rule of lm-evaluation-harness, `TemplateLM._encode_pair`:
 * https://github.com/EleutherAI/lm-evaluation-harness/blob/main/lm_eval/api/model.py
 */
export function divided(prompt: string, continuation: string): Divided {
  const context = prompt.trimEnd();
  return { context, continuation: prompt.slice(context.length) + continuation, isSeen: true };
}

/** A question and a begun answer under a chat template, which puts its own marks between the two. */
export function begun(context: string, continuation: string): Divided {
  return { context, continuation, isSeen: false };
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
 * The sum over the tokens from `start` on. When the continuation has no token of its own, because the tokenizer merged it
 * with the end of the prompt, there is no sum: lm-evaluation-harness would give 0 and so prefer that option to every other.
 */
export function likelihoodFrom({ logprobs }: ScoredTokens, start: number, { continuation }: Divided): number {
  const own = logprobs.slice(start);
  if (own.length === 0) {
    throw new HretError(
      'data',
      `"${continuation}" has no token of its own after this prompt: the tokenizer merges it with the prompt's end. End the prompt differently, or begin the option with a space.`,
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

function isWhole(text: string): boolean {
  return text !== '' && !text.includes('\uFFFD') && !text.startsWith('bytes:');
}
