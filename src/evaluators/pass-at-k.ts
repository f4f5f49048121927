import { z } from 'zod';
import type { EvaluatorPlugin } from '../core/plugin.js';
import type { RunMetric } from '../core/run-metric.js';
import { passAllK, passAtK } from '../stats/index.js';
import { judged, judgeOfTrials, trialOptions, withVote } from './trials.js';

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
      trialsTaken: Math.max(...k),
      score: async (input) => withVote(await judge.score(input), KEY),
      runMetrics: passMetrics(k),
    };
  },
};

/** Means over samples; a sample with fewer than k trials has no value. */
export function passMetrics(ks: readonly number[]): RunMetric[] {
  return [...new Set(ks)].flatMap((k) => [
    estimateMetric(`pass@${k}`, (n, right) => passAtK(n, right, k)),
    estimateMetric(`pass^${k}`, (n, right) => passAllK(n, right, k)),
  ]);
}

function estimateMetric(name: string, estimate: (n: number, right: number) => number | undefined): RunMetric {
  return {
    kind: 'mean',
    name,
    of(trials) {
      const all = judged(trials, 'pass_at_k', KEY);
      return estimate(all.length, all.filter(({ isCorrect }) => isCorrect).length);
    },
  };
}
