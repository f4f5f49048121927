import {
  clusteredInterval,
  clusteredStandardError,
  type Interval,
  isRounding,
  mean,
  standardError,
  studentInterval,
  sum,
  wilsonInterval,
} from '../stats/index.js';
import type { Metric } from './evaluator.js';
import type { MetricTable } from './run-record.js';
import type { Tally } from './tally.js';

export interface Summary {
  readonly metrics: Readonly<Record<string, number>>;
  readonly stats: MetricTable;
  readonly groups: Readonly<Record<string, MetricTable>>;
}

/** Means, standard errors and intervals of everything in the tally, for the whole run and for each group. A metric without a single value is left out. */
export function summarize(tally: Tally): Summary {
  const metrics: Record<string, number> = {};
  const stats: Record<string, Metric> = {};
  const groups = Object.fromEntries(groupsInOrder(tally).map((group) => [group, {} as Record<string, Metric>]));
  const clusters = tally.hasClusters;
  for (const name of tally.metricNames) {
    const all = new Column();
    const byGroup = new Map<string, Column>();
    for (const { value, group, cluster, isAnswered } of tally.values(name)) {
      all.add(value, clusters ? (cluster ?? ALONE) : group, isAnswered);
      if (group === undefined) continue;
      const column = byGroup.get(group) ?? new Column();
      byGroup.set(group, column.add(value, clusters ? (cluster ?? ALONE) : undefined, isAnswered));
    }
    const metric = all.metric();
    if (metric === undefined) continue;
    stats[name] = metric;
    metrics[name] = metric.mean;
    for (const [group, column] of byGroup) {
      const groupMetric = column.metric();
      const table = groups[group];
      if (groupMetric !== undefined && table !== undefined) table[name] = groupMetric;
    }
  }
  return { metrics, stats, groups };
}

/**
 * One metric over many samples, from its values: Wilson's interval for 0/1 values, Student's otherwise. Other values that are all
 * equal say nothing of their spread, so they have none.
 */
export function metricOf(values: readonly number[], unscored: number): Metric | undefined {
  if (values.length === 0) return undefined;
  const stderr = standardError(values);
  const isBinary = values.every((value) => value === 0 || value === 1);
  const successes = isBinary ? sum(values) : 0;
  const ci95 = isBinary ? wilsonInterval(successes, values.length) : intervalOfSpread(values, stderr);
  return {
    n: values.length,
    unscored,
    mean: mean(values),
    ...(stderr !== undefined && { stderr }),
    ...(ci95 !== undefined && { ci95 }),
  };
}

function intervalOfSpread(values: readonly number[], stderr: number | undefined): Interval | undefined {
  return stderr === undefined || isRounding(stderr, values) ? undefined : studentInterval(values);
}

/** Stands for the cluster of a sample that shares nothing with others. */
export const ALONE = Symbol('alone');

/** The values of one metric, one a sample. */
export class Column {
  readonly #values: number[] = [];
  readonly #clusters: (string | typeof ALONE | undefined)[] = [];
  #unscored = 0;

  /** `cluster`: what the sample shares with others; without one for every value there is no clustered error. */
  add(value: number | undefined, cluster: string | typeof ALONE | undefined, isAnswered: boolean): this {
    if (value === undefined) this.#unscored += isAnswered ? 1 : 0;
    else {
      this.#values.push(value);
      this.#clusters.push(cluster);
    }
    return this;
  }

  metric(): Metric | undefined {
    const metric = metricOf(this.#values, this.#unscored);
    return metric === undefined ? undefined : { ...metric, ...this.#clustered() };
  }

  #clustered(): Pick<Metric, 'clusteredStderr' | 'clusteredCi95'> {
    const clusters: (string | number)[] = [];
    for (const [place, cluster] of this.#clusters.entries()) {
      if (cluster === undefined) return {};
      clusters.push(cluster === ALONE ? place : cluster);
    }
    const clusteredStderr = clusteredStandardError(this.#values, clusters);
    if (clusteredStderr === undefined) return {};
    const clusteredCi95 = clusteredInterval(this.#values, clusters);
    return { clusteredStderr, ...(clusteredCi95 !== undefined && { clusteredCi95 }) };
  }
}

/** Groups in the order the dataset has them, not in the order answers came in. */
function groupsInOrder(tally: Tally): string[] {
  const names = new Set<string>();
  const anyMetric = tally.metricNames[0] ?? '';
  for (const { group } of tally.values(anyMetric)) if (group !== undefined) names.add(group);
  return [...names];
}
