import { parseOptions } from '../core/plugin-options.js';
import type { RunMetric } from '../core/run-metric.js';
import { gradeCorrelation } from '../prompts/judge/human-grades.js';
import { plugin as bleu, bleuMetric } from './bleu.js';
import { plugin as chrf, chrfMetric } from './chrf.js';
import { plugin as classification, classMetrics } from './classification.js';
import { plugin as majAtK, majorityMetrics } from './maj-at-k.js';
import { meanOfJudgments } from './mt-bench-judge.js';
import { plugin as passAtK, passMetrics } from './pass-at-k.js';
import { perplexityMetrics } from './perplexity.js';
import { plugin as ter, terMetric } from './ter.js';
import { corpusRunMetric } from './text-metrics/corpus-evaluator.js';

type Params = Readonly<Record<string, unknown>>;

/** An evaluator as the record of a run names it. */
export interface RecordedEvaluator {
  readonly name: string;
  readonly params: Params;
}

/** The metrics over all samples that evaluators have, made anew from the params a run was kept with. */
const made: Readonly<Record<string, (params: Params) => readonly RunMetric[]>> = {
  bleu: (params) => [corpusRunMetric(bleuMetric(parseOptions(bleu, 'bleu', params)))],
  chrf: (params) => [corpusRunMetric(chrfMetric(parseOptions(chrf, 'chrf', params)))],
  classification: (params) => classMetrics(parseOptions(classification, 'classification', params)),
  kudge_verdict: () => [gradeCorrelation('kudge_verdict')],
  llm_judge: () => [gradeCorrelation('llm_judge')],
  maj_at_k: (params) => majorityMetrics(parseOptions(majAtK, 'maj_at_k', params).k),
  mt_bench_judge: () => [meanOfJudgments],
  pass_at_k: (params) => passMetrics(parseOptions(passAtK, 'pass_at_k', params).k),
  perplexity: perplexityMetrics,
  ter: (params) => [corpusRunMetric(terMetric(parseOptions(ter, 'ter', params)))],
};

/** Evaluators whose metrics over all samples can be worked out again from what a run keeps. */
export const evaluatorsWithRunMetrics = Object.keys(made);

/** The metric of this name that the evaluators of a run have over all samples; `undefined` where none has it. */
export function runMetricNamed(
  evaluators: readonly RecordedEvaluator[],
  metric: string,
): { readonly evaluator: RecordedEvaluator; readonly metric: RunMetric } | undefined {
  for (const evaluator of evaluators) {
    const { name, params } = evaluator;
    const own = made[name]?.(params).find((one) => one.name === metric || `${name}/${one.name}` === metric);
    if (own !== undefined) return { evaluator, metric: own };
  }
  return undefined;
}
