import {
  clusteredStandardError,
  intervalAround,
  isRounding,
  mean,
  minimalDetectableDifference,
  type PairedComparison,
} from '../stats/index.js';
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
  const { clusteredCi95, clusteredStderr } = found;
  const detectable = detectableByCluster(comparison, clusteredStderr);
  const isDoubtful =
    comparison.pValue < 1 - comparison.level && clusteredCi95 !== undefined && includesZero(clusteredCi95);
  if (!isDoubtful) return { ...comparison, ...found, ...detectable };
  const doubt =
    'Some samples go together, though: taken by cluster, the interval includes no difference. Go by that one.';
  const caution = comparison.caution === undefined ? doubt : `${comparison.caution} ${doubt}`;
  return { ...comparison, ...found, ...detectable, caution };
}

/** Samples that go together show less than as many that do not: the greater of the two errors counts. */
function detectableByCluster(
  { minDetectableEffect, level }: PairedComparison,
  clusteredStderr: number | undefined,
): Pick<PairedComparison, 'minDetectableEffect'> {
  if (minDetectableEffect === undefined || clusteredStderr === undefined) return {};
  const byCluster = minimalDetectableDifference(1, clusteredStderr, { alpha: 1 - level });
  return { minDetectableEffect: Math.max(minDetectableEffect, byCluster) };
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
