import { clusteredStandardError, mean, standardError, studentInterval, sum, wilsonInterval } from '../stats/index.js';
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
  for (const name of tally.metricNames) {
    const all = new Column();
    const byGroup = new Map<string, Column>();
    for (const { value, group, isAnswered } of tally.values(name)) {
      all.add(value, group, isAnswered);
      if (group === undefined) continue;
      const column = byGroup.get(group) ?? new Column();
      byGroup.set(group, column.add(value, undefined, isAnswered));
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

/** One metric over many samples, from its values: Wilson's interval for 0/1 values, Student's otherwise. */
export function metricOf(values: readonly number[], unscored: number): Metric | undefined {
  if (values.length === 0) return undefined;
  const stderr = standardError(values);
  const isBinary = values.every((value) => value === 0 || value === 1);
  const successes = isBinary ? sum(values) : 0;
  const ci95 = isBinary ? wilsonInterval(successes, values.length) : studentInterval(values);
  return {
    n: values.length,
    unscored,
    mean: mean(values),
    ...(stderr !== undefined && { stderr }),
    ...(ci95 !== undefined && { ci95 }),
  };
}

class Column {
  readonly #values: number[] = [];
  readonly #groups: (string | undefined)[] = [];
  #unscored = 0;

  add(value: number | undefined, group: string | undefined, isAnswered: boolean): this {
    if (value === undefined) this.#unscored += isAnswered ? 1 : 0;
    else {
      this.#values.push(value);
      this.#groups.push(group);
    }
    return this;
  }

  metric(): Metric | undefined {
    const metric = metricOf(this.#values, this.#unscored);
    const clusters = new Set(this.#groups);
    if (metric === undefined || clusters.has(undefined)) return metric;
    const clusteredStderr = clusteredStandardError(this.#values, this.#groups as string[]);
    return clusteredStderr === undefined ? metric : { ...metric, clusteredStderr };
  }
}

/** Groups in the order the dataset has them, not in the order answers came in. */
function groupsInOrder(tally: Tally): string[] {
  const names = new Set<string>();
  const anyMetric = tally.metricNames[0] ?? '';
  for (const { group } of tally.values(anyMetric)) if (group !== undefined) names.add(group);
  return [...names];
}
