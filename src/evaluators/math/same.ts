import type { Expression, Relation, Sequence } from './expression.js';
import { orderOfNames } from './named-lists.js';
import { joinedIntervals, membersOf } from './sets.js';
import {
  hasUnknown,
  infinitySign,
  intervalOf,
  isInterval,
  normalRelation,
  statedValue,
  withoutPlusMinus,
} from './shapes.js';
import { constantFactor, isSameValue } from './values.js';
import { counted, spend } from './work.js';

/** Longer lists are compared in their order only. */
const MOST_ITEMS = 100;

/**
 * Whether two answers say the same, as mathematics; the order of lists and sets does not matter, that of tuples does. Throws
 * `TooMuchWork` for answers nobody wrote by hand.
 */
export function isSameAnswer(a: Expression, b: Expression): boolean {
  return counted(() => isSame(a, b));
}

function isSame(a: Expression, b: Expression): boolean {
  spend(100);
  const [left, right] = [unified(a), unified(b)];
  if (left.kind === 'relation' && right.kind === 'relation') return isSameRelation(left, right);
  if (left.kind === 'relation' || right.kind === 'relation') {
    const [relation, other] = left.kind === 'relation' ? [left, right] : [right as Relation, left];
    const said = statedValue(relation) ?? intervalOf(relation) ?? workedOut(relation);
    return said !== undefined && isSame(said, other);
  }
  if (isCollection(left) || isCollection(right)) return isSameCollection(left, right);
  return isSameScalar(left, right);
}

/** `4` of `8/2 = 4`; nothing of `2 + 2 = 5`. */
function workedOut({ items, signs }: Relation): Expression | undefined {
  if (!signs.every((sign) => sign === '=') || items.some((item) => isCollection(item) || hasUnknown(item)))
    return undefined;
  return items.every((item, place) => place === 0 || isSameScalar(items[place - 1] as Expression, item))
    ? items.at(-1)
    : undefined;
}

/** One shape for what is written in several: `\pm` as a list, a list of one as that one, reals as an interval. */
function unified(expression: Expression): Expression {
  const both = withoutPlusMinus(expression);
  if (both.length > 1 && expression.kind !== 'sequence') return listOf(both);
  if (expression.kind === 'symbol' && expression.name === 'R') return REALS;
  if (expression.kind === 'relation') return normalRelation(expression);
  const members = membersOf(expression, isSame);
  if (members?.length === 0) return { kind: 'symbol', name: 'empty' };
  if (members !== undefined) return unified({ kind: 'sequence', open: '{', close: '{', items: members });
  if (expression.kind === 'union') return joinedIntervals(expression.items) ?? expression;
  if (expression.kind !== 'sequence') return expression;
  const [only] = expression.items;
  if (expression.items.length === 1 && only !== undefined && both.length === 1) return unified(only);
  if (expression.open !== '' && expression.open !== '{') return expression;
  return { ...expression, items: expression.items.flatMap((item) => [...withoutPlusMinus(item)]) };
}

const INFINITE: Expression = { kind: 'infinity' };
const REALS: Sequence = {
  kind: 'sequence',
  open: '(',
  close: '(',
  items: [{ kind: 'negative', of: INFINITE }, INFINITE],
};

function listOf(items: readonly Expression[]): Sequence {
  return { kind: 'sequence', open: '', close: '', items };
}

function isCollection({ kind }: Expression): boolean {
  return (
    kind === 'sequence' ||
    kind === 'union' ||
    kind === 'intersection' ||
    kind === 'difference' ||
    kind === 'matrix' ||
    kind === 'ratio'
  );
}

function isSameCollection(a: Expression, b: Expression): boolean {
  if (a.kind === 'sequence' && b.kind === 'sequence') return isSameSequence(a, b);
  if (a.kind === 'union' && isList(b)) return isSameUnordered(a.items, b.items);
  if (b.kind === 'union' && isList(a)) return isSameUnordered(a.items, b.items);
  if (a.kind !== b.kind) return false;
  if (a.kind === 'matrix' && b.kind === 'matrix') {
    return a.rows.length === b.rows.length && a.rows.every((row, place) => isSameInOrder(row, b.rows[place] ?? []));
  }
  if (a.kind === 'union' && b.kind === 'union') return isSameUnordered(a.items, b.items);
  return 'items' in a && 'items' in b && isSameInOrder(a.items, b.items);
}

function isList(expression: Expression): expression is Sequence {
  return expression.kind === 'sequence' && (expression.open === '' || expression.open === '{');
}

function isSameSequence(a: Sequence, b: Sequence): boolean {
  if (isList(a) && isList(b)) return isSameUnordered(a.items, b.items);
  if (a.open === '{' || b.open === '{') return false;
  if (isInterval(a) && isInterval(b)) return isSameInterval(a, b);
  return isSameInOrder(a.items, b.items);
}

