import { z } from 'zod';
import type { EvaluatorPlugin } from '../core/plugin.js';
import type { RunMetric } from '../core/run-metric.js';
import { judged, judgeOfTrials, type Trial, trialOptions, withVote } from './trials.js';

const options = z.strictObject({
  k: z.array(z.int().min(1)).min(1).default([1]).describe('for which k; the run needs as many trials'),
  ...trialOptions,
});

const KEY = 'majAtK';

/**
 * Whether the most frequent answer of the first k trials is right (`maj@k`). Answers are counted in the form in which they are
 * compared; of equally frequent ones the first one given counts, and answers nobody can read do not vote.
 */
export const plugin: EvaluatorPlugin<z.output<typeof options>> = {
  name: 'maj_at_k',
  summary: 'Whether the most frequent answer of k trials is right; set trials to at least k.',
  options,
  async create({ k, evaluator, evaluatorParams }, request) {
    const judge = await judgeOfTrials(evaluator, evaluatorParams, request);
    return {
      name: 'maj_at_k',
      reads: judge.reads,
      ...(judge.ranking !== undefined && { ranking: judge.ranking }),
      metrics: judge.metrics,
      trialsTaken: Math.max(...k),
      score: async (input) => withVote(await judge.score(input), KEY),
      runMetrics: majorityMetrics(k),
    };
  },
};

/** Shares of samples; a sample with fewer than k trials has no value. */
export function majorityMetrics(ks: readonly number[]): RunMetric[] {
  return [...new Set(ks)].map((k) => ({
    kind: 'mean',
    name: `maj@${k}`,
    of(trials) {
      const all = judged(trials, 'maj_at_k', KEY);
      if (all.length < k) return undefined;
      return isMajorityRight(all.slice(0, k)) ? 1 : 0;
    },
  }));
}

/** Python's `Counter.most_common`: of equally frequent ones the first seen. */
function isMajorityRight(trials: readonly Trial[]): boolean {
  const votes = new Map<string, { count: number; isCorrect: boolean }>();
  for (const { vote, isCorrect } of trials) {
    if (vote === undefined) continue;
    const known = votes.get(vote);
    if (known === undefined) votes.set(vote, { count: 1, isCorrect });
    else known.count++;
  }
  let most: { count: number; isCorrect: boolean } | undefined;
  for (const vote of votes.values()) if (most === undefined || vote.count > most.count) most = vote;
  return most?.isCorrect === true;
}
