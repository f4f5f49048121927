import { binary, type Expression } from './expression.js';
import { numberOf } from './number-of.js';
import { Unreadable } from './reader.js';

/** Larger ones are not worked out. */
const LARGEST = 4;

/** The determinant of a square, by its first row (Laplace). */
export function determinant(rows: readonly (readonly Expression[])[]): Expression {
  if (rows.length > LARGEST || rows.some((row) => row.length !== rows.length)) throw new Unreadable('a determinant');
  const [first = [], ...rest] = rows;
  return first.reduce<Expression>((sum, item, column) => {
    const minor = rest.map((row) => row.filter((_, place) => place !== column));
    const product = minor.length === 0 ? item : binary('mul', item, determinant(minor));
    return binary(column % 2 === 0 ? 'add' : 'sub', sum, product);
  }, numberOf('0'));
}
