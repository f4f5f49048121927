import { betaPower, betaTails } from './beta.js';
import { logGamma } from './gamma.js';
import { normalQuantile } from './normal.js';

const LARGEST_LOG = Math.log(Number.MAX_VALUE);

interface Masses {
  /** P(T > t). */
  readonly tail: number;
  /** P(0 < T < t). */
  readonly center: number;
  /** Change of `center` per change of ln t. */
  readonly perLogT: number;
}

/** P(T ≤ t) for Student's t with `degreesOfFreedom` ≥ 1, real; to 2e-13 relative in the lower tail. */
export function studentCdf(t: number, degreesOfFreedom: number): number {
  return t > 0 ? 1 - studentUpperTail(t, degreesOfFreedom) : studentUpperTail(-t, degreesOfFreedom);
}

/** P(T > t), which keeps its digits where the cdf has come too near 1; throws RangeError below one degree. */
export function studentUpperTail(t: number, degreesOfFreedom: number): number {
  requireDegrees(degreesOfFreedom);
  if (Number.isNaN(t)) throw new RangeError('Student’s t needs a number, got NaN.');
  if (t < 0) return 1 - studentUpperTail(-t, degreesOfFreedom);
  return masses(t, degreesOfFreedom).tail;
}

/** P(|T| > |t|), the two-sided p-value of a t statistic. */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  return 2 * studentUpperTail(Math.abs(t), degreesOfFreedom);
}

/** The t with P(T ≤ t) = p, for 0 < p < 1 and degrees of freedom ≥ 1; throws RangeError otherwise. */
export function studentQuantile(p: number, degreesOfFreedom: number): number {
  requireDegrees(degreesOfFreedom);
  if (!(p > 0 && p < 1)) throw new RangeError(`studentQuantile needs 0 < p < 1, got ${p}.`);
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  const start = -normalQuantile(tail);
  const distance =
    tail < 0.25
      ? solve('tail', tail, start, degreesOfFreedom)
      : solve('center', Math.abs(p - 0.5), start, degreesOfFreedom);
  return Math.sign(p - 0.5) * distance;
}

/** With r = t/√df: P(T > t) = ½ I_x(df/2, ½) at x = 1/(1 + r²), Abramowitz and Stegun 26.7.1. */
function masses(t: number, degreesOfFreedom: number): Masses {
  const half = degreesOfFreedom / 2;
  const ratio = t / Math.sqrt(degreesOfFreedom);
  if (ratio > 1e8) return farMasses(ratio, half);
  const x = 1 / (1 + ratio * ratio);
  const y = (ratio * ratio) / (1 + ratio * ratio);
  const { lower, upper } = betaTails(half, 0.5, x, y);
  return { tail: lower / 2, center: upper / 2, perLogT: betaPower(half, 0.5, x, y) };
}

/** So far out that 1 - x equals 1: P(T > t) = r^-df / (df B(df/2, ½)), in logarithms since r² may overflow. */
function farMasses(ratio: number, half: number): Masses {
  const logBeta = logGamma(half) + logGamma(0.5) - logGamma(half + 0.5);
  const tail = Math.exp(-2 * half * Math.log(ratio) - Math.log(2 * half) - logBeta);
  return { tail, center: 0.5 - tail, perLogT: 2 * half * tail };
}

/**
 * The t > 0 whose mass is `wanted`, by Newton on ln(mass) against ln(t). Both curves are concave there and the
 * normal quantile lies below the root, so the steps settle on it from one side and need no bracket.
 */
function solve(which: 'tail' | 'center', wanted: number, start: number, degreesOfFreedom: number): number {
  let logT = Math.log(start);
  let step = 0;
  for (let round = 0; round < 200; round += 1) {
    const mass = masses(Math.exp(logT), degreesOfFreedom);
    if (mass[which] === 0) {
      // The first step may land where the tail is too small for a number.
      step /= 2;
      logT -= step;
      continue;
    }
    const slope = (which === 'tail' ? -mass.perLogT : mass.perLogT) / mass[which];
    step = Math.log(wanted / mass[which]) / slope;
    logT = Math.min(logT + step, LARGEST_LOG);
    if (Math.abs(step) < 1e-9) break;
  }
  return Math.exp(logT);
}

function requireDegrees(degreesOfFreedom: number): void {
  if (!(degreesOfFreedom >= 1 && degreesOfFreedom < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`Degrees of freedom must be a finite number of at least 1, got ${degreesOfFreedom}.`);
  }
}
