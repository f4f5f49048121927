import { type Complex, complex, isNumber, size, subtract } from './complex.js';
import { type Point, valueAt } from './evaluate.js';
import { exactly } from './exact.js';
import type { Expression } from './expression.js';
import { isSame, type Rational, rounded } from './rational.js';

/** A decimal and a value written otherwise are the same when they agree to so many places; the rule of math-verify. */
const DECIMALS = 6;
const POINTS = 6;
/** Relative; some thousand times what doubles lose on the way. */
const TOLERANCE = 1e-10;
/** Relative, and absolute below 1. */
const MOST_NOISE = 1e-8;

/**
 * Whether two expressions have the same value: exactly for fractions, to six places where a decimal is compared with something
 * else and they show some of it, and otherwise at random points, the same ones each time (an identity that holds there holds everywhere but for
 * contrived exceptions: Schwartz and Zippel). Symbols are real, and of either sign.
 */
export function isSameValue(a: Expression, b: Expression): boolean {
  const [exactA, exactB] = [exactly(a), exactly(b)];
  const isRounded = hasDecimal(a) || hasDecimal(b);
  if (exactA !== undefined && exactB !== undefined) return isSameRational(exactA, exactB, isRounded);
  return agreeEverywhere(a, b, isRounded ? 0.5 * 10 ** -DECIMALS : 0);
}

function isSameRational(a: Rational, b: Rational, isRounded: boolean): boolean {
  if (isSame(a, b) || !isRounded) return isSame(a, b);
  const [left, right] = [rounded(a, DECIMALS), rounded(b, DECIMALS)];
  // Six places of one in ten million are none.
  return left === right && left !== 0n;
}

function agreeEverywhere(a: Expression, b: Expression, absolute: number): boolean {
  let valid = 0;
  for (let place = 0; place < POINTS; place++) {
    const point = pointAt(place);
    const [left, right] = [valueAt(a, point), valueAt(b, point)];
    if (!isNumber(left) && !isNumber(right)) continue;
    if (!isNumber(left) || !isNumber(right)) return false;
    const noise = 10 * (left.error + right.error);
    const largest = Math.max(size(left), size(right));
    // Where large numbers took each other away, what doubles leave of them says nothing.
    if (noise > MOST_NOISE * Math.max(1, largest)) continue;
    const allowed = Math.max(TOLERANCE * largest, noise, absolute);
    if (!(size(subtract(left, right)) <= allowed)) return false;
    valid++;
  }
  return valid >= 2;
}

/** Whether one is so many times the other everywhere; that number's sign, or `undefined`. */
export function constantFactor(a: Expression, b: Expression): number | undefined {
  let factor: number | undefined;
  for (let place = 0; place < POINTS; place++) {
    const point = pointAt(place);
    const [left, right] = [valueAt(a, point), valueAt(b, point)];
    if (left.im !== 0 || right.im !== 0 || left.re === 0 || right.re === 0) return undefined;
    const here = left.re / right.re;
    if (!Number.isFinite(here) || (factor !== undefined && Math.abs(here - factor) > 1e-8 * Math.abs(factor)))
      return undefined;
    factor = here;
  }
  return factor;
}

/** A number that is the same each time: between 0.3 and 3, at every second place negative for half of the names. */
function pointAt(place: number): Point {
  return (name) => {
    const constant = fixed.get(name);
    if (constant !== undefined) return constant;
    const hash = hashOf(`${place}/${name}`);
    const value = 0.3 + 2.7 * ((hash >>> 1) / 2 ** 31);
    return complex(place % 2 === 1 && (hash & 1) === 1 ? -value : value);
  };
}

const fixed: ReadonlyMap<string, Complex> = new Map([
  ['pi', complex(Math.PI)],
  ['e', complex(Math.E)],
  ['i', complex(0, 1)],
]);

/** FNV-1a with a finish that spreads the last characters. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function hasDecimal(expression: Expression): boolean {
  switch (expression.kind) {
    case 'number':
      return expression.isDecimal;
    case 'negative':
    case 'percent':
      return hasDecimal(expression.of);
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
    case 'pow':
      return hasDecimal(expression.left) || hasDecimal(expression.right);
    case 'call':
      return expression.of.some(hasDecimal);
    default:
      return false;
  }
}
