import { checkOptions } from '../core/check-options.js';
import { type Callable, declarationOf } from '../core/declarations.js';
import type { EvaluateOptions } from '../core/options.js';
import { frozenOptions } from './frozen-options.js';

/** The class member a function was decorated as; absent for a plain function. */
export interface Member {
  readonly name: string;
}

/** Makes the function that stands in for `fn`. */
export type Wrapping = (fn: Callable, member?: Member) => Callable;

interface StandardContext {
  readonly kind: string;
  readonly name: string | symbol;
}

/** A decorator word that takes run options: `word(options)(fn)`, `word(fn, options)`, `@word`, `@word()` and `@word(options)`. */
export function withOptions(
  word: string,
  wrapping: (fn: Callable, options: EvaluateOptions, member?: Member) => Callable,
): (...args: unknown[]) => unknown {
  const read = (options: unknown) => frozenOptions(checkOptions(options, `hret.${word}`));
  const decorate = (args: readonly unknown[], options: EvaluateOptions) =>
    apply(word, args, (fn, member) => wrapping(fn, options, member));
  return (...args) => {
    if (!isConfiguring(args)) return decorate(args, isDecorating(args) ? {} : read(args[1]));
    const options = read(args[0]);
    return (...inner: unknown[]) => decorate(inner, options);
  };
}

/**
 * Applies a decorator in whichever way it was used. The second argument tells: an object with a `kind` comes from TC39
 * decorators, a property key from legacy ones; without either it is a plain call.
 */
export function apply(word: string, args: readonly unknown[], wrapping: Wrapping): unknown {
  const [target, second, descriptor] = args;
  if (isStandardContext(second)) return applyStandard(word, target, second, wrapping);
  if (isKey(second)) {
    return applyLegacy(word, target, second, descriptor as PropertyDescriptor | undefined, wrapping);
  }
  return wrapping(plainFunction(word, target));
}

/** Whether a word was called to be configured, not with something to decorate. */
function isConfiguring(args: readonly unknown[]): boolean {
  return args.length === 0 || (args.length === 1 && typeof args[0] !== 'function');
}

function isDecorating([, second]: readonly unknown[]): boolean {
  return isStandardContext(second) || isKey(second);
}

function isKey(value: unknown): value is string | symbol {
  return typeof value === 'string' || typeof value === 'symbol';
}

function isStandardContext(value: unknown): value is StandardContext {
  return typeof value === 'object' && value !== null && 'kind' in value && 'addInitializer' in value;
}

function applyStandard(word: string, value: unknown, context: StandardContext, wrapping: Wrapping): unknown {
  const name = String(context.name);
  switch (context.kind) {
    case 'method':
      return wrapping(member(word, name, value), { name });
    case 'field':
      return (initial: unknown) => wrapping(member(word, name, initial), { name });
    default:
      throw new TypeError(refusal(word, `the ${context.kind} ${name}`));
  }
}

/** jiti and Babel hand in an empty descriptor and want a full one back. */
function applyLegacy(
  word: string,
  target: unknown,
  key: string | symbol,
  given: PropertyDescriptor | undefined,
  wrapping: Wrapping,
): PropertyDescriptor {
  const name = String(key);
  const found = Object.getOwnPropertyDescriptor(Object(target), key);
  if (given?.get ?? given?.set ?? found?.get ?? found?.set) throw new TypeError(refusal(word, `the accessor ${name}`));
  const value: unknown = given?.value ?? found?.value;
  if (value === undefined) throw new TypeError(refusal(word, `the field ${name} under experimentalDecorators`));
  const stand = wrapping(member(word, name, value), { name });
  return { configurable: true, writable: true, enumerable: (given ?? found)?.enumerable ?? false, value: stand };
}

function member(word: string, name: string, value: unknown): Callable {
  if (typeof value !== 'function' || isClass(value))
    throw new TypeError(refusal(word, `${name}, which is not a function`));
  const fn = value as Callable;
  const inner = declarationOf(fn);
  if (inner?.isMember === true && inner.kind !== 'trackMetrics') {
    throw new TypeError(
      `@hret.${word}: ${name} is already decorated with @hret.${inner.kind}. ${advice(inner.kind, word)}`,
    );
  }
  return fn;
}

function advice(inner: string, outer: string): string {
  return outer === 'trackMetrics' ? `Put @hret.trackMetrics below @hret.${inner}.` : 'Keep one of them.';
}

function plainFunction(word: string, value: unknown): Callable {
  if (typeof value !== 'function') {
    const type = value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value;
    throw new TypeError(`hret.${word} wraps a function, got ${type}. ${example(word)}`);
  }
  if (isClass(value)) throw new TypeError(refusal(word, `the class ${value.name}`));
  return value as Callable;
}

function refusal(word: string, what: string): string {
  return `@hret.${word} cannot decorate ${what}. Decorate a method, or wrap a function: ${example(word)}`;
}

function example(word: string): string {
  if (word === 'trackMetrics') return 'const measure = hret.trackMetrics(["accuracy"])(() => ({ accuracy: 0.9 }))';
  if (word === 'benchmark') return 'const models = hret.benchmark({ dataset: "kmmlu" })(() => ({ gpt, claude }))';
  return 'const model = hret.evaluate({ dataset: "kmmlu" })(async (input) => "…")';
}

/** A legacy class decorator is called with the class alone, exactly as a wrapper is with a function. */
function isClass(value: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}
