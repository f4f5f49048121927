import type { Interval } from './intervals.js';
import { normalCdf, normalQuantile } from './normal.js';
import { studentQuantile, studentTwoSided } from './student.js';

/** The middle `level` of resampled values that ascend. */
export function percentiles(ascending: Float64Array, level: number): Interval {
  return [quantile(ascending, (1 - level) / 2), quantile(ascending, (1 + level) / 2)];
}

/** Two-sided: 2 (1 + m)/(1 + B) with m the resampled differences on the far side of zero; `size` is that of a large value. */
export function signPValue(ascending: Float64Array, size: number): number {
  // A resample that balances to zero but for rounding counts for both sides, as zero does.
  const zero = 1e-12 * size;
  let below = 0;
  let above = 0;
  for (const value of ascending) {
    if (value <= zero) below += 1;
    if (value >= -zero) above += 1;
  }
  return Math.min(1, (2 * (1 + Math.min(below, above))) / (1 + ascending.length));
}

/**
 * The level whose percentiles of resampled means reach as far as `level` ought to for n values: percentiles alone are too narrow
 * by √((n - 1)/n) and by z instead of t, so that 95 % of ten values cover 90 % (Hesterberg 2015, "What Teachers Should Know About
 * the Bootstrap", The American Statistician 69, 371-386). Itself for one value, which has no t.
 */
export function widenedLevel(level: number, n: number): number {
  if (n < 2) return level;
  const reach = -studentQuantile((1 - level) / 2, n - 1) * Math.sqrt(n / (n - 1));
  return Math.min(1 - 2 * normalCdf(-reach), 1 - Number.EPSILON);
}

/** The two-sided p-value that goes with `widenedLevel`: below α where the widened interval of level 1 - α leaves out zero. */
export function widenedPValue(pValue: number, n: number): number {
  if (n < 2) return pValue;
  return studentTwoSided(normalQuantile(pValue / 2) / Math.sqrt(n / (n - 1)), n - 1);
}

/** Linear between order statistics: type 7 of Hyndman and Fan (1996), the default of numpy and R. */
function quantile(ascending: Float64Array, share: number): number {
  const position = (ascending.length - 1) * share;
  const index = Math.floor(position);
  const low = ascending[index] as number;
  const high = ascending[Math.min(index + 1, ascending.length - 1)] as number;
  return low + (position - index) * (high - low);
}
