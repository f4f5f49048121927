import type { Expression, Relation, RelationSign, Sequence } from './expression.js';

/** An expression with `±` is two: one with every upper sign, one with every lower sign. */
export function withoutPlusMinus(expression: Expression): readonly Expression[] {
  return hasPlusMinus(expression) ? [signed(expression, 1), signed(expression, -1)] : [expression];
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'negative':
    case 'percent':
      return [expression.of];
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
    case 'pow':
    case 'plusMinus':
      return [expression.left, expression.right];
    case 'call':
      return expression.of;
    case 'sequence':
    case 'relation':
    case 'union':
    case 'intersection':
    case 'difference':
    case 'ratio':
      return expression.items;
    case 'matrix':
      return expression.rows.flat();
    case 'number':
    case 'infinity':
    case 'symbol':
    case 'text':
      return [];
    default:
      return expression satisfies never;
  }
}

function hasPlusMinus(expression: Expression): boolean {
  return expression.kind === 'plusMinus' || partsOf(expression).some(hasPlusMinus);
}

/** Whether a symbol that is no constant stands in it. */
export function hasUnknown(expression: Expression): boolean {
  if (expression.kind === 'symbol') return !/^(?:pi|e|i|empty|R)$/.test(expression.name);
  return partsOf(expression).some(hasUnknown);
}

function signed(expression: Expression, upper: 1 | -1): Expression {
  const again = (part: Expression) => signed(part, upper);
  switch (expression.kind) {
    case 'plusMinus':
      return {
        kind: expression.sign === upper ? 'add' : 'sub',
        left: again(expression.left),
        right: again(expression.right),
      };
    case 'negative':
    case 'percent':
      return { ...expression, of: again(expression.of) };
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
    case 'pow':
      return { ...expression, left: again(expression.left), right: again(expression.right) };
    case 'call':
      return { ...expression, of: expression.of.map(again) };
    case 'relation':
    case 'sequence':
      return { ...expression, items: expression.items.map(again) };
    default:
      return expression;
  }
}

const reversed: Readonly<Record<RelationSign, RelationSign>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
  in: 'in',
  '~': '~',
};

/** Read from left to right with `<`; a chain of equalities is its first and its last side. */
export function normalRelation(relation: Relation): Relation {
  const { items, signs } = withoutApproximation(relation);
  if (signs.every((sign) => sign === '=') && items.length > 2) {
    return { kind: 'relation', items: [items[0] as Expression, items.at(-1) as Expression], signs: ['='] };
  }
  if (!signs.some((sign) => sign.startsWith('>'))) return { kind: 'relation', items, signs };
  return { kind: 'relation', items: items.toReversed(), signs: signs.toReversed().map((sign) => reversed[sign]) };
}

/** `x = 1/3` of `x = 1/3 ≈ 0.33`; where nothing is exact, the approximation is what is said. */
function withoutApproximation({ items, signs }: Relation): Relation {
  const place = signs.indexOf('~');
  if (place > 0) return { kind: 'relation', items: items.slice(0, place + 1), signs: signs.slice(0, place) };
  return { kind: 'relation', items, signs: signs.map((sign) => (sign === '~' ? '=' : sign)) };
}

/** What `x = 5`, `(p, q) = (3, 2)`, `AB = 4` or `x \in S` says about a name; `undefined` for equations that name nothing. */
export function statedValue(relation: Relation): Expression | undefined {
  const { items, signs } = relation;
  const [name] = items;
  const value = items.at(-1);
  if (name === undefined || value === undefined) return undefined;
  if (signs.length === 1 && signs[0] === 'in') return value;
  if (!signs.every((sign) => sign === '=')) return undefined;
  if (isName(name)) return value;
  return items.length === 2 && isName(value) && !hasUnknown(name) ? name : undefined;
}

function isName(expression: Expression): boolean {
  switch (expression.kind) {
    case 'symbol':
      return hasUnknown(expression) || /^[ei]$/.test(expression.name);
    case 'text':
      return true;
    case 'call':
      return /^(?:abs|'|[fghFGHP](?:_.*)?)$/.test(expression.name);
    case 'mul':
    case 'div':
      return isName(expression.left) && isName(expression.right);
    case 'ratio':
    case 'sequence':
      return expression.items.every(isName);
    default:
      return false;
  }
}

/** The interval that an inequality in one symbol describes. */
export function intervalOf(relation: Relation): Sequence | undefined {
  const { items, signs } = normalRelation(relation);
  const place = items.findIndex((item) => (item.kind === 'symbol' && hasUnknown(item)) || isFunctionValue(item));
  if (place < 0 || !signs.every((sign) => sign === '<' || sign === '<=')) return undefined;
  const [low, high] = [items[place - 1], items[place + 1]];
  if (items.length > 3 || (items.length === 3 && place !== 1)) return undefined;
  return {
    kind: 'sequence',
    open: signs[place - 1] === '<=' ? '[' : '(',
    close: signs[place] === '<=' ? '[' : '(',
    items: [low ?? { kind: 'negative', of: { kind: 'infinity' } }, high ?? { kind: 'infinity' }],
  };
}

function isFunctionValue(expression: Expression): boolean {
  return expression.kind === 'call' && /^[fghFGHP](?:_.*)?$/.test(expression.name);
}

export function isInterval(expression: Expression): expression is Sequence {
  return (
    expression.kind === 'sequence' &&
    expression.items.length === 2 &&
    /[([]/.test(expression.open) &&
    /[([]/.test(expression.close)
  );
}

/** -1, 1, or 0 for what is finite. */
export function infinitySign(expression: Expression): -1 | 0 | 1 {
  if (expression.kind === 'infinity') return 1;
  if (expression.kind === 'negative' && expression.of.kind === 'infinity') return -1;
  const isAdded = expression.kind === 'add' && expression.right.kind === 'infinity';
  return isAdded ? 1 : 0;
}
