import { requireCount, requireLevel } from './checks.js';
import { mean, standardError } from './describe.js';
import { normalQuantile } from './normal.js';
import { studentQuantile } from './student.js';

/** Both ends of a confidence interval, low first, in the unit of the estimate. */
export type Interval = readonly [low: number, high: number];

/** Confidence level of every interval when none is asked for. */
export const DEFAULT_LEVEL = 0.95;

/** Wilson's score interval (1927) of a proportion, inside [0, 1]; needs 1 or more trials, else RangeError. */
export function wilsonInterval(successes: number, trials: number, level: number = DEFAULT_LEVEL): Interval {
  requireCount(trials, 'trials', 1);
  requireCount(successes, 'successes');
  if (successes > trials) throw new RangeError(`There cannot be ${successes} successes in ${trials} trials.`);
  return scoreInterval(successes / trials, trials, criticalZ(level));
}

/** Wilson's formula for a share of any number of trials, whole or not, and any critical value. */
export function scoreInterval(share: number, trials: number, critical: number): Interval {
  const weight = (critical * critical) / trials;
  const center = (share + weight / 2) / (1 + weight);
  const reach = (critical * Math.sqrt((share * (1 - share)) / trials + weight / (4 * trials))) / (1 + weight);
  // At the ends the formula gives 0 and 1 but for rounding.
  return [share === 0 ? 0 : center - reach, share === 1 ? 1 : center + reach];
}

/**
 * Student's t interval of a mean, in the unit of the values: mean ± t · s/√n. `undefined` for one value, which has no
 * spread to estimate; values that are all equal give an interval without width. No values throw RangeError.
 */
export function studentInterval(values: readonly number[], level: number = DEFAULT_LEVEL): Interval | undefined {
  const center = mean(values);
  const error = standardError(values);
  return error === undefined ? undefined : intervalAround(center, error, values.length - 1, level);
}

/** estimate ± t · standardError, with t of the given degrees of freedom (1 or more). */
export function intervalAround(
  estimate: number,
  error: number,
  degreesOfFreedom: number,
  level: number = DEFAULT_LEVEL,
): Interval {
  const reach = criticalT(degreesOfFreedom, level) * error;
  return [estimate - reach, estimate + reach];
}

/** The t with P(|T| ≤ t) = level: 2.26 at 0.95 and 9 degrees of freedom. */
export function criticalT(degreesOfFreedom: number, level: number): number {
  requireLevel(level);
  return -studentQuantile((1 - level) / 2, degreesOfFreedom);
}

/** The z with P(|Z| ≤ z) = level: 1.96 at 0.95. */
export function criticalZ(level: number): number {
  requireLevel(level);
  return -normalQuantile((1 - level) / 2);
}
