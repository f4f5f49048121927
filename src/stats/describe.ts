import { requireFinite } from './checks.js';

/** Sum of finite numbers, compensated (Neumaier 1974) so that order and length cost no digits; 0 for no values. */
export function sum(values: readonly number[]): number {
  requireFinite(values, 'values');
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  if (!Number.isFinite(total)) throw new RangeError('The sum of the values is too large for a number.');
  return total + lost;
}

/** Arithmetic mean, in the unit of the values; throws RangeError for no values or a value that is not finite. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('The mean of no values is not defined.');
  return sum(values) / values.length;
}

/** Sample variance with divisor n - 1, in the squared unit; `undefined` for fewer than two values. */
export function sampleVariance(values: readonly number[]): number | undefined {
  const [first] = values;
  if (first === undefined || values.length < 2) return undefined;
  // Measured from the first value, so that equal values have no variance at all rather than that of rounding.
  const offsets = values.map((value) => value - first);
  const center = mean(offsets);
  return sum(offsets.map((offset) => (offset - center) ** 2)) / (values.length - 1);
}

/** Sample standard deviation with divisor n - 1, in the unit of the values; `undefined` for fewer than two values. */
export function standardDeviation(values: readonly number[]): number | undefined {
  const variance = sampleVariance(values);
  return variance === undefined ? undefined : Math.sqrt(variance);
}

/** Standard error of the mean, s/√n, in the unit of the values; `undefined` for fewer than two values. */
export function standardError(values: readonly number[]): number | undefined {
  const variance = sampleVariance(values);
  return variance === undefined ? undefined : Math.sqrt(variance / values.length);
}

/** a[i] - b[i] for every pair; throws RangeError when the lengths differ. */
export function differencesOf(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length) {
    throw new RangeError(`Paired values must have the same length, got ${a.length} and ${b.length}.`);
  }
  return Array.from(a.entries(), ([index, value]) => value - (b[index] as number));
}
