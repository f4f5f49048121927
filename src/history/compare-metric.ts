import { isLowerBetter } from '../core/metric-direction.js';
import type { RunStatus } from '../core/run-record.js';

/** What of a run takes part in a comparison. */
export interface ComparableRun {
  readonly metadata: { readonly runName: string; readonly status: RunStatus };
  readonly metrics: Readonly<Record<string, number>>;
}

export interface MetricSummary {
  /** The minimum for metrics of which less is better; see `isLowerBetter`. */
  readonly best: number;
  readonly worst: number;
  readonly average: number;
  /** The run with the best value, by the name it has in the comparison; the oldest of equals. */
  readonly bestRun: string;
}

/** A metric's value in each run, by name, and `_stats` over them. Without a single value there is nothing in it, `_stats` neither. */
export type ComparedRuns = { readonly [runName: string]: number } & { readonly _stats: MetricSummary };

/**
 * Compares one metric over finished runs, given oldest first. Runs of the same name are kept apart: the oldest keeps the
 * name, the later ones become `name #2`, `name #3`. A run called `_stats` becomes `_stats #1`.
 */
export function compareMetric(runs: Iterable<ComparableRun>, metric: string): ComparedRuns {
  const having = [...runs].filter(
    ({ metadata, metrics }) => metadata.status === 'finished' && Object.hasOwn(metrics, metric),
  );
  const names = distinctNames(
    having.map(({ metadata }) => metadata.runName),
    ['_stats'],
  );
  const values = having.map(({ metrics }) => metrics[metric] ?? Number.NaN);
  const comparison = names.map((name, place): [string, unknown] => [name, values[place]]);
  if (comparison.length > 0) comparison.push(['_stats', summaryOf(names, values, isLowerBetter(metric))]);
  // `fromEntries` also takes a run called `__proto__`.
  return Object.fromEntries(comparison) as ComparedRuns;
}

/**
 * The names, each once: later ones of the same name become `name #2`, `name #3`; of a name that is taken already, the
 * first becomes `name #1`. A numbered name is never one that is on the list by itself.
 */
export function distinctNames(names: readonly string[], taken: readonly string[] = []): string[] {
  const listed = new Set(names);
  const given = new Set(taken);
  const lastNumbers = new Map(taken.map((name) => [name, 0]));
  return names.map((name) => {
    const distinct = given.has(name) ? numbered(name) : name;
    given.add(distinct);
    return distinct;
  });

  function numbered(name: string): string {
    for (let number = (lastNumbers.get(name) ?? 1) + 1; ; number += 1) {
      const distinct = `${name} #${number}`;
      if (listed.has(distinct)) continue;
      lastNumbers.set(name, number);
      return distinct;
    }
  }
}

function summaryOf(names: readonly string[], values: readonly number[], lowerIsBetter: boolean): MetricSummary {
  const smallest = values.reduce((a, b) => Math.min(a, b));
  const largest = values.reduce((a, b) => Math.max(a, b));
  const best = lowerIsBetter ? smallest : largest;
  return {
    best,
    worst: lowerIsBetter ? largest : smallest,
    average: values.reduce((a, b) => a + b) / values.length,
    bestRun: names[values.indexOf(best)] ?? '',
  };
}
