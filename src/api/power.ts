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
  if (metric === undefined || found?.stderr === undefined)
    throw new HretError(
      'usage',
      `"${metric ?? 'accuracy'}" of "${result.info.name}" has no standard error to plan by. These have: ${plannable(result).join(', ') || 'none'}.`,
    );
  const difference = wanted ?? pointOf(result, metric);
  const { n, stderr } = found;
  const plan = planComparison(n, stderr, planning);
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

/** Metrics with a standard error, the headline one first. */
function plannable({ stats }: EvaluationResult): string[] {
  return Object.keys(stats).filter((metric) => stats[metric]?.stderr !== undefined);
}

/** What people call a point: of a metric from 0 to 100 one of it, of a share a hundredth. */
function pointOf(result: EvaluationResult, metric: string): number | undefined {
  const own = runMetricNamed(result.record.spec?.evaluators ?? [], metric)?.metric;
  if (own?.kind === 'pooled') return own.point;
  const values = result.scores(metric).filter((value) => !Number.isNaN(value));
  return !isLowerBetter(metric) && values.every((value) => value >= 0 && value <= 1) ? 0.01 : undefined;
}
