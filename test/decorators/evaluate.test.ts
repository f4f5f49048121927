import { describe, expect, it } from 'vitest';
import { declarationOf, undecorated } from '../../src/core/declarations.js';
import type { ModelFunction } from '../../src/core/model-function.js';
import { HretError } from '../../src/errors.js';
import { recorder, resultOf } from './recorder.js';

const thrownBy = (call: () => unknown): unknown => {
  try {
    call();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('nothing was thrown');
};

describe('a wrapped function', () => {
  it('is still the model when it is called with an argument', async () => {
    const { hret, started } = recorder();
    const promise = Promise.resolve('answer');
    const later = hret.evaluate({ dataset: 'kmmlu' })((_input: string) => promise);
    expect(later('q')).toBe(promise);
    const now = hret.evaluate({ dataset: 'kmmlu' })((input: string) => `${input}!`);
    expect(now('q')).toBe('q!');
    expect(started).toEqual([]);
  });

  it('passes every argument and `this` on', () => {
    const { hret } = recorder();
    const model = hret.evaluate(function (this: { prefix: string }, input: string, ...rest: unknown[]) {
      return `${this.prefix}${input}${rest.length}`;
    });
    const holder = { prefix: 'A', model };
    expect(holder.model('q', {}, {})).toBe('Aq2');
    expect(model.call({ prefix: 'B' }, 'q')).toBe('Bq0');
  });

  it('is the model even when the argument is undefined', () => {
    const { hret } = recorder();
    const model = hret.evaluate((input?: string) => input ?? 'none');
    expect(model(undefined)).toBe('none');
  });

  it('throws what the model throws', () => {
    const { hret } = recorder();
    const failure = new Error('no key');
    const model = hret.evaluate((_input: string): string => {
      throw failure;
    });
    expect(thrownBy(() => model('q'))).toBe(failure);
  });

  it('runs the evaluation when it is called without an argument', async () => {
    const { hret, started } = recorder();
    async function myModel(input: string) {
      return input;
    }
    const model = hret.evaluate({ dataset: 'kmmlu', limit: 5 })(myModel);
    expect(await model()).toEqual(resultOf('myModel'));
    expect(started).toEqual([
      { kind: 'evaluate', name: 'myModel', options: { dataset: 'kmmlu', limit: 5 }, fn: myModel, answers: 'q' },
    ]);
  });

  it('runs with the `this` it was called on', async () => {
    const { hret, started } = recorder();
    const holder = {
      prefix: 'A',
      model: hret.evaluate(function model(this: { prefix: string }, input: string) {
        return this.prefix + input;
      }),
    };
    await holder.model();
    expect(started[0]?.answers).toBe('Aq');
  });

  it('runs with options changed, and refuses unknown ones', async () => {
    const { hret, started } = recorder();
    const model = hret.evaluate({ dataset: 'kmmlu', subset: 'Law', limit: 5 })((input: string) => input);
    await model.evaluate({ limit: 50 });
    await model.evaluate({ dataset: 'click' });
    await model.evaluate();
    expect(started.map(({ options }) => options)).toEqual([
      { dataset: 'kmmlu', subset: 'Law', limit: 50 },
      { dataset: 'click', limit: 5 },
      { dataset: 'kmmlu', subset: 'Law', limit: 5 },
    ]);
    // @ts-expect-error there is no option called limt
    await expect(model.evaluate({ limt: 50 })).rejects.toThrow(/limt.*Did you mean "limit"/);
  });

  it('can be made in every form', async () => {
    const { hret, started } = recorder();
    const fn = (input: string) => input;
    for (const model of [
      hret.evaluate(fn),
      hret.evaluate()(fn),
      hret.evaluate({})(fn),
      hret.evaluate(fn, { limit: 1 }),
      hret.evaluate({ limit: 1 })(fn),
    ]) {
      await model();
    }
    expect(started.map(({ options }) => options)).toEqual([{}, {}, {}, { limit: 1 }, { limit: 1 }]);
  });

  it('keeps name, length and properties of the function', () => {
    const { hret } = recorder();
    function fn(input: string, _sample: unknown) {
      return input;
    }
    const model = hret.evaluate(Object.assign(fn, { version: 3 }));
    expect([model.name, model.length, model.version]).toEqual(['fn', 2, 3]);
  });

  it('a function without a name is called model', () => {
    const { hret } = recorder();
    expect(hret.evaluate({})((input: string) => input).evaluation.name).toBe('model');
  });

  it('shows how it was declared, frozen to the bottom, without freezing what the user holds', () => {
    const { hret } = recorder();
    const modelParams = { stop: ['\n'], nested: { topP: 1 } };
    const evaluator = {
      name: 'mine',
      reads: 'text' as const,
      metrics: ['accuracy'],
      calls: 0,
      score: () => ({ status: 'scored' as const, values: {} }),
    };
    const { evaluation } = hret.evaluate({ modelParams, evaluationMethod: evaluator })((input: string) => input);
    expect(evaluation).toEqual({ modelParams, evaluationMethod: evaluator, name: 'model' });
    expect(evaluation.evaluationMethod).toBe(evaluator);
    const kept = evaluation.modelParams as typeof modelParams;
    expect([evaluation, kept, kept.stop, kept.nested].every(Object.isFrozen)).toBe(true);
    expect([modelParams, modelParams.stop, evaluator].some(Object.isFrozen)).toBe(false);
    modelParams.stop.push('later');
    expect(kept.stop).toEqual(['\n']);
  });

  it('wrong options fail where they are written', () => {
    const { hret } = recorder();
    // @ts-expect-error there is no option called datset
    const unknown = thrownBy(() => hret.evaluate({ datset: 'kmmlu' }));
    expect(unknown).toBeInstanceOf(HretError);
    expect(String(unknown)).toMatch(/hret\.evaluate: datset: unknown option\. Did you mean "dataset"\?/);
    // @ts-expect-error the short form checks them too
    expect(String(thrownBy(() => hret.evaluate((input: string) => input, { limit: 'all' })))).toMatch(/limit/);
    // @ts-expect-error a name is not options
    expect(String(thrownBy(() => hret.evaluate('kmmlu')))).toMatch(/expected an object/);
  });

  it('is a declaration of the function, also through other decorations', async () => {
    const { hret, started } = recorder();
    const fn: ModelFunction = (input) => ({ text: input, metadata: {} });
    const tracked = hret.trackMetrics(['accuracy'])(
      Object.assign((input: string) => ({ text: input, accuracy: 1 }), {}),
    );
    const model = hret.evaluate({ dataset: 'kmmlu' })(hret.evaluate({ dataset: 'click' })(fn));
    expect(undecorated(model)).toBe(fn);
    expect(declarationOf(model)).toMatchObject({ kind: 'evaluate', options: { dataset: 'kmmlu' }, isMember: false });
    await model();
    await hret.evaluate(tracked)();
    expect(started.map(({ kind, options }) => [kind, options])).toEqual([
      ['evaluate', { dataset: 'kmmlu' }],
      ['evaluate', {}],
    ]);
    expect(started[0]?.fn).toBe(fn);
  });

  it('refuses what is no function', () => {
    const { hret } = recorder();
    // @ts-expect-error options given twice
    expect(() => hret.evaluate({})({})).toThrow(
      new TypeError(
        'hret.evaluate wraps a function, got object. const model = hret.evaluate({ dataset: "kmmlu" })(async (input) => "…")',
      ),
    );
    // @ts-expect-error null is no function
    expect(() => hret.evaluate({})(null)).toThrow(/got null/);
    class Model {}
    // @ts-expect-error a class is no function
    expect(() => hret.evaluate(Model)).toThrow(/cannot decorate the class Model/);
  });
});

describe('a legacy decorator given an empty descriptor, as jiti does', () => {
  class Models {
    model(input: string) {
      return input;
    }
    get text() {
      return 'text';
    }
  }
  type Legacy = (target: object, key: string, descriptor: PropertyDescriptor) => PropertyDescriptor;

  it('finds the method and hands a full descriptor back', () => {
    const { hret } = recorder();
    const descriptor = (hret.evaluate({}) as unknown as Legacy)(Models.prototype, 'model', {});
    expect(descriptor).toMatchObject({ configurable: true, writable: true, enumerable: false });
    expect(undecorated(descriptor.value)).toBe(Models.prototype.model);
  });

  it('still sees that a getter is none', () => {
    const { hret } = recorder();
    expect(() => (hret.evaluate({}) as unknown as Legacy)(Models.prototype, 'text', {})).toThrow(
      /TypeError|cannot decorate the accessor text/,
    );
  });
});
