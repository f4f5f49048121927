import type { Expression } from './expression.js';
import {
  choose,
  factorial,
  negated,
  over,
  plus,
  power,
  type Rational,
  rational,
  rationalOf,
  times,
} from './rational.js';
import { spend } from './work.js';

const known = new WeakMap<Expression, { readonly value: Rational | undefined }>();

/** The exact value, if it is a fraction that four operations, whole powers, factorials and the like lead to. Worked out once. */
export function exactly(expression: Expression): Rational | undefined {
  if (expression.kind === 'number') return expression.value;
  const found = known.get(expression);
  if (found !== undefined) return found.value;
  const value = fraction(expression);
  known.set(expression, { value });
  return value;
}

function fraction(expression: Expression): Rational | undefined {
  spend(1);
  switch (expression.kind) {
    case 'negative':
      return through(exactly(expression.of), negated);
    case 'percent':
      return through(exactly(expression.of), (value) => over(value, { top: 100n, bottom: 1n }));
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
    case 'pow': {
      const left = exactly(expression.left);
      const right = left === undefined ? undefined : exactly(expression.right);
      return left === undefined || right === undefined ? undefined : combined[expression.kind](left, right);
    }
    case 'call':
      return exactCall(expression.name, expression.of);
    default:
      return undefined;
  }
}

const combined = {
  add: plus,
  sub: (a: Rational, b: Rational) => plus(a, negated(b)),
  mul: times,
  div: over,
  pow: power,
};

function through<T>(value: T | undefined, next: (value: T) => T | undefined): T | undefined {
  return value === undefined ? undefined : next(value);
}

function exactCall(name: string, of: readonly Expression[]): Rational | undefined {
  if (name === 'inBase') return inBase(of);
  const values = of.map(exactly);
  const [first, second] = values;
  if (first === undefined) return undefined;
  switch (name) {
    case 'factorial':
      return factorial(first);
    case 'binom':
      return second && choose(first, second);
    case 'abs':
      return first.top < 0n ? negated(first) : first;
    case 'sqrt':
      return exactRoot(first);
    case 'floor':
      return rational(floorOf(first));
    case 'ceil':
      return rational(-floorOf(negated(first)));
    default:
      return undefined;
  }
}

function floorOf({ top, bottom }: Rational): bigint {
  const quotient = top / bottom;
  return top < 0n && quotient * bottom !== top ? quotient - 1n : quotient;
}

/** Of squares up to 2^104, which doubles still tell apart. */
function exactRoot({ top, bottom }: Rational): Rational | undefined {
  const root = (square: bigint) =>
    square >= 0n && square < 2n ** 104n ? BigInt(Math.round(Math.sqrt(Number(square)))) : -1n;
  const [a, b] = [root(top), root(bottom)];
  return a * a === top && b * b === bottom && a >= 0n && b > 0n ? rational(a, b) : undefined;
}

function inBase([digits, base]: readonly Expression[]): Rational | undefined {
  const radix = base && exactly(base);
  if (digits?.kind !== 'text' || radix === undefined || radix.bottom !== 1n || radix.top < 2n || radix.top > 10n)
    return undefined;
  const places = [...digits.text].map((digit) => rationalOf(digit)?.top ?? radix.top);
  if (places.some((place) => place >= radix.top) || places.length > 500) return undefined;
  return rational(places.reduce((value, place) => value * radix.top + place, 0n));
}
