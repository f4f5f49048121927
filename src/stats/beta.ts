import { binomialTerm } from './binomial-term.js';

/** Both tails of the beta distribution at x: the regularized incomplete beta I_x(a, b) and 1 - I_x(a, b). */
export interface BetaTails {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Tails of Beta(a, b) at x, to 1e-12 relative in each tail for a, b ≥ ½; `y` is 1 - x, given apart so that
 * an x near 1 keeps its digits. Continued fraction of Didonato and Morris (1992, TOMS 708) on Loader's density.
 * Throws RangeError for a, b ≤ 0 or x, y outside [0, 1].
 */
export function betaTails(a: number, b: number, x: number, y: number = 1 - x): BetaTails {
  if (!(a > 0 && b > 0)) throw new RangeError(`The beta distribution needs a, b > 0, got ${a} and ${b}.`);
  if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) throw new RangeError(`x and 1 - x must be in [0, 1], got ${x}, ${y}.`);
  const isBelowCenter = x <= (a + 1) / (a + b + 2);
  const small = isBelowCenter
    ? betaPower(a, b, x, y) / continuedFraction(a, b, x, y)
    : betaPower(b, a, y, x) / continuedFraction(b, a, y, x);
  return isBelowCenter ? { lower: small, upper: 1 - small } : { lower: 1 - small, upper: small };
}

/** x^a (1-x)^b / B(a, b), without the cancellation that logarithms of Γ would bring for large a and b. */
export function betaPower(a: number, b: number, x: number, y: number): number {
  return ((a * b) / (a + b)) * binomialTerm(a, a + b, x, y);
}

/** What `betaPower` is divided by to give I_x(a, b): α and β of the paper's fraction, all positive below m = b. */
function continuedFraction(a: number, b: number, x: number, y: number): number {
  // a·y - b·x, and not a - (a + b)·x: the second loses its digits where x is near 1.
  const offset = a * y - b * x + 1;
  let value = awayFromZero((a * offset) / (a + 1));
  let above = value;
  let below = 0;
  for (let m = 1; m < 1_000_000; m += 1) {
    const odd = a + 2 * m - 1;
    const alpha = ((a + m - 1) * (a + b + m - 1) * m * (b - m) * x * x) / (odd * odd);
    const beta = m + (m * (b - m) * x) / odd + ((a + m) * (offset + m * (1 + y))) / (odd + 2);
    below = 1 / awayFromZero(beta + alpha * below);
    above = awayFromZero(beta + alpha / above);
    value *= above * below;
    if (Math.abs(above * below - 1) < 4e-16) return value;
  }
  throw new RangeError(`The incomplete beta function did not converge at a = ${a}, b = ${b}, x = ${x}.`);
}

function awayFromZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
