import type { Complex } from './complex.js';
import * as c from './complex.js';
import { exactly } from './exact.js';
import type { BinaryKind, Expression } from './expression.js';
import { toNumber } from './rational.js';
import { spend } from './work.js';

/** A number in doubles and how far off it may be, by what doubles lose on the way. */
export interface Measured extends Complex {
  readonly error: number;
}

/** What symbols stand for. */
export type Point = (name: string) => Complex;

/** Half of the distance from 1 to the next double, for each step. */
const ROUNDING = 2 ** -53;

/** The value at a point; not a finite number where there is none. */
export function valueAt(expression: Expression, point: Point): Measured {
  spend(1);
  switch (expression.kind) {
    case 'number':
      return measured(c.complex(toNumber(expression.value)));
    case 'symbol':
      return measured(point(expression.name));
    case 'negative': {
      const { re, im, error } = valueAt(expression.of, point);
      return { re: -re, im: im === 0 ? 0 : -im, error };
    }
    case 'percent':
      return quotient(valueAt(expression.of, point), measured(c.complex(100)));
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
    case 'pow':
      return operations[expression.kind](valueAt(expression.left, point), valueAt(expression.right, point));
    case 'call':
      return called(expression, point);
    default:
      return NONE;
  }
}

function measured(value: Complex, inherited = 0): Measured {
  return { re: value.re, im: value.im, error: inherited + ROUNDING * c.size(value) };
}

const NONE = measured(c.complex(Number.NaN));

const operations: Readonly<Record<BinaryKind, (a: Measured, b: Measured) => Measured>> = {
  add: (a, b) => measured(c.add(a, b), a.error + b.error),
  sub: (a, b) => measured(c.subtract(a, b), a.error + b.error),
  mul: (a, b) => measured(c.multiply(a, b), c.size(a) * b.error + c.size(b) * a.error),
  div: quotient,
  pow: (a, b) =>
    measured(c.power(a, b), shift(a, (base) => c.power(base, b)) + shift(b, (exponent) => c.power(a, exponent))),
};

function quotient(a: Measured, b: Measured): Measured {
  const value = c.divide(a, b);
  return measured(value, (a.error + c.size(value) * b.error) / c.size(b));
}

/** How far a function moves when its argument moves by its error; to the side where it has a value. */
function shift(z: Measured, rule: (z: Complex) => Complex): number {
  const here = rule(z);
  const moved = [z.error, -z.error].map((error) => c.size(c.subtract(rule(c.complex(z.re + error, z.im)), here)));
  return Math.max(0, ...moved.filter(Number.isFinite));
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

function called(expression: Extract<Expression, { kind: 'call' }>, point: Point): Measured {
  const { name, of } = expression;
  const exact = name === 'binom' || name === 'inBase' || name === 'factorial' ? exactly(expression) : undefined;
  if (exact !== undefined) return measured(c.complex(toNumber(exact)));
  if (name === 'inBase') return NONE;
  const values = of.map((argument) => valueAt(argument, point));
  const [first = NONE, second] = values;
  const rule = Object.hasOwn(ofOne, name) && of.length === 1 ? ofOne[name] : undefined;
  if (rule !== undefined) return measured(rule(first), STEPS.has(name) ? 0 : shift(first, rule));
  if (name === 'log') return quotient(logarithm(first), second === undefined ? measured(ONE) : logarithm(second));
  // A function nobody defined: some number that depends on its name and on where it is asked.
  const written = values.map(({ re, im }) => `${re.toPrecision(9)},${im.toPrecision(9)}`);
  return measured(point(`${name}(${written.join(';')})`));
}

/** They stand still or jump. */
const STEPS = new Set(['floor', 'ceil']);

function logarithm(z: Measured): Measured {
  return measured(c.log(z), shift(z, c.log));
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