/** Brackets matter, but not at an infinite end. `(1, 2)` may as well be a point. */
function isSameInterval(a: Sequence, b: Sequence): boolean {
  const [low, high] = a.items.map(infinitySign);
  return (low !== 0 || a.open === b.open) && (high !== 0 || a.close === b.close) && isSameInOrder(a.items, b.items);
}

function isSameInOrder(a: readonly Expression[], b: readonly Expression[]): boolean {
  return a.length === b.length && a.every((item, place) => isSame(item, b[place] as Expression));
}

function isSameUnordered(a: readonly Expression[], b: readonly Expression[]): boolean {
  const order = orderOfNames(a, b);
  if (order !== undefined) return isSameInOrder(a.map(named), order.map(named));
  const [left, right] = [a.map(named), b.map(named)];
  if (left.length > MOST_ITEMS || right.length > MOST_ITEMS) return isSameInOrder(left, right);
  return (left.length === right.length && isPaired(left, right)) || (isIn(left, right) && isIn(right, left));
}

/** `4` of `AB = 4` in a list. */
function named(item: Expression): Expression {
  return (item.kind === 'relation' && (statedValue(item) ?? intervalOf(item))) || item;
}

function isPaired(a: readonly Expression[], b: readonly Expression[]): boolean {
  const rest = [...b];
  return a.every((item) => {
    const place = rest.findIndex((other) => isSame(item, other));
    if (place >= 0) rest.splice(place, 1);
    return place >= 0;
  });
}

/** Repeated elements do not count. */
function isIn(a: readonly Expression[], b: readonly Expression[]): boolean {
  return a.every((item) => b.some((other) => isSame(item, other)));
}

function isSameRelation(a: Relation, b: Relation): boolean {
  const isAlike = a.signs.length === b.signs.length && a.signs.every((sign, place) => sign === b.signs[place]);
  if (isAlike && isSameInOrder(a.items, b.items)) return true;
  if (isAlike && a.signs.length === 1) return isSameComparison(a, b);
  const isMember = (relation: Relation) => relation.signs.length === 1 && relation.signs[0] === 'in';
  if (isMember(a) !== isMember(b)) {
    const [set, other] = isMember(a) ? [a, b] : [b, a];
    const said = statedValue(other) ?? intervalOf(other);
    return said !== undefined && isSame(statedValue(set) ?? set, said);
  }
  const [left, right] = [intervalOf(a), intervalOf(b)];
  return left !== undefined && right !== undefined && isAlike && isSameInterval(left, right);
}

/** `x = 2` and `2x = 4`, `2 > x` and `x - 2 < 0`: the same after moving everything to one side, up to a factor. */
function isSameComparison(a: Relation, b: Relation): boolean {
  const [sign] = a.signs;
  if (sign === 'in' || [...a.items, ...b.items].some(isCollection)) return false;
  const factor = constantFactor(differenceOf(a), differenceOf(b));
  if (factor === undefined) return false;
  return sign === '=' || sign === '!=' || factor > 0;
}

function differenceOf({ items: [left, right] }: Relation): Expression {
  return { kind: 'sub', left: left as Expression, right: right as Expression };
}

function isSameScalar(a: Expression, b: Expression): boolean {
  if (a.kind === 'text' || b.kind === 'text') return a.kind === b.kind && wordsOf(a) === wordsOf(b);
  const [infiniteA, infiniteB] = [infinitySign(a), infinitySign(b)];
  if (infiniteA !== 0 || infiniteB !== 0) return infiniteA === infiniteB;
  if (a.kind === 'symbol' && b.kind === 'symbol') return a.name === b.name;
  if (isSameValue(a, b)) return true;
  if (a.kind === 'percent' && b.kind !== 'percent') return isLarge(a.of) && isSameValue(a.of, b);
  if (b.kind === 'percent' && a.kind !== 'percent') return isLarge(b.of) && isSameValue(a, b.of);
  return false;
}

const ONE: Expression = { kind: 'number', value: { top: 1n, bottom: 1n }, isDecimal: false };

/** `28%` answers "how many percent" where the key says 28; `0.5%` is not taken for 0.5. */
function isLarge(expression: Expression): boolean {
  return (
    expression.kind === 'number' && expression.value.top >= expression.value.bottom && !isSameValue(expression, ONE)
  );
}

function wordsOf(expression: Expression): string {
  return expression.kind === 'text'
    ? expression.text
        .normalize('NFC')
        .toLowerCase()
        .replace(/\s+/g, ' ')
        .trim()
        .replace(/^\((\w)\)$/, '$1')
    : '';
}
