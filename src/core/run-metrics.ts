import { HretError } from '../errors.js';
import { bootstrapStatistic, type Interval } from '../stats/index.js';
import type { Evaluator, Metric } from './evaluator.js';
import { bySample, type PooledMetric, type RunMetric, type Trials } from './run-metric.js';
import type { MetricTable } from './run-record.js';
import type { SampleResult } from './sample-result.js';
import { ALONE, Column, type Summary } from './summarize.js';

/** The evaluators of a run and the names their metrics get. */
export interface SummingUp {
  readonly evaluators: readonly Evaluator[];
  readonly metricNames: readonly ((metric: string) => string)[];
}

/** Whether an evaluator needs all results of the run to come to its metrics. */
export function needsAllResults({ evaluators }: SummingUp): boolean {
  return evaluators.some(({ runMetrics, summarize }) => runMetrics !== undefined || summarize !== undefined);
}

/** The summary with the metrics over all samples in front, which win over means of the same name. */
export async function withRunMetrics(
  { evaluators, metricNames }: SummingUp,
  results: readonly SampleResult[],
  summary: Summary,
): Promise<Summary> {
  const samples = bySample(results);
  const groups = byGroup(samples);
  const ofRun: Record<string, Metric> = {};
  const ofGroups: Record<string, Record<string, Metric>> = {};
  for (const [place, evaluator] of evaluators.entries()) {
    const nameOf = metricNames[place] ?? ((metric: string) => metric);
    for (const metric of evaluator.runMetrics ?? []) {
      const found = metricOver(metric, samples);
      if (found !== undefined) ofRun[nameOf(metric.name)] = found;
      for (const [group, members] of groups) {
        const ofGroup = metricOver(metric, members);
        if (ofGroup === undefined) continue;
        ofGroups[group] ??= {};
        ofGroups[group][nameOf(metric.name)] = ofGroup;
      }
    }
    for (const [metric, value] of Object.entries((await evaluator.summarize?.(results)) ?? {}))
      ofRun[nameOf(metric)] = singleNumber(evaluator.name, metric, value, samples);
  }
  return merged(summary, ofRun, ofGroups);
}

/** One metric over these samples, with its standard error and interval: Student's or Wilson's for a mean, else by bootstrap. */
export function metricOver(metric: RunMetric, samples: readonly Trials[]): Metric | undefined {
  if (metric.kind === 'pooled') return pooledOver(metric, samples);
  const column = new Column();
  const hasClusters = samples.some(([first]) => first?.cluster !== undefined);
  for (const trials of samples) {
    const [first] = trials;
    column.add(metric.of(trials), hasClusters ? (first?.cluster ?? ALONE) : first?.group, isAnswered(trials));
  }
  return column.metric();
}

function pooledOver(metric: PooledMetric, samples: readonly Trials[]): Metric | undefined {
  const parts: unknown[] = [];
  let unscored = 0;
  for (const trials of samples) {
    const part = metric.partOf(trials);
    if (part !== undefined) parts.push(part);
    else if (isAnswered(trials)) unscored++;
  }
  const found = parts.length === 0 ? undefined : bootstrapStatistic(parts.length, metric.over(parts));
  if (found === undefined) return undefined;
  const { value, standardError, interval, seed, resamples } = found;
  return {
    n: parts.length,
    unscored,
    mean: value,
    ...(standardError !== undefined && { stderr: standardError }),
    ...(interval !== undefined && {
      ...(hasWidth(interval) && { ci95: interval }),
      bootstrap: { resamples, seed },
    }),
  };
}

/** Draws that all come to the same, as those of perfect answers do, say nothing of the spread. */
function hasWidth([low, high]: Interval): boolean {
  return high - low > 1e-12 * Math.max(Math.abs(low), Math.abs(high));
}

function isAnswered(trials: Trials): boolean {
  return trials.some(({ status }) => status === 'scored' || status === 'unscored');
}

/** What an evaluator says of the whole run in one number: how many samples it rests on, but no interval. */
function singleNumber(evaluator: string, metric: string, value: number, samples: readonly Trials[]): Metric {
  if (!Number.isFinite(value))
    throw new HretError(
      'scoring',
      `${evaluator} gave ${String(value)} for ${metric}; leave out a metric that cannot be computed`,
    );
  const n = samples.filter((trials) => trials.some(({ status }) => status === 'scored')).length;
  return { n, unscored: samples.filter(isAnswered).length - n, mean: value };
}

function byGroup(samples: readonly Trials[]): Map<string, Trials[]> {
  const groups = new Map<string, Trials[]>();
  for (const trials of samples) {
    const group = trials[0]?.group;
    if (group === undefined) continue;
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [trials]);
    else members.push(trials);
  }
  return groups;
}

function merged(summary: Summary, ofRun: MetricTable, ofGroups: Readonly<Record<string, MetricTable>>): Summary {
  const metrics = Object.fromEntries(Object.entries(ofRun).map(([name, { mean }]) => [name, mean]));
  return {
    metrics: { ...metrics, ...without(summary.metrics, ofRun) },
    stats: { ...ofRun, ...without(summary.stats, ofRun) },
    groups: Object.fromEntries(
      Object.entries(summary.groups).map(([group, table]) => {
        const own = ofGroups[group] ?? {};
        return [group, { ...own, ...without(table, own) }];
      }),
    ),
  };
}

function without<Value>(values: Readonly<Record<string, Value>>, named: object): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(named, name)));
}
