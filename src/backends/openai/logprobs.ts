import { z } from 'zod';
import type { JsonObject } from '../../core/json.js';

/** More tokens than this are counted and summed, but not kept one by one: a record of a long answer would dwarf its text. */
const KEPT = 256;

const alternative = z.object({ token: z.string(), logprob: z.number() });
const ofChat = z.object({
  content: z.array(alternative.extend({ top_logprobs: z.array(alternative).nullish() })),
});
const ofCompletions = z.object({
  tokens: z.array(z.string()),
  token_logprobs: z.array(z.number().nullable()),
  top_logprobs: z.array(z.record(z.string(), z.number()).nullable()).nullish(),
});

interface Token {
  readonly token: string;
  readonly logprob: number;
  readonly top: Readonly<Record<string, number>> | undefined;
}

/**
 * The log-probabilities of an answer as they are kept in `metadata.logprobs`: natural logarithms, `sum` and `count` over
 * the whole answer, and the first 256 tokens by themselves:
 * `{ sum, count, tokens: string[], logprobs: number[], top?: Record<token, logprob>[] }`.
 * `undefined` when the service sent none, or in a form of its own.
 */
export function keptLogprobs(given: unknown): JsonObject | undefined {
  const tokens = tokensOf(given);
  if (tokens === undefined || tokens.length === 0) return undefined;
  const kept = tokens.slice(0, KEPT);
  const hasTop = kept.some(({ top }) => top !== undefined);
  return {
    sum: tokens.reduce((sum, { logprob }) => sum + logprob, 0),
    count: tokens.length,
    tokens: kept.map(({ token }) => token),
    logprobs: kept.map(({ logprob }) => logprob),
    ...(hasTop && { top: kept.map(({ top }) => top ?? {}) }),
  };
}

function tokensOf(given: unknown): Token[] | undefined {
  const chat = ofChat.safeParse(given);
  if (chat.success) {
    return chat.data.content.map(({ token, logprob, top_logprobs: top }) => ({
      token,
      logprob,
      top: top && top.length > 0 ? Object.fromEntries(top.map((other) => [other.token, other.logprob])) : undefined,
    }));
  }
  const older = ofCompletions.safeParse(given);
  if (!older.success) return undefined;
  const { tokens, token_logprobs: logprobs, top_logprobs: tops } = older.data;
  return tokens.flatMap((token, place) => {
    const logprob = logprobs[place];
    return typeof logprob === 'number' ? [{ token, logprob, top: tops?.[place] ?? undefined }] : [];
  });
}
