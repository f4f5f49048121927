import type { Expression } from './expression.js';
import { hasUnknown } from './shapes.js';

/**
 * The second list in the order of the first, where names tell which belongs to which: `b = 2, a = 1` for `a = 1, b = 2`, and `1, 2`
 * as it stands. `undefined` for lists in any order: without names, or of one name (`x = 1, x = 2`, `x_1 = 1, x_2 = 2`).
 */
export function orderOfNames(a: readonly Expression[], b: readonly Expression[]): readonly Expression[] | undefined {
  const [left, right] = [a.map(nameOf), b.map(nameOf)];
  const [isLeftNamed, isRightNamed] = [areDistinct(left), areDistinct(right)];
  if (isLeftNamed && isRightNamed) {
    const order = left.map((name) => b[right.indexOf(name)]);
    return order.includes(undefined) ? undefined : (order as Expression[]);
  }
  const isOneNamed = (isLeftNamed && right.every(isNothing)) || (isRightNamed && left.every(isNothing));
  return isOneNamed && a.length === b.length ? b : undefined;
}

function nameOf(item: Expression): string | undefined {
  if (item.kind !== 'relation' || item.signs.some((sign) => sign !== '=')) return undefined;
  const [first] = item.items;
  return first?.kind === 'symbol' && hasUnknown(first) ? first.name : undefined;
}

function areDistinct(names: readonly (string | undefined)[]): boolean {
  const letters = new Set(names.map((name) => name?.replace(/_.*/s, '')));
  return names.length > 1 && !names.includes(undefined) && letters.size > 1 && new Set(names).size === names.length;
}

const isNothing = (name: string | undefined) => name === undefined;
