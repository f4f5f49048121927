import { minimalDetectableDifference, type PowerOptions, pairsNeeded } from './power.js';

/** What is known of one run, and what is assumed of another over the same samples. */
export interface PlanOptions extends PowerOptions {
  /** Correlation of the two runs' values over the samples; 0 unless given: as if they shared nothing, the careful side. */
  readonly correlation?: number;
}

/** What comparing a run with another one over the same samples can show. */
export interface ComparisonPlan {
  /** The smallest true difference that n samples would show, in the unit of the values. */
  readonly minDetectableEffect: number;
  /** How many samples show a difference of this size. */
  samplesFor(difference: number): number;
}

/**
 * Plans a paired comparison from one run: two runs with the same spread s and correlation ρ have differences with spread
 * s √(2 (1 - ρ)) (Miller 2024). Throws RangeError unless -1 ≤ ρ < 1.
 */
export function planComparison(
  n: number,
  standardError: number,
  { correlation = 0, ...options }: PlanOptions = {},
): ComparisonPlan {
  if (!(correlation >= -1 && correlation < 1))
    throw new RangeError(`A correlation must be at least -1 and below 1, got ${correlation}.`);
  const spread = standardError * Math.sqrt(n) * Math.sqrt(2 * (1 - correlation));
  return {
    minDetectableEffect: minimalDetectableDifference(n, spread, options),
    samplesFor: (difference) => pairsNeeded(difference, spread, options),
  };
}
