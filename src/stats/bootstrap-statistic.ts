import { fastRandom } from '../util/random.js';
import { type BootstrapOptions, DEFAULT_SEED } from './bootstrap.js';
import { requireCount, requireLevel } from './checks.js';
import { standardDeviation } from './describe.js';
import { DEFAULT_LEVEL, type Interval } from './intervals.js';
import { percentiles, signPValue } from './resampled.js';

/** A number for a whole set of samples, sample i counted `times[i]` times; `undefined` where there is none. */
export type Statistic = (times: Uint32Array) => number | undefined;

/** A statistic with what drawing the samples anew says of it, in the unit of the statistic. */
export interface BootstrapStatistic {
  readonly value: number;
  /** Standard deviation of the resampled values. Absent, as the interval, when some resample has no value. */
  readonly standardError?: number;
  readonly interval?: Interval;
  readonly seed: number;
  readonly resamples: number;
}

/** The difference of a statistic between two systems over the same samples. */
export interface BootstrapStatisticDifference {
  readonly difference: number;
  readonly standardError: number;
  readonly interval: Interval;
  /** Two-sided. */
  readonly pValue: number;
  readonly seed: number;
  readonly resamples: number;
}

/** Resamples of a statistic when no number is given: as many as sacrebleu takes. */
export const STATISTIC_RESAMPLES = 1000;

/**
 * Percentile bootstrap of a statistic that is no mean, such as BLEU, over n samples (Koehn 2004, "Statistical Significance
 * Tests for Machine Translation Evaluation"; Efron 1979). `undefined` where the samples themselves have no value.
 */
export function bootstrapStatistic(
  n: number,
  statistic: Statistic,
  { level = DEFAULT_LEVEL, seed = DEFAULT_SEED, resamples = STATISTIC_RESAMPLES }: BootstrapOptions = {},
): BootstrapStatistic | undefined {
  requireLevel(level);
  const value = statistic(once(n));
  if (value === undefined) return undefined;
  const found = n < 2 ? undefined : resampled(n, statistic, seed, resamples);
  if (found === undefined) return { value, seed, resamples };
  return {
    value,
    standardError: standardDeviation([...found]) ?? 0,
    interval: percentiles(found.sort(), level),
    seed,
    resamples,
  };
}

/**
 * Paired bootstrap of a - b: both systems are judged on the same draws. The p-value is that of `bootstrapPairedDifference`.
 * `undefined` where one of them has no value, on the samples or on some resample of them.
 */
export function bootstrapStatisticDifference(
  n: number,
  a: Statistic,
  b: Statistic,
  { level = DEFAULT_LEVEL, seed = DEFAULT_SEED, resamples = STATISTIC_RESAMPLES }: BootstrapOptions = {},
): BootstrapStatisticDifference | undefined {
  requireLevel(level);
  const [valueA, valueB] = [a(once(n)), b(once(n))];
  if (valueA === undefined || valueB === undefined) return undefined;
  const differences = resampled(n, (times) => differenceOf(a(times), b(times)), seed, resamples);
  if (differences === undefined) return undefined;
  const standardError = standardDeviation([...differences]) ?? 0;
  const ascending = differences.sort();
  const pValue = Math.max(signPValue(ascending, Math.max(Math.abs(valueA), Math.abs(valueB))), 2 ** (1 - n));
  return {
    difference: valueA - valueB,
    standardError,
    interval: percentiles(ascending, level),
    pValue,
    seed,
    resamples,
  };
}

function differenceOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a - b;
}

function once(n: number): Uint32Array {
  requireCount(n, 'n', 1);
  return new Uint32Array(n).fill(1);
}

/** The statistic of each resample in the order drawn; `undefined` as soon as one has none. */
function resampled(n: number, statistic: Statistic, seed: number, resamples: number): Float64Array | undefined {
  requireCount(resamples, 'resamples', 1);
  const random = fastRandom(seed);
  const values = new Float64Array(resamples);
  const times = new Uint32Array(n);
  for (let resample = 0; resample < resamples; resample += 1) {
    times.fill(0);
    for (let drawn = 0; drawn < n; drawn += 1) {
      const place = Math.floor(random() * n);
      times[place] = (times[place] as number) + 1;
    }
    const value = statistic(times);
    if (value === undefined) return undefined;
    values[resample] = value;
  }
  return values;
}
