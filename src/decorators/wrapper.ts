import { type Callable, type Declaration, declare } from '../core/declarations.js';

/** How a call of unknown arguments is passed on. */
export type Call = (this: unknown, ...args: unknown[]) => unknown;

/** Calls a function whatever its types say: the wrapper has the types of the original. */
export function callWith(fn: Callable, thisValue: unknown, args: readonly unknown[] = []): unknown {
  return Reflect.apply(fn as Call, thisValue, args);
}

/** A stand-in that does nothing but pass the call on. */
export function forwarding(fn: Callable): Call {
  return function decorated(this: unknown, ...args: unknown[]): unknown {
    return callWith(fn, this, args);
  };
}

/** Makes a wrapper look like the original (its name, its length, whatever hangs on it) and declares it. */
export function declared(wrapper: Call, declaration: Declaration): Callable {
  const { original, name } = declaration;
  const {
    prototype: _own,
    arguments: _sloppy,
    caller: _too,
    ...copied
  } = Object.getOwnPropertyDescriptors(original as Call & Record<string, unknown>);
  Object.defineProperties(wrapper, { ...copied, name: { value: original.name || name, configurable: true } });
  declare(wrapper, declaration);
  return wrapper;
}

/** The name of a call: `Models.baseline` for a member, seen from `this`, so that a subclass has its own. */
export function nameFor(name: string, thisValue: unknown): string {
  const className = classNameOf(thisValue);
  return className === undefined ? name : `${className}.${name}`;
}

/** The class of an instance, or the class itself; `undefined` for plain objects and for nothing at all. */
export function classNameOf(value: unknown): string | undefined {
  if (typeof value === 'function') return value.name || undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const made: unknown = value.constructor;
  return typeof made === 'function' && made !== Object && made.name !== '' ? made.name : undefined;
}
