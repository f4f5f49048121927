/** A token of the loopback server: its text, how likely it was (natural logarithm), and its number. */
export interface LoopbackToken {
  readonly text: string;
  readonly logprob: number;
  readonly id: number;
}

/**
 * Divides a text as the loopback server does unless told otherwise: every letter by itself, with the space before it, and
 * every other character by itself. So a space at the end of a prompt merges with what follows, as in real tokenizers.
 */
export function loopbackTokenize(text: string): string[] {
  return text.match(/ \p{L}|[\s\S]/gu) ?? [];
}

/** The same for the same token after the same text, and nothing else: what a model would be without any weights. */
export function loopbackLogprob(token: string, before: string): number {
  let hash = 2166136261;
  for (const point of `${before}\u0000${token}`) hash = Math.imul(hash ^ (point.codePointAt(0) ?? 0), 16777619) >>> 0;
  return -0.5 - (hash % 4096) / 512;
}

/** The tokens of a text that follows `start`. */
export function tokensOf(text: string, tokenize: (text: string) => readonly string[], start = ''): LoopbackToken[] {
  let before = start;
  return tokenize(text).map((token) => {
    const logprob = loopbackLogprob(token, before);
    before += token;
    return {
      text: token,
      logprob,
      id: [...token].reduce((sum, point) => sum * 31 + (point.codePointAt(0) ?? 0), 7) % 50_000,
    };
  });
}
