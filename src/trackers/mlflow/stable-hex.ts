import { sha256 } from '../../util/canonical.js';

/** What is told apart by these parts, in so many hex digits: the same each time, so that a repeat is known to be one. */
export function stableHex(digits: number, ...parts: readonly (string | number)[]): string {
  return sha256(JSON.stringify(parts)).slice(0, digits);
}
