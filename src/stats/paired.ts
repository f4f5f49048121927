import { binomialLowerTail } from './binomial.js';
import { requireCount, requirePairs } from './checks.js';
import { differencesOf, mean, standardError } from './describe.js';
import { DEFAULT_LEVEL, type Interval, intervalAround } from './intervals.js';
import { studentTwoSided } from './student.js';

/** Result of a t test; differences and their interval are in the unit of the values. */
export interface TTest {
  readonly difference: number;
  readonly standardError: number;
  readonly t: number;
  readonly degreesOfFreedom: number;
  /** Two-sided. */
  readonly pValue: number;
  readonly interval: Interval;
}

/**
 * Exact two-sided p-value of McNemar's test from the discordant counts, twice the binomial tail at ½ and at most 1
 * (Edwards 1948). On values that are not 0/1 the same number is the sign test. No discordant pair gives 1.
 */
export function mcnemarExact(wins: number, losses: number): number {
  requireCount(wins, 'wins');
  requireCount(losses, 'losses');
  // Here the tail is half or more, so the test sees nothing at all; rounding would leave a hair below 1.
  if (Math.abs(wins - losses) <= 1) return 1;
  return Math.min(1, 2 * binomialLowerTail(Math.min(wins, losses), wins + losses, 0.5));
}

/**
 * Paired t test of mean(a) - mean(b) (Student 1908). `undefined` when t does not exist: fewer than two pairs, or
 * differences without spread beyond rounding. Throws RangeError for no pairs or lists of different lengths.
 */
export function pairedTTest(
  a: readonly number[],
  b: readonly number[],
  level: number = DEFAULT_LEVEL,
): TTest | undefined {
  requirePairs(a, b);
  const differences = differencesOf(a, b);
  const error = standardError(differences);
  if (error === undefined || error === 0 || !hasSpread(a, b)) return undefined;
  const difference = mean(differences);
  const degreesOfFreedom = differences.length - 1;
  const t = difference / error;
  const pValue = studentTwoSided(t, degreesOfFreedom);
  const interval = intervalAround(difference, error, degreesOfFreedom, level);
  return { difference, standardError: error, t, degreesOfFreedom, pValue, interval };
}

/** Whether the differences a - b vary by more than the rounding of a and b: 0.3 - 0.2 and 0.5 - 0.4 do not. */
export function hasSpread(a: readonly number[], b: readonly number[]): boolean {
  const differences = differencesOf(a, b);
  const center = mean(differences);
  const scale = [...a, ...b].reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return differences.some((difference) => Math.abs(difference - center) > 8 * Number.EPSILON * scale);
}
