import assert from 'node:assert/strict';
import type { Face } from './face.js';

/** What the compiler refuses, in both modes, and what is thrown where it was not asked. */
export function checkRefusals(hret: Face): void {
  const refuses = (decorating: () => unknown, message: RegExp) => assert.throws(decorating, message);

  refuses(() => {
    // @ts-expect-error a class is not a model
    @hret.evaluate({ dataset: 'kmmlu' })
    class Model {}
    return Model;
  }, /TypeError: @hret\.evaluate cannot decorate the class Model\b.*hret\.evaluate\(\{ dataset: "kmmlu" \}\)/);

  refuses(() => {
    // @ts-expect-error a class is not a factory
    @hret.benchmark
    class Models {}
    return Models;
  }, /TypeError: @hret\.benchmark cannot decorate the class Models\b/);

  refuses(() => {
    // @ts-expect-error a class measures nothing
    @hret.trackMetrics(['accuracy'])
    class Measure {}
    return Measure;
  }, /TypeError: @hret\.trackMetrics cannot decorate the class Measure\b/);

  refuses(() => {
    class Models {
      // @ts-expect-error a getter is not a model
      @hret.evaluate
      get model() {
        return 'text';
      }
    }
    return Models;
  }, /TypeError: @hret\.evaluate cannot decorate the (getter|accessor) model\b/);

  refuses(() => {
    class Models {
      // @ts-expect-error nor is a setter
      @hret.evaluate({ dataset: 'kmmlu' })
      set model(_value: string) {}
    }
    return Models;
  }, /TypeError: @hret\.evaluate cannot decorate the (setter|accessor) model\b/);

  refuses(() => {
    class Models {
      // @ts-expect-error a getter is no factory, whatever it gives
      @hret.benchmark()
      get models() {
        return { a: (input: string) => input };
      }
    }
    return Models;
  }, /cannot decorate the (getter|accessor) models\b/);

  refuses(() => {
    class Models {
      // @ts-expect-error nor in the short form
      @hret.benchmark
      get models() {
        return { a: (input: string) => input };
      }
    }
    return Models;
  }, /cannot decorate the (getter|accessor) models\b/);

  refuses(() => {
    class Measures {
      // @ts-expect-error a getter measures nothing
      @hret.trackMetrics(['accuracy'])
      get measured() {
        return { accuracy: 1 };
      }
    }
    return Measures;
  }, /cannot decorate the (getter|accessor) measured\b/);

  refuses(() => {
    class Models {
      // @ts-expect-error a number is not a model
      @hret.evaluate
      limit = 5;
    }
    return new Models();
  }, /TypeError: @hret\.evaluate cannot decorate (limit, which is not a function|the field limit under experimentalDecorators)/);

  refuses(() => {
    class Models {
      @hret.evaluate({ dataset: 'kmmlu' })
      @hret.evaluate({ dataset: 'click' })
      model(input: string) {
        return input;
      }
    }
    return Models;
  }, /TypeError: @hret\.evaluate: model is already decorated with @hret\.evaluate\. Keep one of them\./);

  refuses(() => {
    class Models {
      // @ts-expect-error there is no option called datset
      @hret.evaluate({ datset: 'kmmlu' })
      model(input: string) {
        return input;
      }
    }
    return Models;
  }, /HretError: .*datset.*Did you mean "dataset"\?/);
}

/** Refused by the compiler alone: the functions work, but not as what they are declared as. Never called. */
export function checkTypes(hret: Face): unknown {
  class Models {
    // @ts-expect-error a model returns text, not a number
    @hret.evaluate
    count(input: string) {
      return input.length;
    }

    // @ts-expect-error a model takes the question first
    @hret.evaluate({ dataset: 'kmmlu' })
    byNumber(index: number) {
      return `${index}`;
    }

    // @ts-expect-error a factory returns functions
    @hret.benchmark({ dataset: 'kmmlu' })
    candidates() {
      return { a: 'text' };
    }

    // @ts-expect-error a run has no arguments to give to a factory
    @hret.benchmark
    withKey(key: string) {
      return { a: (input: string) => key + input };
    }

    // @ts-expect-error the method does not return f1
    @hret.trackMetrics(['accuracy', 'f1'])
    custom() {
      return { accuracy: 0.9 };
    }

    // @ts-expect-error latency is text
    @hret.trackMetrics(['latency'])
    async slow() {
      return { latency: '12 ms' };
    }

    // @ts-expect-error the names are missing
    @hret.trackMetrics
    nameless() {
      return { accuracy: 1 };
    }
  }
  return Models;
}
