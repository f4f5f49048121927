import { mean, sampleVariance } from './describe.js';
import { DEFAULT_LEVEL, intervalAround } from './intervals.js';
import type { TTest } from './paired.js';
import { studentTwoSided } from './student.js';

/**
 * Welch's t test (1947) of mean(a) - mean(b) for independent samples that may differ in variance. `undefined` when t
 * does not exist: a sample of one, or no spread in either. Throws RangeError for an empty sample.
 */
export function welchTTest(
  a: readonly number[],
  b: readonly number[],
  level: number = DEFAULT_LEVEL,
): TTest | undefined {
  const difference = mean(a) - mean(b);
  const [varianceA, varianceB] = [sampleVariance(a), sampleVariance(b)];
  if (varianceA === undefined || varianceB === undefined) return undefined;
  const [errorA, errorB] = [varianceA / a.length, varianceB / b.length];
  const standardError = Math.sqrt(errorA + errorB);
  if (standardError === 0) return undefined;
  const degreesOfFreedom = satterthwaite(errorA, a.length, errorB, b.length);
  const t = difference / standardError;
  const pValue = studentTwoSided(t, degreesOfFreedom);
  const interval = intervalAround(difference, standardError, degreesOfFreedom, level);
  return { difference, standardError, t, degreesOfFreedom, pValue, interval };
}

/** Degrees of freedom of Satterthwaite (1946), from shares so that tiny variances do not underflow when squared. */
function satterthwaite(errorA: number, sizeA: number, errorB: number, sizeB: number): number {
  const shareA = errorA / (errorA + errorB);
  const shareB = errorB / (errorA + errorB);
  return 1 / (shareA ** 2 / (sizeA - 1) + shareB ** 2 / (sizeB - 1));
}
