import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { flushPending } from '../../src/core/pending.js';
import { HretError } from '../../src/errors.js';
import { recorder } from './recorder.js';

describe('a tracked function', () => {
  it('hands its value back and records the named numbers only', async () => {
    const { hret, started } = recorder();
    const value = { accuracy: 0.9, latency: 12, other: 1 };
    const tracked = hret.trackMetrics(['accuracy', 'latency'])(function measure() {
      return value;
    });
    expect(tracked()).toBe(value);
    await flushPending();
    expect(started).toEqual([{ kind: 'tracked', name: 'measure', answers: { accuracy: 0.9, latency: 12 } }]);
  });

  it('records on every call', async () => {
    const { hret, started } = recorder();
    const tracked = hret.trackMetrics(['scale'])((scale: number) => ({ scale }));
    tracked(1);
    tracked(2);
    await flushPending();
    expect(started.map(({ answers }) => answers)).toEqual([{ scale: 1 }, { scale: 2 }]);
  });

  it('hands the very promise of an async function back and records when it is done', async () => {
    const { hret, started } = recorder();
    const promise = Promise.resolve({ f1: 0.5 });
    const tracked = hret.trackMetrics(['f1'])(() => promise);
    const returned = tracked();
    expect(returned).toBe(promise);
    await returned;
    await flushPending();
    expect(started.map(({ answers }) => answers)).toEqual([{ f1: 0.5 }]);
  });

  it('records nothing when the function fails, and the failure is its own', async () => {
    const { hret, started, warnings } = recorder();
    const failure = new Error('no data');
    const now = hret.trackMetrics(['f1'])((): { f1: number } => {
      throw failure;
    });
    const later = hret.trackMetrics(['f1'])(async (): Promise<{ f1: number }> => {
      throw failure;
    });
    expect(now).toThrow(failure);
    await expect(later()).rejects.toBe(failure);
    await flushPending();
    expect([started, warnings]).toEqual([[], []]);
  });

  it('records what is there and warns of what is not', async () => {
    const { hret, started, warnings } = recorder();
    // @ts-expect-error precision is missing and recall is text
    const tracked = hret.trackMetrics(['f1', 'precision', 'recall'])(function measure() {
      return { f1: 0.5, recall: 'high' };
    });
    expect(tracked()).toEqual({ f1: 0.5, recall: 'high' });
    await flushPending();
    expect(started.map(({ answers }) => answers)).toEqual([{ f1: 0.5 }]);
    expect(warnings).toEqual([
      'trackMetrics: measure did not return every number it tracks: precision is undefined, recall is "high".',
    ]);
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY]])('%s is no number to keep', async (f1) => {
    const { hret, started, warnings } = recorder();
    hret.trackMetrics(['f1'])(() => ({ f1 }))();
    await flushPending();
    expect(started).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining(`f1 is ${f1}`)]);
  });

  it('a recording that fails is a warning, not an error of the function', async () => {
    const { hret, warnings } = recorder({
      recordTracked: async () => {
        throw new HretError('store', 'the disk is full');
      },
    });
    const tracked = hret.trackMetrics(['f1'])(function measure() {
      return { f1: 0.5 };
    });
    expect(tracked()).toEqual({ f1: 0.5 });
    await flushPending();
    expect(warnings).toEqual(['trackMetrics: the numbers of measure could not be recorded: the disk is full']);
  });

  it('records in the context of its call, however late its value comes', async () => {
    const context = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const { hret } = recorder({ recordTracked: async () => void seen.push(context.getStore()) });
    const tracked = hret.trackMetrics(['f1'])(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return { f1: 0.5 };
    });
    await Promise.all([context.run('a', tracked), context.run('b', tracked)]);
    await flushPending();
    expect(seen).toEqual(['a', 'b']);
  });

  it('waiting for recordings never waits for the function itself, which may ask for the history', async () => {
    const { hret, started } = recorder();
    const tracked = hret.trackMetrics(['f1'])(async () => {
      await flushPending();
      return { f1: 0.5 };
    });
    await tracked();
    await flushPending();
    expect(started).toHaveLength(1);
  });

  it.each([[[]], ['accuracy'], [undefined], [['']], [[1]]])('%j are no names', (names) => {
    const { hret } = recorder();
    expect(() => hret.trackMetrics(names as string[])).toThrow(/takes the names of the numbers to keep/);
  });

  it('is refused where there is no function', () => {
    const { hret } = recorder();
    // @ts-expect-error a value is no function
    expect(() => hret.trackMetrics(['f1'])({ f1: 1 })).toThrow(/hret\.trackMetrics wraps a function, got object/);
  });
});
