import { spend } from './work.js';

/** An exact fraction in lowest terms; the denominator is positive. */
export interface Rational {
  readonly top: bigint;
  readonly bottom: bigint;
}

/** Larger numbers are not worked out: answers that need them are compared as they are written. */
const MOST_BITS = 20_000;

export function rational(top: bigint, bottom = 1n): Rational | undefined {
  if (bottom === 0n || isTooLarge(top) || isTooLarge(bottom)) return undefined;
  if (bottom === 1n) return { top, bottom };
  const divisor = gcd(top < 0n ? -top : top, bottom < 0n ? -bottom : bottom);
  const sign = bottom < 0n ? -1n : 1n;
  return { top: (sign * top) / divisor, bottom: (sign * bottom) / divisor };
}

/** `12`, `1200.50`, `.5` and `1.5e3` as exact fractions; digits only, no separators. */
export function rationalOf(digits: string): Rational | undefined {
  const [, whole = '', fraction = '', power = '0'] = /^(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(digits) ?? [];
  const exponent = Number(power) - fraction.length;
  if ((whole + fraction).length > 6000 || Math.abs(exponent) > 6000) return undefined;
  const value = BigInt(`0${whole}${fraction}`);
  return exponent >= 0 ? rational(value * 10n ** BigInt(exponent)) : rational(value, 10n ** BigInt(-exponent));
}

export const plus = (a: Rational, b: Rational) => rational(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
export const times = (a: Rational, b: Rational) => rational(a.top * b.top, a.bottom * b.bottom);
export const over = (a: Rational, b: Rational) => rational(a.top * b.bottom, a.bottom * b.top);
export const negated = ({ top, bottom }: Rational): Rational => ({ top: -top, bottom });
export const isSame = (a: Rational, b: Rational) => a.top === b.top && a.bottom === b.bottom;

/** Whole powers; `undefined` for others, and where the result would be too large. */
export function power(base: Rational, exponent: Rational): Rational | undefined {
  if (exponent.bottom !== 1n) return undefined;
  const size = exponent.top < 0n ? -exponent.top : exponent.top;
  if (base.top === 0n) return exponent.top > 0n ? base : exponent.top === 0n ? rational(1n) : undefined;
  const bits = BigInt(Math.max(bitsOf(base.top), bitsOf(base.bottom)));
  if (size > 100_000_000n || (bits > 1n && bits * size > BigInt(MOST_BITS))) return undefined;
  const [top, bottom] = [base.top ** size, base.bottom ** size];
  return exponent.top < 0n ? rational(bottom, top) : { top, bottom };
}

/** `n!` for whole n up to 2,000. */
export function factorial({ top, bottom }: Rational): Rational | undefined {
  if (bottom !== 1n || top < 0n || top > 2000n) return undefined;
  spend(50 * Number(top));
  let product = 1n;
  for (let factor = 2n; factor <= top; factor++) product *= factor;
  return { top: product, bottom };
}

/** n over k for whole numbers, n up to 5,000. */
export function choose(n: Rational, k: Rational): Rational | undefined {
  if (n.bottom !== 1n || k.bottom !== 1n || n.top < 0n || n.top > 5000n) return undefined;
  if (k.top < 0n || k.top > n.top) return rational(0n);
  const fewer = k.top * 2n > n.top ? n.top - k.top : k.top;
  spend(100 * Number(fewer));
  let ways = 1n;
  for (let step = 1n; step <= fewer; step++) ways = (ways * (n.top - fewer + step)) / step;
  return rational(ways);
}

/** The nearest double, also where numerator and denominator are too large for one. */
export function toNumber({ top, bottom }: Rational): number {
  const direct = Number(top) / Number(bottom);
  if (Number.isFinite(direct) && (direct !== 0 || top === 0n)) return direct;
  const shift = bitsOf(top) - bitsOf(bottom) - 64;
  const scaled = shift > 0 ? top / (bottom << BigInt(shift)) : (top << BigInt(-shift)) / bottom;
  return Number(scaled) * 2 ** shift;
}

/** Rounded half away from zero to so many decimals, as a whole number of the last one. */
export function rounded({ top, bottom }: Rational, decimals: number): bigint {
  const doubled = 2n * top * 10n ** BigInt(decimals);
  return (doubled + (top < 0n ? -bottom : bottom)) / (2n * bottom);
}

function gcd(a: bigint, b: bigint): bigint {
  let [large, small] = [a, b];
  while (small !== 0n) {
    spend(10);
    [large, small] = [small, large % small];
  }
  return large === 0n ? 1n : large;
}

function bitsOf(value: bigint): number {
  return (value < 0n ? -value : value).toString(16).length * 4;
}

function isTooLarge(value: bigint): boolean {
  return value > LARGEST || value < -LARGEST;
}
const LARGEST = 1n << BigInt(MOST_BITS);
