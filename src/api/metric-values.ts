import { bySample, type PooledMetric, type Trials } from '../core/run-metric.js';
import { HretError } from '../errors.js';
import { evaluatorsWithRunMetrics, runMetricNamed } from '../evaluators/run-metrics.js';
import type { EvaluationResult } from './evaluation-result.js';

/** What a metric of a result is made of: a value for each sample, parts that are pooled over all, or nothing that can be taken apart. */
export type MetricValues =
  | { readonly kind: 'values'; of(trials: Trials): number | undefined }
  | {
      readonly kind: 'pooled';
      readonly metric: PooledMetric;
      /** The settings it was computed with. */
      readonly settings: string;
      /** The value of a single sample by which it counts as won or lost. */
      single(trials: Trials): number | undefined;
    };

/** How a metric of a result is worked out from its samples; throws `usage` where that cannot be told. */
export function metricValues(result: EvaluationResult, metric: string): MetricValues {
  const found = findMetricValues(result, metric);
  if (found !== undefined) return found;
  const name = result.info.name;
  if (metric in result.stats)
    throw new HretError(
      'usage',
      `"${metric}" of "${name}" is one number for the whole run, with no values of samples to compare by. Metrics over all samples can be compared where they come from: ${evaluatorsWithRunMetrics.join(', ')}. This run can be compared by: ${comparableMetrics(result).join(', ') || 'none'}.`,
    );
  throw new HretError(
    'usage',
    `"${name}" has no "${metric}". It has: ${Object.keys(result.stats).join(', ') || 'none'}.`,
  );
}

/** Whether a metric of a result can be compared with that of another. */
export function isComparable(result: EvaluationResult, metric: string): boolean {
  return findMetricValues(result, metric) !== undefined;
}

/** Metrics of a result that can be compared with those of another, the headline one first. */
export function comparableMetrics(result: EvaluationResult): string[] {
  return Object.keys(result.stats).filter((metric) => isComparable(result, metric));
}

/** One value a sample, in dataset order; NaN for a sample without one. Throws `usage` for a metric that has none. */
export function sampleScores(result: EvaluationResult, metric: string | undefined): number[] {
  const wanted = metric ?? metricsOfSamples(result)[0] ?? 'accuracy';
  const values = sampleValues(result, wanted) ?? findMetricValues(result, wanted);
  if (values?.kind !== 'values')
    throw new HretError(
      'usage',
      `This run has no per-sample values of "${wanted}". It has: ${metricsOfSamples(result).join(', ') || 'none'}.`,
    );
  return bySample(result.samples).map((trials) => values.of(trials) ?? Number.NaN);
}

function metricsOfSamples(result: EvaluationResult): string[] {
  return Object.keys(result.stats).filter(
    (metric) => (sampleValues(result, metric) ?? findMetricValues(result, metric))?.kind === 'values',
  );
}

/** A metric over all samples wins over a mean of the same name, as it does in the run. */
function findMetricValues(result: EvaluationResult, metric: string): MetricValues | undefined {
  const found = runMetricNamed(result.record.spec?.evaluators ?? [], metric);
  if (found === undefined) return sampleValues(result, metric);
  const { evaluator, metric: own } = found;
  if (own.kind === 'mean') return { kind: 'values', of: (trials) => own.of(trials) };
  return {
    kind: 'pooled',
    metric: own,
    settings: JSON.stringify(evaluator),
    single: (trials) => meanOver(trials, `${evaluator.name}/${own.perSample}`) ?? meanOver(trials, own.perSample),
  };
}

function sampleValues({ samples }: EvaluationResult, metric: string): (MetricValues & { kind: 'values' }) | undefined {
  if (!samples.some(({ scores }) => scores[metric] !== undefined)) return undefined;
  return { kind: 'values', of: (trials) => meanOver(trials, metric) };
}

function meanOver(trials: Trials, metric: string): number | undefined {
  const values = trials.flatMap(({ scores }) => scores[metric] ?? []);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The samples of a result by id, occurrence and answer key: `row-1` of one file is not `row-1` of another. */
export function samplesByItem({ samples }: EvaluationResult): Map<string, Trials> {
  const seen = new Map<string, number>();
  const items = new Map<string, Trials>();
  for (const trials of bySample(samples)) {
    const [first] = trials;
    if (first === undefined) continue;
    const occurrence = seen.get(first.id) ?? 0;
    seen.set(first.id, occurrence + 1);
    items.set(`${first.id}#${occurrence}\u0000${first.reference}`, trials);
  }
  return items;
}
