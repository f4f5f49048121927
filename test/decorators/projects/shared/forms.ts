import type { Face } from './face.js';

/** A promise with a method more, as SDKs return them. */
export class Traced<T> extends Promise<T> {
  traceId(): string {
    return 'trace-1';
  }
}

/** Every form that TC39 and legacy decorators share. */
export function forms(hret: Face) {
  class Models {
    prefix = 'A';

    @hret.evaluate({ dataset: 'kmmlu', limit: 3 })
    async baseline(input: string) {
      return `${this.prefix}:${input}`;
    }

    @hret.evaluate
    bare(input: string) {
      return `${this.prefix}:${input}`;
    }

    @hret.evaluate()
    called(input: string) {
      return { text: `${this.prefix}:${input}`, costUsd: 0.01 };
    }

    @hret.evaluate({ dataset: 'click' })
    async *streamed(input: string) {
      yield this.prefix;
      yield input;
    }

    @hret.evaluate({ dataset: 'click' })
    generic<Text extends string>(input: Text): Text {
      return input;
    }

    overloaded(input: string): string;
    overloaded(input: string, sample: unknown): string;
    @hret.evaluate({ dataset: 'click' })
    overloaded(input: string, sample?: unknown): string {
      return sample === undefined ? input : 'with sample';
    }

    @hret.benchmark({ dataset: 'kmmlu' })
    candidates() {
      return { a: (input: string) => `a${input}`, b: async (input: string) => `${this.prefix}${input}` };
    }

    @hret.trackMetrics(['accuracy', 'latency'])
    custom() {
      return { accuracy: 0.85, latency: 120.5, note: `by ${this.prefix}` };
    }

    @hret.trackMetrics(['f1'])
    async later(): Promise<{ f1: number }> {
      return { f1: 0.5 };
    }

    @hret.trackMetrics(['f1'])
    traced(): Traced<{ f1: number }> {
      return Traced.resolve({ f1: 0.25 }) as Traced<{ f1: number }>;
    }

    plain(input: string) {
      return input;
    }

    @hret.evaluate({ dataset: 'kmmlu' })
    static onClass(input: string) {
      // biome-ignore lint/complexity/noThisInStatic: that `this` is the class it was called on is what is checked.
      return `${this.name}:${input}`;
    }
  }

  class Smaller extends Models {
    override prefix = 'B';

    @hret.evaluate({ dataset: 'hae_rae' })
    override async baseline(input: string) {
      return `smaller:${input}`;
    }

    override bare(input: string) {
      return `undecorated:${input}`;
    }
  }

  return { Models, Smaller };
}
