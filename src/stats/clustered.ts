import { mean, sum } from './describe.js';

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
  const center = mean(values);
  const deviations = new Map<string | number, number[]>();
  for (const [index, cluster] of clusters.entries()) {
    const deviation = (values[index] as number) - center;
    const members = deviations.get(cluster);
    if (members === undefined) deviations.set(cluster, [deviation]);
    else members.push(deviation);
  }
  if (deviations.size < 2) return undefined;
  const spread = sum(Array.from(deviations.values(), (members) => sum(members) ** 2));
  const factor = correction === 'finite' ? deviations.size / (deviations.size - 1) : 1;
  return Math.sqrt(spread * factor) / values.length;
}
