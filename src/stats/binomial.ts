import { betaTails } from './beta.js';
import { requireCount, requireProbability } from './checks.js';

/** P(X ≤ k) for X ~ Binomial(n, p) and integer k; throws RangeError for a bad n or p. */
export function binomialLowerTail(k: number, n: number, p: number): number {
  requireBinomial(k, n, p);
  if (k < 0) return 0;
  return k >= n ? 1 : betaTails(k + 1, n - k, p).upper;
}

/** P(X ≥ k) for X ~ Binomial(n, p) and integer k; throws RangeError for a bad n or p. */
export function binomialUpperTail(k: number, n: number, p: number): number {
  requireBinomial(k, n, p);
  if (k <= 0) return 1;
  return k > n ? 0 : betaTails(k, n - k + 1, p).lower;
}

function requireBinomial(k: number, n: number, p: number): void {
  requireCount(n, 'n');
  requireProbability(p, 'p');
  if (!Number.isSafeInteger(k)) throw new RangeError(`k must be an integer, got ${k}.`);
}
