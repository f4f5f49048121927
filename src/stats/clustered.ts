import { mean, sum } from './describe.js';
import { criticalT, criticalZ, DEFAULT_LEVEL, type Interval, intervalAround, scoreInterval } from './intervals.js';

/** How to correct a clustered standard error for having few clusters. */
export interface ClusteredOptions {
  /** `finite` multiplies the variance by G/(G - 1) for G clusters; `none` leaves it as it is. */
  readonly correction?: 'finite' | 'none';
}

/**
 * Standard error of the mean when values of one cluster go together (questions on one passage), in the unit of the
 * values: √(Σ_clusters (Σ deviations)²) / n, Miller (2024) "Adding Error Bars to Evals". The default
 * multiplies the variance by G/(G - 1), as inspect_ai's `stderr(cluster=…)` does: each value its own cluster then
 * gives the plain standard error. `undefined` for fewer than two clusters; RangeError unless there is one cluster
 * per value.
 */
export function clusteredStandardError(
  values: readonly number[],
  clusters: readonly (string | number)[],
  { correction = 'finite' }: ClusteredOptions = {},
): number | undefined {
  if (values.length !== clusters.length) {
    throw new RangeError(`Every value needs its cluster: got ${values.length} values and ${clusters.length} clusters.`);
  }
  if (values.length === 0) return undefined;
  const [first = 0] = values;
  // Measured from the first value, so that equal values have no error at all rather than that of rounding.
  const center = mean(values.map((value) => value - first));
  const deviations = new Map<string | number, number[]>();
  for (const [index, cluster] of clusters.entries()) {
    const deviation = (values[index] as number) - first - center;
    const members = deviations.get(cluster);
    if (members === undefined) deviations.set(cluster, [deviation]);
    else members.push(deviation);
  }
  if (deviations.size < 2) return undefined;
  const spread = sum(Array.from(deviations.values(), (members) => sum(members) ** 2));
  const factor = correction === 'finite' ? deviations.size / (deviations.size - 1) : 1;
  return Math.sqrt(spread * factor) / values.length;
}

/**
 * Interval of a mean when values of one cluster go together, in the unit of the values. For values from 0 to 1 Wilson's with t of
 * G - 1 degrees of freedom and the effective number of values, mean (1 - mean) / error² (Korn and Graubard 1998, "Confidence
 * intervals for proportions with small expected number of positive counts estimated from survey data", Survey Methodology 24,
 * 193-201), of 0/1 values never above n; where these are all alike, Wilson's of one value a cluster. For others mean ± t · error.
 * `undefined` for fewer than two clusters, and where clusters of other values than 0 and 1 have no spread.
 */
export function clusteredInterval(
  values: readonly number[],
  clusters: readonly (string | number)[],
  level: number = DEFAULT_LEVEL,
): Interval | undefined {
  const error = clusteredStandardError(values, clusters);
  if (error === undefined) return undefined;
  const center = mean(values);
  const count = new Set(clusters).size;
  const isBinary = values.every((value) => value === 0 || value === 1);
  if (isBinary && (center === 0 || center === 1)) return scoreInterval(center, count, criticalZ(level));
  if (!isBinary && isRounding(error, values)) return undefined;
  if (values.some((value) => value < 0 || value > 1)) return intervalAround(center, error, count - 1, level);
  const effective = (center * (1 - center)) / error ** 2;
  return scoreInterval(center, isBinary ? Math.min(values.length, effective) : effective, criticalT(count - 1, level));
}

/** Whether an error is no more than the rounding of the values it comes from. */
export function isRounding(error: number, values: readonly number[]): boolean {
  const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return error <= 8 * Number.EPSILON * scale;
}
