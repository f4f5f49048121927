const SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

interface Rational {
  readonly above: readonly number[];
  readonly below: readonly number[];
}

/** P(Z ≤ x) for a standard normal Z, to 2e-13 relative down to 1e-300; throws RangeError for NaN. */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) throw new RangeError('normalCdf needs a number, got NaN.');
  if (x > 0) return 1 - normalCdf(-x);
  return x > -2.5 ? 0.5 - centralMass(-x) : lowerTail(x);
}

/** The x with P(Z ≤ x) = p, for 0 < p < 1: Wichura's AS 241 (1988), to 1e-15 relative; RangeError for other p. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`normalQuantile needs 0 < p < 1, got ${p}.`);
  const centered = p - 0.5;
  if (Math.abs(centered) <= 0.425) return centered * ratio(CENTER, 0.180625 - centered * centered);
  const depth = Math.sqrt(-Math.log(Math.min(p, 1 - p)));
  const distance = depth <= 5 ? ratio(TAIL, depth - 1.6) : ratio(FAR_TAIL, depth - 5);
  return Math.sign(centered) * distance;
}

function density(x: number): number {
  return Math.exp(-0.5 * x * x) / SQRT_TWO_PI;
}

/** P(0 < Z < x) = φ(x) (x + x³/3 + x⁵/15 + …), Abramowitz and Stegun 26.2.11. */
function centralMass(x: number): number {
  let term = x;
  let total = x;
  for (let divisor = 3; term > total * 1e-17; divisor += 2) {
    term *= (x * x) / divisor;
    total += term;
  }
  return density(x) * total;
}

/** P(Z < x) for x ≤ -2.5 by Laplace's continued fraction (Abramowitz and Stegun 26.2.14), from its far end. */
function lowerTail(x: number): number {
  const distance = -x;
  let fraction = distance;
  for (let level = 150; level >= 1; level -= 1) fraction = distance + level / fraction;
  return density(x) / fraction;
}

function ratio({ above, below }: Rational, x: number): number {
  return polynomial(above, x) / polynomial(below, x);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((value, coefficient) => value * x + coefficient, 0);
}

const CENTER: Rational = {
  above: [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
    133.14166789178438, 3.3871328727963665,
  ],
  below: [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
    42.31333070160091, 1,
  ],
};

const TAIL: Rational = {
  above: [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  below: [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
};

const FAR_TAIL: Rational = {
  above: [
    2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
    1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  below: [
    2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850615,
    0.1369298809227358, 0.599832206555888, 1,
  ],
};
