import { z } from 'zod';
import type { Json } from '../core/json.js';
import type { GenerateRequest, Generation, Wrap } from '../core/model.js';
import type { ScalingPlugin } from '../core/plugin.js';
import { tookTogether } from '../core/took-together.js';
import { HretError } from '../errors.js';
import { drawn, together } from './draws.js';
import { type Ranking, rankingBy } from './ranking.js';

const options = z.strictObject({
  n: z.int().min(1).max(1000).default(5).describe('how often the model is asked'),
  by: z
    .enum(['reward', 'judge', 'logprob'])
    .optional()
    .describe('what says which candidate is best; default: the reward model, where there is one'),
  judgePrompt: z.string().optional().describe('asked for every candidate, with {input}, {response}, {min} and {max}'),
});
type Options = z.output<typeof options>;

/**
 * Asks n times and takes the best candidate, the first of equally good ones. Without anything to rank them by it is refused.
 * Under `compat: 'hret'` candidates without a reward model are ranked by the sum of their log-probabilities, 0 where the
 * service gives none, so that the first one wins.
 */
export const plugin: ScalingPlugin<Options> = {
  name: 'best_of_n',
  summary: 'Asks n times and takes the answer that a reward model, a judge or its own log-probability says is best.',
  options,
  isDrawing: () => true,
  readsLogprobs: ({ by }) => by === 'logprob',
  create: (given, request) => bestOfN(given.n, rankingBy(given.by, given.judgePrompt, request)),
};

function bestOfN(n: number, { by, scoresOf, isGuessAllowed }: Ranking): Wrap {
  return (model) => ({
    ...model,
    async generate(request: GenerateRequest): Promise<Generation> {
      const candidates = await drawn(model, request, n);
      const { scores, reason, ...ranked } = await scoresOf(candidates, request);
      const chosen = placeOfBest(scores);
      if (chosen === -1 && !isGuessAllowed)
        throw new HretError('model', `best_of_n: none of the ${n} candidates could be ranked by ${by}: ${reason}`);
      const best = candidates[Math.max(0, chosen)] as Generation;
      const { rankedUsage, rankedCostUsd } = ranked;
      const details: Record<string, Json> = {
        by,
        scores: scores.map((score) => score ?? null),
        chosen: Math.max(0, chosen),
        ...(rankedUsage !== undefined && { judgeUsage: rankedUsage }),
        ...(rankedCostUsd !== undefined && { judgeCostUsd: rankedCostUsd }),
      };
      const took = together(candidates);
      // What the judge took is a part of what the answer cost; its tokens are not the model's.
      const { costUsd } = tookTogether([took, rankedCostUsd === undefined ? {} : { costUsd: rankedCostUsd }]);
      return {
        ...best,
        ...took,
        ...(costUsd !== undefined && { costUsd }),
        metadata: { ...best.metadata, bestOfN: details },
      };
    },
  });
}

/** The first greatest score; -1 when there is none. */
function placeOfBest(scores: readonly (number | undefined)[]): number {
  let best = -1;
  for (const [place, score] of scores.entries()) {
    if (score === undefined) continue;
    if (best === -1 || score > (scores[best] as number)) best = place;
  }
  return best;
}
