import type { Complex } from './complex.js';
import * as c from './complex.js';
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
  toNumber,
} from './rational.js';

/** The exact value, if it is a fraction that four operations, whole powers, factorials and the like lead to. */
export function exactly(expression: Expression): Rational | undefined {
  switch (expression.kind) {
    case 'number':
      return expression.value;
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

/** A place at which expressions with symbols are worked out; `largest` is the largest number met on the way. */
export interface Point {
  readonly symbol: (name: string) => Complex;
  largest: number;
}

/** The value at a point in doubles; not a finite number where there is none. */
export function valueAt(expression: Expression, point: Point): Complex {
  const value = worked(expression, point);
  const magnitude = c.size(value);
  if (magnitude > point.largest && Number.isFinite(magnitude)) point.largest = magnitude;
  return value;
}

const NONE = c.complex(Number.NaN);

function worked(expression: Expression, point: Point): Complex {
  switch (expression.kind) {
    case 'number':
      return c.complex(toNumber(expression.value));
    case 'symbol':
      return point.symbol(expression.name);
    case 'negative': {
      const { re, im } = valueAt(expression.of, point);
      return c.complex(-re, im === 0 ? 0 : -im);
    }
    case 'percent':
      return c.divide(valueAt(expression.of, point), c.complex(100));
    case 'add':
      return c.add(valueAt(expression.left, point), valueAt(expression.right, point));
    case 'sub':
      return c.subtract(valueAt(expression.left, point), valueAt(expression.right, point));
    case 'mul':
      return c.multiply(valueAt(expression.left, point), valueAt(expression.right, point));
    case 'div':
      return c.divide(valueAt(expression.left, point), valueAt(expression.right, point));
    case 'pow':
      return c.power(valueAt(expression.left, point), valueAt(expression.right, point));
    case 'call':
      return called(expression, point);
    default:
      return NONE;
  }
}

const ONE = c.complex(1);
const real = (rule: (value: number) => number) => (z: Complex) => (z.im === 0 ? c.complex(rule(z.re)) : NONE);

const ofOne: Readonly<Record<string, (z: Complex) => Complex>> = {
  sqrt: (z) => c.power(z, c.complex(0.5)),
  abs: (z) => c.complex(c.size(z)),
  exp: c.exp,
  ln: c.log,
  lg: (z) => c.divide(c.log(z), c.complex(Math.LN10)),
  sin: c.sine,
  cos: c.cosine,
  tan: (z) => c.divide(c.sine(z), c.cosine(z)),
  cot: (z) => c.divide(c.cosine(z), c.sine(z)),
  sec: (z) => c.divide(ONE, c.cosine(z)),
  csc: (z) => c.divide(ONE, c.sine(z)),
  sinh: real(Math.sinh),
  cosh: real(Math.cosh),
  tanh: real(Math.tanh),
  asin: real(Math.asin),
  acos: real(Math.acos),
  atan: real(Math.atan),
  floor: real(Math.floor),
  ceil: real(Math.ceil),
  factorial: real(gammaOfNext),
};

function called({ name, of }: Extract<Expression, { kind: 'call' }>, point: Point): Complex {
  const exact = name === 'binom' || name === 'inBase' || name === 'factorial' ? exactCall(name, of) : undefined;
  if (exact !== undefined) return c.complex(toNumber(exact));
  if (name === 'inBase') return NONE;
  const [first = NONE, second] = of.map((argument) => valueAt(argument, point));
  const rule = Object.hasOwn(ofOne, name) && of.length === 1 ? ofOne[name] : undefined;
  if (rule !== undefined) return rule(first);
  if (name === 'log') return c.divide(c.log(first), second === undefined ? ONE : c.log(second));
  // A function nobody defined: some number that depends on its name and on where it is asked.
  const written = of
    .map((argument) => valueAt(argument, point))
    .map(({ re, im }) => `${re.toPrecision(9)},${im.toPrecision(9)}`);
  return point.symbol(`${name}(${written.join(';')})`);
}

/** `x!` for numbers that are not whole, by Lanczos' approximation (g = 7, n = 9). */
function gammaOfNext(x: number): number {
  if (x < 0 && Number.isInteger(x)) return Number.NaN;
  if (x < -0.5) return Math.PI / (Math.sin(Math.PI * (x + 1)) * gammaOfNext(-x - 1));
  const t = x + 7.5;
  const series = LANCZOS.reduce((sum, weight, place) => (place === 0 ? weight : sum + weight / (x + place)), 0);
  return Math.sqrt(2 * Math.PI) * t ** (x + 0.5) * Math.exp(-t) * series;
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
