/** Which metrics of the right option's rank are asked for. */
export interface RankOptions {
  readonly reciprocalRank: boolean;
  readonly recallAt: readonly number[];
}

/**
 * The place of the right option among all, likeliest first, from 1; of equally likely ones the first comes first, so rank 1 is
 * what `accuracy` calls right. Of options with the text of the right one the best placed counts.
 */
export function rankOf(choices: readonly string[], answer: number, logLikelihoods: readonly number[]): number {
  const order = [...logLikelihoods.keys()].sort((a, b) => descending(logLikelihoods[a] ?? 0, logLikelihoods[b] ?? 0));
  return 1 + order.findIndex((place) => place === answer || choices[place] === choices[answer]);
}

/** Two impossible options are equal: minus infinity less itself is no number. */
function descending(a: number, b: number): number {
  return a === b ? 0 : b - a;
}

export function rankMetricNames({ reciprocalRank, recallAt }: RankOptions): string[] {
  return [...(reciprocalRank ? ['mrr'] : []), ...recallAt.map((k) => `recall@${k}`)];
}

/** Of a sample; the mean over samples of the reciprocal rank is the mean reciprocal rank. */
export function rankValues(rank: number, { reciprocalRank, recallAt }: RankOptions): Record<string, number> {
  return {
    ...(reciprocalRank && { mrr: 1 / rank }),
    ...Object.fromEntries(recallAt.map((k) => [`recall@${k}`, rank <= k ? 1 : 0])),
  };
}
