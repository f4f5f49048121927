import type { Metric } from '../../core/evaluator.js';
import type { Usage } from '../../core/model.js';
import type { Counts, RunRecord } from '../../core/run-record.js';
import { snakeCase } from '../../util/case.js';

/**
 * Everything a finished run says in numbers, flat: `accuracy`, `accuracy_stderr`, `accuracy_ci95_low`,
 * `accuracy_ci95_high`, `accuracy_n`, the same for each group under `accuracy/<group>`, `counts/scored` …,
 * `usage/input_tokens` …, `cost_usd`, `elapsed_seconds`, `retries`. What nobody could compute is absent; every value is
 * finite.
 */
export function finalMetrics(record: RunRecord): Record<string, number> {
  const { metrics, stats, groups, counts, usage, costUsd, elapsedMs, retries } = record;
  const named: [string, number | undefined][] = [
    ...Object.entries(metrics),
    ...Object.entries(stats).flatMap(([name, metric]) => aroundMean(name, metric)),
    ...Object.entries(groups).flatMap(([group, table]) =>
      Object.entries(table).flatMap(([name, metric]) => ofGroup(`${name}/${group}`, metric)),
    ),
    ...numbersIn('counts', counts),
    ...numbersIn('usage', usage),
    ['cost_usd', costUsd],
    ['elapsed_seconds', elapsedMs === undefined ? undefined : elapsedMs / 1000],
    ['retries', retries],
  ];
  return Object.fromEntries(named.filter((entry): entry is [string, number] => Number.isFinite(entry[1])));
}

function numbersIn(family: string, numbers: Counts | Usage = {}): [string, number | undefined][] {
  return Object.entries(numbers).map(([name, number]) => [`${family}/${snakeCase(name)}`, number]);
}

function ofGroup(name: string, metric: Metric): [string, number | undefined][] {
  return [[name, metric.mean], ...aroundMean(name, metric)];
}

function aroundMean(name: string, { n, stderr, ci95 }: Metric): [string, number | undefined][] {
  return [
    [`${name}_stderr`, stderr],
    [`${name}_ci95_low`, ci95?.[0]],
    [`${name}_ci95_high`, ci95?.[1]],
    [`${name}_n`, n],
  ];
}
