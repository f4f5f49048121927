import type { Expression } from './expression.js';
import { rationalOf } from './rational.js';
import { Unreadable } from './reader.js';

/** The number that digits are; throws `Unreadable` for one that is too long. */
export function numberOf(digits: string): Expression {
  const value = rationalOf(digits);
  if (value === undefined) throw new Unreadable(`the number ${digits.slice(0, 20)}`);
  return { kind: 'number', value, isDecimal: /[.eE]/.test(digits) };
}

export function symbolOf(name: string): Expression {
  return name === 'infinity' ? { kind: 'infinity' } : { kind: 'symbol', name };
}
