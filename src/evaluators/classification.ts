import { z } from 'zod';
import type { Score } from '../core/evaluator.js';
import type { EvaluatorPlugin } from '../core/plugin.js';
import { referenceOf, type Target } from '../core/sample.js';
import { CLASSES, classMetric, classMetricNames, type SaidClass } from './class-metrics.js';
import { judgeOfTrials } from './trials.js';

const classificationOptions = z.strictObject({
  evaluator: z
    .enum(['log_likelihood', 'multiple_choice', 'string_match', 'exact_match'])
    .default('string_match')
    .describe('what says which class the answer names'),
  evaluatorParams: z.record(z.string(), z.unknown()).default({}).describe('options of that evaluator'),
  metrics: z
    .array(z.enum(classMetricNames))
    .min(1)
    .default(['macro_f1', 'mcc'])
    .describe('metrics of classes, the headline one first'),
  positive: z
    .union([z.string(), z.int()])
    .default('1')
    .transform(String)
    .describe('the class of binary_f1: the place of an option, from 0, or a text'),
});
export type ClassificationOptions = z.output<typeof classificationOptions>;

/**
 * F1 of classes, Matthews' correlation and Cohen's kappa over all samples, by scikit-learn's formulas. The classes of choice
 * questions are the places of the options, as in lm-evaluation-harness (`macro_f1_score` of its `kobest`), those of other
 * questions the texts. Another evaluator reads the answer, and its metrics stand beside.
 */
export const plugin: EvaluatorPlugin<ClassificationOptions> = {
  name: 'classification',
  summary: "Macro F1, Matthews' correlation and the like, over the classes that answers name.",
  options: classificationOptions,
  async create(options, { compat: _ours, ...request }) {
    const judge = await judgeOfTrials(options.evaluator, options.evaluatorParams, request);
    return {
      name: 'classification',
      reads: judge.reads,
      ...(judge.ranking !== undefined && { ranking: judge.ranking }),
      metrics: judge.metrics,
      runMetrics: classMetrics(options),
      async score(input) {
        const score = await judge.score(input);
        if (score.status === 'unscored') return score;
        const classes = classesOf(score, input.sample.target, options.evaluator === 'exact_match');
        return { ...score, details: { ...score.details, [CLASSES]: { ...classes } } };
      },
    };
  },
};

/** In the order asked for. */
export function classMetrics({ metrics, positive }: ClassificationOptions) {
  return [...new Set(metrics)].map((name) => classMetric(name, positive));
}

function classesOf(score: Score & { status: 'scored' }, target: Target, isByText: boolean): SaidClass {
  const { chosen, isCorrect, normalizedPrediction, normalizedReference } = score.details ?? {};
  if (target.kind === 'choice' && !isByText) {
    const reference = String(target.answer);
    if (isCorrect === true) return { reference, said: reference };
    return typeof chosen === 'number' ? { reference, said: String(chosen) } : { reference };
  }
  const reference = typeof normalizedReference === 'string' ? normalizedReference : referenceOf(target);
  if (isCorrect === true) return { reference, said: reference };
  return typeof normalizedPrediction === 'string' && normalizedPrediction !== ''
    ? { reference, said: normalizedPrediction }
    : { reference };
}
