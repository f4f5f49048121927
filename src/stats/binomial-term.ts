import { stirlingError } from './gamma.js';

/** C(n, k) p^k q^(n-k) for real 0 ≤ k ≤ n with q = 1 - p; accurate where n is huge (Loader 2000, saddle point). */
export function binomialTerm(k: number, n: number, p: number, q: number): number {
  return Math.exp(logBinomialTerm(k, n, p, q));
}

/** ln of `binomialTerm`; -Infinity where the term is zero. */
export function logBinomialTerm(k: number, n: number, p: number, q: number): number {
  if (p === 0) return k === 0 ? 0 : Number.NEGATIVE_INFINITY;
  if (q === 0) return k === n ? 0 : Number.NEGATIVE_INFINITY;
  if (k === 0) return n * logOneLess(q, p);
  if (k === n) return n * logOneLess(p, q);
  const rest = n - k;
  const correction = stirlingError(n) - stirlingError(k) - stirlingError(rest);
  const distance = deviance(k, n * p) + deviance(rest, n * q);
  return correction - distance + 0.5 * Math.log(n / (2 * Math.PI * k * rest));
}

/** x ln(x/m) + m - x, by a series where x is near m and the plain form would cancel (Loader 2000, `bd0`). */
function deviance(x: number, m: number): number {
  const v = (x - m) / (x + m);
  if (Math.abs(v) >= 0.1) return x * Math.log(x / m) + m - x;
  let term = 2 * x * v;
  let total = (x - m) * v;
  for (let k = 1; k < 100; k += 1) {
    term *= v * v;
    const next = total + term / (2 * k + 1);
    if (next === total) break;
    total = next;
  }
  return total;
}

/** ln p where p = 1 - q, from whichever of the two is the exact one. */
function logOneLess(p: number, q: number): number {
  return q < 0.1 ? Math.log1p(-q) : Math.log(p);
}
