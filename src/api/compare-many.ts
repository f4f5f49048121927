import { isLowerBetter } from '../core/metric-direction.js';
import { HretError } from '../errors.js';
import { compareIndependent, holm, type IndependentComparison } from '../stats/index.js';
import { type CompareResultsOptions, comparedResults, type ResultComparison, sharedMetric } from './compare-results.js';
import type { EvaluationResult } from './evaluation-result.js';

export interface CompareAllOptions extends CompareResultsOptions {
  /** Name of the result the others are compared with; default: the first. */
  readonly baseline?: string;
}

/** One result against the baseline. */
export interface ComparisonWithBaseline extends ResultComparison {
  /** Holm's adjustment over all results compared: below 0.05, and the chance of any false finding among them stays below 5 %. */
  readonly adjustedPValue: number;
}

/** See `compareAll`. */
export function comparedWithBaseline(
  results: Readonly<Record<string, EvaluationResult>>,
  { baseline: wanted, ...options }: CompareAllOptions,
): Record<string, ComparisonWithBaseline> {
  const baselineName = wanted ?? Object.keys(results)[0] ?? '';
  const baseline = Object.hasOwn(results, baselineName) ? results[baselineName] : undefined;
  if (baseline === undefined) {
    const known = Object.keys(results).join(', ') || 'none';
    throw new HretError('usage', `compareAll: there is no result "${baselineName}" to compare with. Known: ${known}.`);
  }
  const others = Object.entries(results).filter(([name]) => name !== baselineName);
  const comparisons = others.map(([name, result]) => [name, comparedResults(result, baseline, options)] as const);
  const adjusted = holm(comparisons.map(([, { pValue }]) => pValue));
  return Object.fromEntries(
    comparisons.map(([name, comparison], place) => [name, { ...comparison, adjustedPValue: adjusted[place] ?? 1 }]),
  );
}

export interface IndependentResultComparison extends IndependentComparison {
  readonly metric: string;
  readonly isLowerBetter: boolean;
}

/** See `compareIndependentResults`. */
export function comparedIndependently(
  a: EvaluationResult,
  b: EvaluationResult,
  options: Pick<CompareResultsOptions, 'metric'>,
): IndependentResultComparison {
  const metric = options.metric ?? sharedMetric(a, b);
  const [valuesA, valuesB] = [valuesOf(a, metric), valuesOf(b, metric)];
  const isTooFew = Math.min(valuesA.length, valuesB.length) < 2;
  if (isTooFew && ![...valuesA, ...valuesB].every((value) => value === 0 || value === 1))
    throw new HretError(
      'usage',
      `"${a.info.name}" has ${valuesA.length} and "${b.info.name}" ${valuesB.length} values of "${metric}"; values other than 0 and 1 need two on each side to compare: one has no spread.`,
    );
  const comparison = compareIndependent(valuesA, valuesB);
  return { ...comparison, metric, isLowerBetter: isLowerBetter(metric) };
}

function valuesOf(result: EvaluationResult, metric: string): number[] {
  return result.scores(metric).filter((value) => !Number.isNaN(value));
}
