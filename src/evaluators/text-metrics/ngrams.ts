/** How often each n-gram occurs; tokens are joined by a character that none of them holds. */
export function ngramCounts(
  tokens: readonly string[],
  n: number,
  only?: ReadonlyMap<string, number>,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + n <= tokens.length; start++) {
    const ngram = n === 1 ? (tokens[start] ?? '') : tokens.slice(start, start + n).join('\u0000');
    if (only === undefined || only.has(ngram)) counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

/** How many n-grams a list of tokens has. */
export function ngramTotal(tokens: readonly string[], n: number): number {
  return Math.max(0, tokens.length - n + 1);
}

/** How many occurrences the two have in common. */
export function commonCount(some: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): number {
  let common = 0;
  for (const [ngram, count] of some) common += Math.min(count, others.get(ngram) ?? 0);
  return common;
}
