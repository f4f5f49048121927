import { afterEach, describe, expect, it } from 'vitest';
import {
  type Callable,
  type Declaration,
  declarationOf,
  declarationsOf,
  declare,
  undecorated,
} from '../../src/core/declarations.js';

function declared(original: Callable, name = 'm'): Callable {
  const stand = () => undefined;
  declare(stand, { kind: 'evaluate', options: {}, name, isMember: true, original });
  return stand;
}

function define(target: object, members: Readonly<Record<string | symbol, unknown>>): void {
  for (const key of Reflect.ownKeys(members)) {
    Object.defineProperty(target, key, { value: members[key], configurable: true, writable: true });
  }
}

const namesOf = (holder: object) => declarationsOf(holder).map(({ name }) => name);

describe('declarations', () => {
  it('a function that is not declared declares nothing and is its own original', () => {
    const fn = () => 1;
    expect(declarationOf(fn)).toBeUndefined();
    expect(undecorated(fn)).toBe(fn);
  });

  it('the function under several decorations is found', () => {
    const fn = () => 1;
    expect(undecorated(declared(declared(declared(fn))))).toBe(fn);
  });

  it('members come base class first, in the order they were written', () => {
    class Base {}
    class Derived extends Base {}
    define(Base.prototype, { z: declared(() => 1), a: declared(() => 2) });
    define(Derived.prototype, { m: declared(() => 3), b: declared(() => 4) });
    const instance = new Derived();
    define(instance, { field: declared(() => 5) });
    expect(namesOf(instance)).toEqual(['z', 'a', 'm', 'b', 'field']);
  });

  it('an override takes the place of what it overrides', () => {
    class Base {}
    class Derived extends Base {}
    const override = declared(() => 3);
    define(Base.prototype, { first: declared(() => 1), second: declared(() => 2) });
    define(Derived.prototype, { third: declared(() => 4), first: override });
    const members = declarationsOf(new Derived());
    expect(members.map(({ name }) => name)).toEqual(['first', 'second', 'third']);
    expect(members[0]?.fn).toBe(override);
  });

  it('an override that is not decorated declares nothing', () => {
    class Base {}
    class Derived extends Base {}
    define(Base.prototype, { first: declared(() => 1), second: declared(() => 2) });
    define(Derived.prototype, { first: () => 3 });
    expect(namesOf(new Derived())).toEqual(['second']);
    expect(namesOf(new Base())).toEqual(['first', 'second']);
  });

  it('a class has its static members, inherited ones included, and none of its instances', () => {
    class Base {}
    class Derived extends Base {}
    define(Base, { early: declared(() => 1) });
    define(Derived, { late: declared(() => 2) });
    define(Base.prototype, { method: declared(() => 3) });
    expect(namesOf(Derived)).toEqual(['early', 'late']);
    expect(namesOf(new Derived())).toEqual(['method']);
  });

  it('getters are never called while looking for members', () => {
    const holder = {
      get expensive(): never {
        throw new Error('called');
      },
      model: declared(() => 1),
    };
    expect(namesOf(holder)).toEqual(['model']);
  });

  it('members named by symbols and objects without a prototype are found', () => {
    const symbol = Symbol('model');
    const holder: object = Object.create(null);
    define(holder, { [symbol]: declared(() => 1) });
    expect(namesOf(holder)).toEqual([symbol]);
  });

  it('another copy of the module in the same process sees the declarations', async () => {
    const url = new URL('../../src/core/declarations.ts?another-copy', import.meta.url).href;
    const other: typeof import('../../src/core/declarations.js') = await import(/* @vite-ignore */ url);
    expect(other.declarationOf).not.toBe(declarationOf);
    const fn = () => 1;
    expect(other.undecorated(declared(fn))).toBe(fn);
  });
});

describe('with reflect-metadata loaded', () => {
  const store = new Map<object, Map<string, unknown>>();
  const polyfill = {
    defineMetadata: (key: string, value: unknown, target: object) => void store.set(target, new Map([[key, value]])),
    getOwnMetadata: (key: string, target: object) => store.get(target)?.get(key),
  };

  afterEach(() => {
    store.clear();
    for (const name of Object.keys(polyfill)) Reflect.deleteProperty(Reflect, name);
  });

  it('declarations are kept there, under our own key', () => {
    Object.assign(Reflect, polyfill);
    const fn = () => 1;
    const stand = declared(fn, 'kept');
    const declaration = store.get(stand)?.get('hret:declaration') as Declaration;
    expect(declaration.name).toBe('kept');
    expect(undecorated(stand)).toBe(fn);
  });

  it('declarations made before it was loaded are still found', () => {
    const fn = () => 1;
    const stand = declared(fn);
    Object.assign(Reflect, polyfill);
    expect(undecorated(stand)).toBe(fn);
    expect(undecorated(declared(stand))).toBe(fn);
  });

  it('the real package works as the store', async () => {
    await import('reflect-metadata');
    const { getOwnMetadata } = Reflect as unknown as { getOwnMetadata(key: string, target: object): Declaration };
    const stand = declared(() => 1, 'real');
    expect(getOwnMetadata('hret:declaration', stand).name).toBe('real');
    expect(declarationOf(stand)?.name).toBe('real');
  });
});
