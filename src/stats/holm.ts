import { requireProbability } from './checks.js';

/**
 * Holm's step-down adjusted p-values (1979), in the order given: compare each with α to keep the chance of any false
 * finding below α. Throws RangeError for a value that is not a probability.
 */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length);
  const ascending = [...pValues.entries()].sort(([, first], [, second]) => first - second);
  let largest = 0;
  for (const [rank, [index, pValue]] of ascending.entries()) {
    requireProbability(pValue, `pValues[${index}]`);
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValue));
    adjusted[index] = largest;
  }
  return adjusted;
}
