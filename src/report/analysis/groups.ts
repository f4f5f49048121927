import type { Metric } from '../../core/evaluator.js';
import { isLowerBetter } from '../../core/metric-direction.js';
import type { RunRecord } from '../../core/run-record.js';

/** A group with its numbers. */
export type RankedGroup = Metric & { readonly group: string };

/** A group of fewer samples is not called the weakest: it may be chance. */
const ENOUGH = 10;

/** The groups that have a value of the metric, worst first; of equals the first in the dataset. */
export function rankedGroups({ groups }: Pick<RunRecord, 'groups'>, metric: string | undefined): RankedGroup[] {
  const sign = metric !== undefined && isLowerBetter(metric) ? -1 : 1;
  return Object.entries(groups)
    .flatMap(([group, table]) => {
      const found = metric === undefined ? undefined : table[metric];
      return found === undefined ? [] : [{ group, ...found }];
    })
    .sort((a, b) => sign * (a.mean - b.mean));
}

/** The weakest and the strongest group of ten samples or more, of all where none has that many; none where they are equal. */
export function extremes(ranked: readonly RankedGroup[]): readonly [RankedGroup, RankedGroup] | undefined {
  const large = ranked.filter(({ n }) => n >= ENOUGH);
  const known = large.length > 0 ? large : ranked;
  const [weakest, strongest] = [known[0], known.at(-1)];
  if (weakest === undefined || strongest === undefined || weakest.mean === strongest.mean) return undefined;
  return [weakest, strongest];
}

/** Groups whose whole interval lies on the worse side of this value. */
export function clearlyWorse(ranked: readonly RankedGroup[], value: number, metric: string): RankedGroup[] {
  const isLower = isLowerBetter(metric);
  return ranked.filter(({ ci95 }) => ci95 !== undefined && (isLower ? ci95[0] > value : ci95[1] < value));
}
