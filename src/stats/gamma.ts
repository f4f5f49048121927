const HALF_LOG_TWO_PI = 0.9189385332046728;
const EULER_GAMMA = 0.5772156649015329;

/** ζ(k) - 1 for k = 2, 3, …: the Taylor coefficients of ln Γ about 2 (Abramowitz and Stegun 6.1.33). */
const ZETA_MINUS_ONE = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
  0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853, 0.0004941886041194645,
  0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-5, 3.058823630702049e-5, 1.528225940865187e-5,
  7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6, 9.539620338727962e-7, 4.769329867878064e-7,
  2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8, 1.4901554828365043e-8,
  7.45071178983543e-9, 3.725334024788457e-9, 1.862659723513049e-9,
];

/** Coefficients of Stirling's series in 1/z, 1/z³, … (DLMF 5.11.1). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/** ln Γ(x) for x > 0, to 1e-13 relative even beside its zeros at 1 and 2; throws RangeError for other x. */
export function logGamma(x: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) throw new RangeError(`logGamma needs a positive number, got ${x}.`);
  if (x >= 2.5) return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingError(x);
  if (x >= 1.5) return logGammaAboutTwo(x - 2);
  if (x >= 0.5) return logGammaAboutTwo(x - 1) - Math.log1p(x - 1);
  return logGammaAboutTwo(x) - Math.log1p(x) - Math.log(x);
}

/** ln z! - ((z + ½) ln z - z + ½ ln 2π): what Stirling's formula misses, for z > 0 (Loader 2000, `stirlerr`). */
export function stirlingError(z: number): number {
  let shifted = z;
  let difference = 0;
  for (; shifted < 10; shifted += 1) difference += (shifted + 0.5) * Math.log1p(1 / shifted) - 1;
  const inverseSquare = 1 / (shifted * shifted);
  return difference + STIRLING.reduceRight((series, term) => series * inverseSquare + term, 0) / shifted;
}

/** ln Γ(2 + z) for |z| ≤ ½. */
function logGammaAboutTwo(z: number): number {
  let power = -z;
  let series = 0;
  for (const [index, coefficient] of ZETA_MINUS_ONE.entries()) {
    power *= -z;
    series += (coefficient * power) / (index + 2);
  }
  return z * (1 - EULER_GAMMA) + series;
}
