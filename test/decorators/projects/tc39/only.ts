import assert from 'node:assert/strict';
import type { checkForms } from '../shared/check.js';

type Checked = Awaited<ReturnType<typeof checkForms>>;

/** Forms that only TC39 decorators have: arrow fields and #private methods. */
export async function checkStandardForms({ hret, started }: Checked): Promise<void> {
  class Models {
    prefix = 'A';

    @hret.evaluate({ dataset: 'kmmlu' })
    arrow = async (input: string) => `${this.prefix}:${input}`;

    @hret.benchmark
    candidates = () => ({ a: this.arrow });

    @hret.trackMetrics(['f1'])
    measure = () => ({ f1: 0.5 });

    @hret.evaluate
    static arrow = (input: string) => `static ${input}`;

    @hret.evaluate({ dataset: 'kmmlu' })
    #hidden(input: string) {
      return `${this.prefix}#${input}`;
    }

    @hret.trackMetrics(['f1'])
    #measure() {
      return { f1: 0.75 };
    }

    callHidden(): string {
      return this.#hidden('q');
    }

    callMeasure(): number {
      return this.#measure().f1;
    }
  }

  class Smaller extends Models {
    override prefix = 'B';
  }

  const models = new Models();
  assert.equal(await models.arrow('q'), 'A:q');
  assert.equal(Models.arrow('q'), 'static q');
  assert.equal(models.arrow.name, 'arrow');
  assert.equal(models.callHidden(), 'A#q');
  assert.equal(models.callMeasure(), 0.75);
  new Smaller().callMeasure();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(
    started.splice(0).map(({ name }) => name),
    ['Models.#measure', 'Smaller.#measure'],
  );

  const { arrow, candidates, measure } = await hret.run(new Smaller());
  assert.deepEqual([arrow.metrics.accuracy, candidates.a.metrics.accuracy, measure.f1], [1, 1, 0.5]);
  assert.deepEqual(
    started.map(({ name, answers }) => [name, answers]),
    [
      ['Smaller.arrow', 'B:q'],
      ['Smaller.candidates', { a: 'B:q' }],
      ['Smaller.measure', { f1: 0.5 }],
    ],
  );
  // @ts-expect-error a #private method is not seen from outside
  await assert.rejects(hret.run(models, '#hidden'), /#private method can only be run from inside its class/);

  assert.throws(() => {
    class Accessors {
      // @ts-expect-error an accessor is not a model
      @hret.evaluate
      accessor model = 'text';
    }
    return Accessors;
  }, /TypeError: @hret\.evaluate cannot decorate the accessor model\b/);

  assert.throws(() => {
    class Later {
      // @ts-expect-error text is not a model
      @hret.evaluate
      model = 'text';
    }
    return new Later();
  }, /TypeError: @hret\.evaluate cannot decorate model, which is not a function/);
}
