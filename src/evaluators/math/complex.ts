/** A complex number in doubles. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

export const complex = (re: number, im = 0): Complex => ({ re, im });
export const add = (a: Complex, b: Complex) => complex(a.re + b.re, a.im + b.im);
export const subtract = (a: Complex, b: Complex) => complex(a.re - b.re, a.im - b.im);
export const multiply = (a: Complex, b: Complex) => complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
export const size = ({ re, im }: Complex) => Math.hypot(re, im);
export const isNumber = ({ re, im }: Complex) => Number.isFinite(re) && Number.isFinite(im);

export function divide(a: Complex, b: Complex): Complex {
  if (b.im === 0) return complex(a.re / b.re, a.im / b.re);
  const square = b.re * b.re + b.im * b.im;
  return complex((a.re * b.re + a.im * b.im) / square, (a.im * b.re - a.re * b.im) / square);
}

export function exp({ re, im }: Complex): Complex {
  return im === 0 ? complex(Math.exp(re)) : complex(Math.exp(re) * Math.cos(im), Math.exp(re) * Math.sin(im));
}

/** The principal value. */
export function log(z: Complex): Complex {
  return z.im === 0 && z.re > 0 ? complex(Math.log(z.re)) : complex(Math.log(size(z)), Math.atan2(z.im, z.re));
}

/** The principal value; whole powers of real numbers are real. */
export function power(base: Complex, exponent: Complex): Complex {
  if (exponent.im === 0 && base.im === 0 && (base.re >= 0 || Number.isInteger(exponent.re)))
    return complex(base.re ** exponent.re);
  if (base.re === 0 && base.im === 0) return exponent.re > 0 ? complex(0) : complex(Number.NaN);
  if (exponent.im === 0 && exponent.re === 0.5) return squareRoot(base);
  return exp(multiply(exponent, log(base)));
}

/** More exact than by logarithm: the root of -4 is 2i to the last bit. */
function squareRoot({ re, im }: Complex): Complex {
  const length = Math.hypot(re, im);
  const real = Math.sqrt((length + Math.abs(re)) / 2);
  const other = real === 0 ? 0 : im / (2 * real);
  if (re >= 0) return complex(real, other);
  return complex(Math.abs(other), im < 0 ? -real : real);
}

export function sine({ re, im }: Complex): Complex {
  return im === 0 ? complex(Math.sin(re)) : complex(Math.sin(re) * Math.cosh(im), Math.cos(re) * Math.sinh(im));
}

export function cosine({ re, im }: Complex): Complex {
  return im === 0 ? complex(Math.cos(re)) : complex(Math.cos(re) * Math.cosh(im), -Math.sin(re) * Math.sinh(im));
}
