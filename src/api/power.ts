import type { Metric } from '../core/evaluator.js';
import { isLowerBetter } from '../core/metric-direction.js';
import { HretError } from '../errors.js';
import { runMetricNamed } from '../evaluators/run-metrics.js';
import { type PlanOptions, planComparison } from '../stats/index.js';
import type { EvaluationResult } from './evaluation-result.js';

export interface ResultPowerOptions extends PlanOptions {
  /** Default: the first metric with a standard error. */
  readonly metric?: string;
  /** The difference that shall be shown, in the unit of the metric; default: one point, 0.01 of a share, 1 of a metric from 0 to 100. */
  readonly difference?: number;
}

/** What comparing this run with another over the same samples would show. */
export interface ResultPower {
  readonly metric: string;
  readonly n: number;
  /** The smallest true difference that would be shown. */
  readonly minDetectableEffect: number;
  /** The difference asked for; absent, as the samples it needs, where nobody said one and the metric has no points. */
  readonly difference?: number;
  readonly samplesNeeded?: number;
}

/** See `EvaluationResult.power`. */
export function resultPower(result: EvaluationResult, options: ResultPowerOptions = {}): ResultPower {
  const { metric = plannable(result)[0], difference: wanted, ...planning } = options;
  const found = metric === undefined ? undefined : result.stats[metric];
  if (metric === undefined || found?.stderr === undefined || !hasSpread(found))
    throw new HretError(
      'usage',
      `${unplannable(result, metric)} to plan by. These have: ${plannable(result).join(', ') || 'none'}.`,
    );
  const difference = wanted ?? pointOf(result, metric);
  const { n, stderr } = found;
  const plan = planComparison(n, Math.max(stderr, errorByCluster(result, found)), planning);
  return {
    metric,
    n,
    minDetectableEffect: plan.minDetectableEffect,
    ...(difference !== undefined && { difference, samplesNeeded: plan.samplesFor(difference) }),
  };
}

/** What can be planned from a result by its headline metric; `undefined` where that has no standard error. */
export function powerOfHeadline(result: EvaluationResult): ResultPower | undefined {
  const headline = Object.keys(result.metrics)[0];
  if (headline === undefined || !plannable(result).includes(headline)) return undefined;
  return resultPower(result, { metric: headline });
}

/** Of samples that say what they share; groups that stand in for clusters would count how hard subjects are, which both runs meet alike. */
function errorByCluster({ samples }: EvaluationResult, { clusteredStderr = 0 }: Metric): number {
  return samples.some(({ cluster }) => cluster !== undefined) ? clusteredStderr : 0;
}

/** Metrics with a standard error that is not zero, the headline one first. */
function plannable({ stats }: EvaluationResult): string[] {
  return Object.entries(stats).flatMap(([metric, found]) => (hasSpread(found) ? [metric] : []));
}

/** Equal values say nothing of how far other answers would be apart: planned by them, one sample would show one point. */
function hasSpread({ mean, stderr = 0 }: Metric): boolean {
  return stderr > 1e-12 * Math.abs(mean);
}

function unplannable({ info, stats }: EvaluationResult, metric = Object.keys(stats)[0]): string {
  const found = metric === undefined ? undefined : stats[metric];
  if (found === undefined)
    return `"${info.name}" has no ${metric === undefined ? 'metric' : `"${metric}"`}, so no standard error`;
  if (found.stderr === undefined) return `"${metric}" of "${info.name}" has no standard error`;
  return `All ${found.n} values of "${metric}" of "${info.name}" are equal: there is no spread`;
}

/** What people call a point: of a metric from 0 to 100 one of it, of a share a hundredth. */
function pointOf(result: EvaluationResult, metric: string): number | undefined {
  const own = runMetricNamed(result.record.spec?.evaluators ?? [], metric)?.metric;
  if (own?.kind === 'pooled') return own.point;
  const values = result.scores(metric).filter((value) => !Number.isNaN(value));
  return !isLowerBetter(metric) && values.every((value) => value >= 0 && value <= 1) ? 0.01 : undefined;
}
