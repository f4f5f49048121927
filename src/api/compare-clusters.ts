import { clusteredStandardError, intervalAround, isRounding, mean, type PairedComparison } from '../stats/index.js';
import type { Pair, ResultComparison } from './compare-results.js';

type ByCluster = Pick<ResultComparison, 'clusteredStderr' | 'clusteredCi95'>;

/**
 * The comparison with the standard error and interval of the difference where samples say what they share. A difference that the
 * paired test shows and the interval by cluster does not gets a caution: the test takes every sample for a witness of its own.
 */
export function withClusters(
  comparison: PairedComparison,
  pairs: readonly Pair<number>[],
): PairedComparison & ByCluster {
  const found = clusteredDifference(pairs);
  const { clusteredCi95 } = found;
  const isDoubtful =
    comparison.pValue < 1 - comparison.level && clusteredCi95 !== undefined && includesZero(clusteredCi95);
  if (!isDoubtful) return { ...comparison, ...found };
  const doubt = 'But samples share passages: taken by cluster, the interval includes no difference. Go by that one.';
  const caution = comparison.caution === undefined ? doubt : `${comparison.caution} ${doubt}`;
  return { ...comparison, ...found, caution };
}

function clusteredDifference(pairs: readonly Pair<number>[]): ByCluster {
  const clusters = pairs.map(({ a: [[first]] }, place) => first?.cluster ?? place);
  if (clusters.every((cluster) => typeof cluster === 'number')) return {};
  const differences = pairs.map(({ a: [, value], b: [, other] }) => value - other);
  const clusteredStderr = clusteredStandardError(differences, clusters);
  if (clusteredStderr === undefined) return {};
  if (isRounding(clusteredStderr, differences)) return { clusteredStderr };
  const degrees = new Set(clusters).size - 1;
  return { clusteredStderr, clusteredCi95: intervalAround(mean(differences), clusteredStderr, degrees) };
}

function includesZero([low, high]: readonly [number, number]): boolean {
  return low <= 0 && high >= 0;
}
