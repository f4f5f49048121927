import type { EvaluateOptions } from './options.js';

/** Any function: nothing is known about what it takes. */
export type Callable = (this: never, ...args: never[]) => unknown;

interface Declared {
  /** Of the function or the class member, without the class. */
  readonly name: string;
  /** A class member runs with its instance as `this`; a wrapped function stands alone. */
  readonly isMember: boolean;
  /** The function that was decorated or wrapped; it may be declared itself. */
  readonly original: Callable;
}

/** What a decorated or wrapped function says about itself. */
export type Declaration =
  | (Declared & { readonly kind: 'evaluate' | 'benchmark'; readonly options: EvaluateOptions })
  | (Declared & { readonly kind: 'trackMetrics'; readonly metrics: readonly string[] });

/** A declared function found on an object, under its name there. */
export interface DeclaredMember {
  readonly name: string | symbol;
  readonly fn: Callable;
  readonly declaration: Declaration;
}

/** Our own key: `design:*` keys are never read, since esbuild, tsx and swc do not write them. */
const metadataKey = 'hret:declaration';

/** Shared by all copies of hret in a process: `hret run` may be another copy than the one the user's file imports. */
const fallbackKey = Symbol.for('hret.declarations');

interface MetadataStore {
  defineMetadata(key: string, value: unknown, target: object): void;
  getOwnMetadata(key: string, target: object): unknown;
}

/** Ties a declaration to the function that stands in for the original: in `reflect-metadata` where the program has loaded it, else in a WeakMap. */
export function declare(fn: Callable, declaration: Declaration): void {
  const store = metadataStore();
  if (store === undefined) fallback().set(fn, declaration);
  else store.defineMetadata(metadataKey, declaration, fn);
}

/** What this function declares; `undefined` for a plain one. */
export function declarationOf(fn: Callable): Declaration | undefined {
  const declaration = metadataStore()?.getOwnMetadata(metadataKey, fn) ?? fallback().get(fn);
  return declaration as Declaration | undefined;
}

/** The function under all its decorations: `evaluate(trackMetrics(fn))` gives `fn`. */
export function undecorated<F extends Callable>(fn: F): F {
  let inner: Callable = fn;
  for (let declared = declarationOf(fn); declared !== undefined; declared = declarationOf(inner))
    inner = declared.original;
  return inner as F;
}

/**
 * The declared methods and properties of an instance (of a class: the static ones), base class first, in the order they
 * were written. An override takes the place of what it overrides; one that is not decorated declares nothing.
 */
export function declarationsOf(holder: object): DeclaredMember[] {
  const members = new Map<string | symbol, DeclaredMember>();
  for (const level of lineage(holder)) {
    for (const name of Reflect.ownKeys(level)) {
      const fn: unknown = Object.getOwnPropertyDescriptor(level, name)?.value;
      const declaration = isCallable(fn) ? declarationOf(fn) : undefined;
      if (isCallable(fn) && declaration !== undefined) members.set(name, { name, fn, declaration });
      else members.delete(name);
    }
  }
  return [...members.values()];
}

/** Base first, the object itself last. */
function lineage(holder: object): object[] {
  const levels: object[] = [];
  let level: object | null = holder;
  while (level !== null && level !== Object.prototype && level !== Function.prototype) {
    levels.unshift(level);
    level = Object.getPrototypeOf(level);
  }
  return levels;
}

function isCallable(value: unknown): value is Callable {
  return typeof value === 'function';
}

/** Looked up on every use, because a program may load `reflect-metadata` after hret. */
function metadataStore(): MetadataStore | undefined {
  const reflect: Partial<MetadataStore> = Reflect as object;
  const isLoaded = typeof reflect.defineMetadata === 'function' && typeof reflect.getOwnMetadata === 'function';
  return isLoaded ? (reflect as MetadataStore) : undefined;
}

function fallback(): WeakMap<Callable, Declaration> {
  const shared = globalThis as { [fallbackKey]?: WeakMap<Callable, Declaration> };
  shared[fallbackKey] ??= new WeakMap();
  return shared[fallbackKey];
}
