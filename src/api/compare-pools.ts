import { isLowerBetter } from '../core/metric-direction.js';
import { HretError } from '../errors.js';
import { bootstrapStatisticDifference, minimalDetectableDifference, type PairedComparison } from '../stats/index.js';
import type { Pair } from './compare-results.js';
import type { MetricValues } from './metric-values.js';

const LEVEL = 0.95;

/** Samples whose percentiles are trusted: of ten, 95 % cover some 90 %. */
const ENOUGH = 30;

/**
 * Compares a metric that is worked out from all samples together, such as BLEU or macro F1: both runs on the same draws of the
 * samples (paired bootstrap). Samples are won and lost by the metric's value for one sample.
 */
export function comparedPools(
  { metric, single }: MetricValues & { kind: 'pooled' },
  pairs: readonly Pair<unknown>[],
  { seed }: { readonly seed: number },
): PairedComparison {
  const found = bootstrapStatisticDifference(
    pairs.length,
    metric.over(pairs.map(({ a: [, part] }) => part)),
    metric.over(pairs.map(({ b: [, part] }) => part)),
    { seed, level: LEVEL },
  );
  if (found === undefined)
    throw new HretError(
      'usage',
      `"${metric.name}" has no value on some draws of the ${pairs.length} samples in common, so it cannot be compared on them.`,
    );
  const { difference, interval, pValue, standardError, resamples } = found;
  const wins = pairs.filter(({ a, b }) => isBetter(single(a[0]), single(b[0]), metric.perSample)).length;
  const losses = pairs.filter(({ a, b }) => isBetter(single(b[0]), single(a[0]), metric.perSample)).length;
  return {
    difference,
    ci95: interval,
    level: LEVEL,
    pValue,
    test: 'paired-bootstrap',
    n: pairs.length,
    wins,
    losses,
    ties: pairs.length - wins - losses,
    effectSizeName: 'none',
    ...(standardError > 0 && {
      minDetectableEffect: minimalDetectableDifference(pairs.length, standardError * Math.sqrt(pairs.length)),
    }),
    seed,
    resamples,
    ...cautionOf(pairs.length, standardError),
  };
}

function cautionOf(n: number, standardError: number): Pick<PairedComparison, 'caution'> {
  if (standardError === 0)
    return { caution: 'No draw of the samples changes the difference, so the interval has no width.' };
  return n < ENOUGH
    ? { caution: `With ${n} samples the interval is likely too narrow and the p-value too small.` }
    : {};
}

function isBetter(a: number | undefined, b: number | undefined, metric: string): boolean {
  if (a === undefined || b === undefined) return false;
  return isLowerBetter(metric) ? a < b : a > b;
}
