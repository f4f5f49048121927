import { describe, expect, it } from 'vitest';
import { flushPending } from '../../src/core/pending.js';
import { recorder, resultOf } from './recorder.js';

function setUp() {
  const recorded = recorder();
  const { hret } = recorded;
  class Models {
    prefix = 'A';

    @hret.evaluate({ dataset: 'kmmlu' })
    async baseline(input: string) {
      return this.prefix + input;
    }

    @hret.benchmark({ dataset: 'click' })
    candidates() {
      return { a: (input: string) => this.prefix + input, b: this.baseline };
    }

    @hret.trackMetrics(['f1'])
    measured() {
      return { f1: 0.5, note: this.prefix };
    }

    @hret.trackMetrics(['f1'])
    measuredOf(scale: number) {
      return { f1: scale };
    }
  }
  return { ...recorded, Models };
}

describe('run', () => {
  it('runs everything that is declared, one after the other, `this` being the instance', async () => {
    const { hret, started, Models } = setUp();
    const results = await hret.run(new Models());
    expect(results).toEqual({
      baseline: resultOf('Models.baseline'),
      candidates: { a: resultOf('a'), b: resultOf('b') },
      measured: { f1: 0.5, note: 'A' },
    });
    expect(started.map(({ kind, name, answers }) => [kind, name, answers])).toEqual([
      ['evaluate', 'Models.baseline', 'Aq'],
      ['benchmark', 'Models.candidates', { a: 'Aq', b: 'Aq' }],
      ['tracked', 'Models.measured', { f1: 0.5 }],
    ]);
  });

  it('runs one thing by its name, with options changed', async () => {
    const { hret, started, Models } = setUp();
    expect(await hret.run(new Models(), 'baseline', { limit: 5 })).toEqual(resultOf('Models.baseline'));
    expect(started.map(({ options }) => options)).toEqual([{ dataset: 'kmmlu', limit: 5 }]);
  });

  it('has recorded what a tracked method returned when it is done', async () => {
    const { hret, started, Models } = setUp();
    expect(await hret.run(new Models(), 'measured')).toEqual({ f1: 0.5, note: 'A' });
    expect(started).toHaveLength(1);
  });

  it('says which names there are when one is unknown', async () => {
    const { hret, Models } = setUp();
    // @ts-expect-error there is no such method
    await expect(hret.run(new Models(), 'baselin')).rejects.toThrow(
      'Nothing called "baselin" is declared on Models. Did you mean "baseline"? Declared: baseline, candidates, measured, measuredOf.',
    );
  });

  it('leaves a tracked method that wants arguments to the program, and says so when asked for it', async () => {
    const { hret, started, Models } = setUp();
    expect(Object.keys(await hret.run(new Models()))).not.toContain('measuredOf');
    await expect(hret.run(new Models(), 'measuredOf')).rejects.toThrow(/Models\.measuredOf takes arguments/);
    started.length = 0;
    new Models().measuredOf(2);
    await flushPending();
    expect(started).toEqual([{ kind: 'tracked', name: 'Models.measuredOf', answers: { f1: 2 } }]);
  });

  it('does not hand back nothing when all there is wants arguments', async () => {
    const { hret } = recorder();
    const measures = { measureOf: hret.trackMetrics(['f1'])((scale: number) => ({ f1: scale })) };
    await expect(hret.run(measures)).rejects.toThrow(/^measureOf takes arguments/);
  });

  it('refuses options for a method that only tracks', async () => {
    const { hret, Models } = setUp();
    await expect(hret.run(new Models(), 'measured', { limit: 5 })).rejects.toThrow(/takes no options/);
  });

  it('refuses unknown options before anything runs', async () => {
    const { hret, started, Models } = setUp();
    // @ts-expect-error there is no option called limt
    await expect(hret.run(new Models(), 'baseline', { limt: 5 })).rejects.toThrow(/Did you mean "limit"/);
    expect(started).toEqual([]);
  });

  it('stops at what fails and throws it unchanged', async () => {
    const { hret, started, Models } = setUp();
    const failure = new Error('no models today');
    const models = new Models();
    models.prefix = 'B';
    class Failing extends Models {
      @hret.benchmark()
      override candidates(): { a: (input: string) => string; b: (input: string) => Promise<string> } {
        throw failure;
      }
    }
    await expect(hret.run(new Failing())).rejects.toBe(failure);
    expect(started.map(({ name }) => name)).toEqual(['Failing.baseline']);
  });

  it('explains that an object declares nothing, and where the methods of a class are', async () => {
    const { hret, Models } = setUp();
    await expect(hret.run({})).rejects.toThrow(/^This object declares nothing to run\. Decorate a method with/);
    await expect(hret.run(Models)).rejects.toThrow(
      'Models declares nothing to run. Its decorated methods are on its instances: hret.run(new Models()).',
    );
    const model = hret.evaluate({ dataset: 'kmmlu' })(function myModel(input: string) {
      return input;
    });
    await expect(hret.run(model)).rejects.toThrow('It is declared itself: call it, myModel().');
    // @ts-expect-error text is no object
    await expect(hret.run('Models')).rejects.toThrow(/hret\.run takes an object with decorated methods, got "Models"/);
    await expect(hret.run(null as unknown as object)).rejects.toThrow(/got null/);
  });

  it('runs wrapped functions of an object or a module under their names there', async () => {
    const { hret, started } = recorder();
    const models = {
      baseline: hret.evaluate({ dataset: 'kmmlu' })((input: string) => input),
      pair: hret.benchmark({ dataset: 'click' })(() => ({ a: (input: string) => input })),
      plain: (input: string) => input,
    };
    const { baseline, pair } = await hret.run(models);
    expect([baseline, pair]).toEqual([resultOf('baseline'), { a: resultOf('a') }]);
    expect(started.map(({ name }) => name)).toEqual(['baseline', 'pair']);
  });
});

describe('a decorated method', () => {
  it('is called as it was written, without arguments too', () => {
    const { hret, started } = recorder();
    class Models {
      @hret.evaluate
      model(input = 'none') {
        return input;
      }
    }
    expect(new Models().model()).toBe('none');
    expect(started).toEqual([]);
  });
});

describe('decorating the same method twice', () => {
  it('is refused rather than dropping one of them', () => {
    const { hret } = recorder();
    expect(() => {
      class Models {
        // @ts-expect-error a model is no factory
        @hret.benchmark()
        @hret.evaluate()
        model(input: string) {
          return input;
        }
      }
      return Models;
    }).toThrow('@hret.benchmark: model is already decorated with @hret.evaluate. Keep one of them.');
    expect(() => {
      class Models {
        @hret.trackMetrics(['f1'])
        @hret.evaluate()
        model(input: string) {
          return { text: input, f1: 1 };
        }
      }
      return Models;
    }).toThrow('Put @hret.trackMetrics below @hret.evaluate.');
  });

  it('works for tracking under evaluating: calls record, a run evaluates', async () => {
    const { hret, started } = recorder();
    class Models {
      @hret.evaluate({ dataset: 'kmmlu' })
      @hret.trackMetrics(['f1'])
      model(input: string) {
        return { text: input, f1: 1 };
      }
    }
    new Models().model('q');
    await flushPending();
    await hret.run(new Models());
    expect(started.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'tracked Models.model',
      'evaluate Models.model',
    ]);
  });
});
