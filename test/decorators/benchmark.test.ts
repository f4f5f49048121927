import { describe, expect, it } from 'vitest';
import { flushPending } from '../../src/core/pending.js';
import { recorder, resultOf } from './recorder.js';

describe('a benchmark', () => {
  const gpt = (input: string) => `gpt ${input}`;
  const claude = async (input: string) => `claude ${input}`;

  it('runs every model when it is called, results under their names', async () => {
    const { hret, started } = recorder();
    const compare = hret.benchmark({ dataset: 'kmmlu' })(function compareModels() {
      return { gpt, claude };
    });
    expect(await compare()).toEqual({ gpt: resultOf('gpt'), claude: resultOf('claude') });
    expect(started).toEqual([
      {
        kind: 'benchmark',
        name: 'compareModels',
        options: { dataset: 'kmmlu' },
        answers: { gpt: 'gpt q', claude: 'claude q' },
      },
    ]);
  });

  it('takes the arguments and the `this` of its factory, which may be async', async () => {
    const { hret, started } = recorder();
    const compare = hret.benchmark(async function (this: { prefix: string }, key: string) {
      return { only: (input: string) => `${this.prefix}${key}${input}` };
    });
    await compare.call({ prefix: 'A' }, 'key');
    expect(started[0]?.answers).toEqual({ only: 'Akeyq' });
  });

  it('evaluates decorated models once, not the evaluation of them', async () => {
    const { hret, started } = recorder();
    const tracked = hret.trackMetrics(['f1'])((text: string) => ({ text, f1: 1 }));
    await hret.benchmark(() => ({ tracked: hret.evaluate({ dataset: 'click' })(tracked) }))();
    await flushPending();
    expect(started.map(({ kind }) => kind)).toEqual(['benchmark']);
    expect(started[0]?.answers).toEqual({ tracked: { text: 'q', f1: 1 } });
  });

  it('names the model that is not a function', async () => {
    const { hret, started } = recorder();
    // @ts-expect-error claude is text
    const compare = hret.benchmark(() => ({ gpt, claude: 'claude-3' }));
    await expect(compare()).rejects.toThrow(
      'hret.benchmark: models must return functions under their names, such as { gpt, claude }; "claude" is "claude-3".',
    );
    expect(started).toEqual([]);
  });

  it('refuses a factory that returns no models', async () => {
    const { hret } = recorder();
    await expect(hret.benchmark(() => ({}))()).rejects.toThrow(/it returned none/);
    // @ts-expect-error a list has no names
    await expect(hret.benchmark(() => [gpt])()).rejects.toThrow(/it returned a list of 1/);
    // @ts-expect-error nothing at all
    await expect(hret.benchmark(() => {})()).rejects.toThrow(/it returned undefined/);
  });

  it('passes on what the factory throws', async () => {
    const { hret } = recorder();
    const failure = new Error('no key');
    const compare = hret.benchmark((): { gpt: typeof gpt } => {
      throw failure;
    });
    await expect(compare()).rejects.toBe(failure);
  });
});
