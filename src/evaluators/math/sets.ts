import { valueAt } from './evaluate.js';
import type { Expression, Sequence } from './expression.js';
import { hasUnknown, infinitySign, isInterval } from './shapes.js';

type Same = (a: Expression, b: Expression) => boolean;

/** What is in a union, an intersection or a difference of sets that list what they hold: `{1, 2, 3}` of `{1, 2} ∪ {3}`. */
export function membersOf(expression: Expression, isSame: Same): readonly Expression[] | undefined {
  if (expression.kind !== 'union' && expression.kind !== 'intersection' && expression.kind !== 'difference')
    return undefined;
  const [first, ...others] = expression.items.map((item) => listed(item) ?? membersOf(item, isSame));
  if (first === undefined) return undefined;
  let members = first;
  for (const other of others) {
    if (other === undefined) return undefined;
    const isIn = (item: Expression) => other.some((one) => isSame(item, one));
    if (expression.kind === 'union') members = [...members, ...other];
    else members = members.filter((item) => isIn(item) === (expression.kind === 'intersection'));
  }
  return members;
}

function listed(item: Expression): readonly Expression[] | undefined {
  return item.kind === 'sequence' && item.open === '{' ? item.items : undefined;
}

/** `[0, 2]` of `[0, 1) ∪ [1, 2]`: intervals that overlap or meet are one. `undefined` where nothing can be joined. */
export function joinedIntervals(items: readonly Expression[]): Expression | undefined {
  const spans = items.map(spanOf);
  if (!spans.every((span) => span !== undefined)) return undefined;
  const [first, ...rest] = spans.toSorted((a, b) => a.low - b.low || (a.from.open === '[' ? -1 : 1));
  if (first === undefined) return undefined;
  const joined = [first];
  for (const span of rest) {
    const last = joined.at(-1) as Span;
    const isMet = span.low === last.high && (span.from.open === '[' || last.to.close === '[');
    if (span.low > last.high || (span.low === last.high && !isMet)) joined.push(span);
    else if (span.high > last.high || (span.high === last.high && span.to.close === '['))
      joined[joined.length - 1] = { ...last, high: span.high, to: span.to };
  }
  if (joined.length === items.length) return undefined;
  const made = joined.map(
    ({ from, to }): Sequence => ({ ...from, close: to.close, items: [from.items[0], to.items[1]] as Expression[] }),
  );
  return made.length === 1 ? made[0] : { kind: 'union', items: made };
}

/** An interval whose ends are known; after joining, its lower end is that of `from` and its upper end that of `to`. */
interface Span {
  readonly low: number;
  readonly high: number;
  readonly from: Sequence;
  readonly to: Sequence;
}

function spanOf(item: Expression): Span | undefined {
  if (!isInterval(item)) return undefined;
  const [low, high] = item.items.map(endOf);
  return low === undefined || high === undefined || low > high ? undefined : { low, high, from: item, to: item };
}

function endOf(end: Expression): number | undefined {
  const sign = infinitySign(end);
  if (sign !== 0) return sign * Number.POSITIVE_INFINITY;
  if (hasUnknown(end)) return undefined;
  const { re, im } = valueAt(end, (name) => ({
    re: name === 'pi' ? Math.PI : name === 'e' ? Math.E : Number.NaN,
    im: 0,
  }));
  return Number.isNaN(re) || im !== 0 ? undefined : re;
}
