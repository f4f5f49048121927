import { isLowerBetter } from '../core/metric-direction.js';
import type { RunStatus } from '../core/run-record.js';

/** What of a run takes part in a comparison. */
export interface ComparableRun {
  readonly name: string;
  readonly status: RunStatus;
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
  const runNames: string[] = [];
  const values: number[] = [];
  for (const { name, status, metrics } of runs) {
    if (status !== 'finished' || !Object.hasOwn(metrics, metric)) continue;
    runNames.push(name);
    values.push(metrics[metric] ?? Number.NaN);
  }
  const names = distinctNames(runNames, ['_stats']);
  const compared: Record<string, unknown> = {};
  for (let place = 0; place < names.length; place += 1) setOwn(compared, names[place] ?? '', values[place]);
  if (names.length > 0) compared._stats = summaryOf(names, values, isLowerBetter(metric));
  return compared as ComparedRuns;
}

/** Only by definition can a run be called `__proto__`; for all the others it would be slow. */
function setOwn(compared: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') compared[name] = value;
  else Object.defineProperty(compared, name, { value, enumerable: true, writable: true, configurable: true });
}

/**
 * The names, each once: later ones of the same name become `name #2`, `name #3`; of a name that is taken already, the
 * first becomes `name #1`. A numbered name is never one that is on the list by itself.
 */
export function distinctNames(names: readonly string[], taken: readonly string[] = []): string[] {
  const listed = new Set(names);
  const lastNumbers = new Map(taken.map((name) => [name, 0]));
  return names.map((name) => {
    const last = lastNumbers.get(name);
    if (last !== undefined) return numbered(name, last);
    lastNumbers.set(name, 1);
    return name;
  });

  function numbered(name: string, last: number): string {
    for (let number = last + 1; ; number += 1) {
      const distinct = `${name} #${number}`;
      if (listed.has(distinct)) continue;
      lastNumbers.set(name, number);
      return distinct;
    }
  }
}

function summaryOf(names: readonly string[], values: readonly number[], lowerIsBetter: boolean): MetricSummary {
  let [smallest, largest, sum] = [Infinity, -Infinity, 0];
  for (const value of values) {
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
    sum += value;
  }
  const best = lowerIsBetter ? smallest : largest;
  return {
    best,
    worst: lowerIsBetter ? largest : smallest,
    average: sum / values.length,
    bestRun: names[values.indexOf(best)] ?? '',
  };
}
