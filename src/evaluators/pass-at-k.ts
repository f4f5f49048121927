import { z } from 'zod';
import type { EvaluatorPlugin } from '../core/plugin.js';
import { passAllK, passAtK } from '../stats/index.js';
import { judgeOfTrials, trialOptions, trialsOf, withVote } from './trials.js';

const options = z.strictObject({
  k: z.array(z.int().min(1)).min(1).default([1]).describe('for which k; the run needs as many trials'),
  ...trialOptions,
});

const KEY = 'passAtK';

/**
 * How likely one of k trials is right (`pass@k`) and how likely all are (`pass^k`), from the trials of a run by the unbiased estimator of
 * Chen et al. 2021. Each trial is judged by another evaluator, whose metrics the samples keep.
 */
export const plugin: EvaluatorPlugin<z.output<typeof options>> = {
  name: 'pass_at_k',
  summary: 'The chance that one of k trials is right; set trials to at least k.',
  options,
  async create({ k, evaluator, evaluatorParams }, request) {
    const judge = await judgeOfTrials(evaluator, evaluatorParams, request);
    return {
      name: 'pass_at_k',
      reads: judge.reads,
      ...(judge.ranking !== undefined && { ranking: judge.ranking }),
      metrics: judge.metrics,
      score: async (input) => withVote(await judge.score(input), KEY),
      summarize(results) {
        const counts = trialsOf(results, 'pass_at_k', KEY).map((trials) => ({
          n: trials.length,
          right: trials.filter(({ isCorrect }) => isCorrect).length,
        }));
        const metrics: Record<string, number> = {};
        for (const draws of new Set(k)) {
          const passed = counts.map(({ n, right }) => passAtK(n, right, draws));
          const all = counts.map(({ n, right }) => passAllK(n, right, draws));
          for (const [name, values] of [
            [`pass@${draws}`, passed],
            [`pass^${draws}`, all],
          ] as const) {
            const mean = meanOf(values);
            if (mean !== undefined) metrics[name] = mean;
          }
        }
        return metrics;
      },
    };
  },
};

/** Samples with fewer than k trials have no value. */
function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}
