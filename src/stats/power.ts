import { requireCount, requireProbability } from './checks.js';
import { cohenH } from './effect-size.js';
import { normalQuantile } from './normal.js';

/** What a comparison is planned for: two-sided error rate and chance to find an effect that is there. */
export interface PowerOptions {
  /** Two-sided; 0.05 unless given. */
  readonly alpha?: number;
  /** 0.8 unless given. */
  readonly power?: number;
}

/**
 * Smallest mean difference that n pairs find with the given power, in the unit of `standardDeviation` (that of the
 * differences): (z_{1-α/2} + z_power) · s/√n, Miller (2024) "Adding Error Bars to Evals".
 */
export function minimalDetectableDifference(
  pairs: number,
  standardDeviation: number,
  options: PowerOptions = {},
): number {
  requireCount(pairs, 'pairs', 1);
  requireSpread(standardDeviation);
  return (neededZ(options) * standardDeviation) / Math.sqrt(pairs);
}

/** Pairs needed to find a mean difference, rounded up; throws RangeError for a difference of zero. */
export function pairsNeeded(difference: number, standardDeviation: number, options: PowerOptions = {}): number {
  requireSpread(standardDeviation);
  requireEffect(difference);
  return Math.max(1, Math.ceil(((neededZ(options) * standardDeviation) / difference) ** 2));
}

/**
 * Smallest rise above the proportion `baseline` that two independent groups of `perGroup` find with the given power,
 * by Cohen's h (1988, chapter 6); `undefined` when even a proportion of 1 would be missed too often.
 */
export function minimalDetectableRise(
  baseline: number,
  perGroup: number,
  options: PowerOptions = {},
): number | undefined {
  requireProbability(baseline, 'baseline');
  requireCount(perGroup, 'perGroup', 1);
  const angle = Math.asin(Math.sqrt(baseline)) + neededZ(options) / Math.sqrt(2 * perGroup);
  return angle > Math.PI / 2 ? undefined : Math.sin(angle) ** 2 - baseline;
}

/** Samples per group needed to tell two proportions apart, by Cohen's h, rounded up; RangeError if they are equal. */
export function perGroupNeeded(shareA: number, shareB: number, options: PowerOptions = {}): number {
  const effect = cohenH(shareA, shareB);
  requireEffect(effect);
  return Math.max(1, Math.ceil(2 * (neededZ(options) / effect) ** 2));
}

/** z_{1-α/2} + z_power: 2.80 for the usual 0.05 and 0.8. The chance of a finding with the wrong sign is left out. */
function neededZ({ alpha = 0.05, power = 0.8 }: PowerOptions): number {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must lie strictly between 0 and 1, got ${alpha}.`);
  if (!(power > alpha / 2 && power < 1)) {
    throw new RangeError(`power must lie strictly between alpha / 2 and 1, got ${power}.`);
  }
  return normalQuantile(power) - normalQuantile(alpha / 2);
}

function requireSpread(standardDeviation: number): void {
  if (!(standardDeviation >= 0 && standardDeviation < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`A standard deviation must be a finite number of at least 0, got ${standardDeviation}.`);
  }
}

function requireEffect(effect: number): void {
  if (effect === 0 || !Number.isFinite(effect)) {
    throw new RangeError(`The effect to find must be a finite number other than 0, got ${effect}.`);
  }
}
