import { describe, expect, it } from 'vitest';
import { plugin } from '../../src/backends/baseline.js';
import type { GenerateRequest, Model } from '../../src/core/model.js';
import { parseOptions } from '../../src/core/plugin-options.js';
import type { Target } from '../../src/core/sample.js';
import { testWorld } from '../../src/testing/index.js';
import { describeModel } from '../contracts/model.js';

const make = (params: Readonly<Record<string, unknown>> = {}): Promise<Model> =>
  Promise.resolve(plugin.create(parseOptions(plugin, 'modelParams', params), testWorld()));
const { signal } = new AbortController();
const about = (id: string, target: Target, draw = 0): GenerateRequest => ({
  prompt: { text: id },
  sample: { id, input: id, target },
  draw,
  signal,
});
const choice = (choices: readonly string[], id = 'q1', draw = 0) =>
  about(id, { kind: 'choice', choices, answer: 0 }, draw);

describeModel('baseline', {
  make: () => make(),
  hasNoService: 'it asks nobody',
  ignoresAborts: 'it answers before anything could be aborted',
});

describe('the backend "baseline"', () => {
  it('answers with the first option', async () => {
    const model = await make();
    expect(model.id).toBe('baseline/first');
    expect(await model.generate(choice(['서울', '부산']))).toEqual({ text: '서울', finish: 'stop' });
  });

  it('answers with the longest option, counted in characters, the first one on a tie', async () => {
    const model = await make({ strategy: 'longest' });
    expect(model.id).toBe('baseline/longest');
    expect((await model.generate(choice(['👍🏽👍🏽', '다섯글자요', '여섯 글자', '짧다']))).text).toBe('다섯글자요');
  });

  it('draws an option by seed, sample and draw, whatever the order of asking', async () => {
    const options = ['A', 'B', 'C', 'D'];
    const ids = Array.from({ length: 400 }, (_, n) => `q${n}`);
    const drawn = async (params: object, draw = 0) => {
      const model = await make({ strategy: 'random', ...params });
      return Promise.all(ids.map(async (id) => (await model.generate(choice(options, id, draw))).text));
    };
    const first = await drawn({});
    const reversed = await make({ strategy: 'random' });
    const backwards = await Promise.all(
      ids.toReversed().map(async (id) => (await reversed.generate(choice(options, id))).text),
    );
    expect(backwards.reverse()).toEqual(first);
    expect(await drawn({ seed: 1 })).not.toEqual(first);
    expect(await drawn({}, 1)).not.toEqual(first);
    for (const option of options) expect(first.filter((text) => text === option).length).toBeGreaterThan(70);
  });

  it.each(['first', 'random', 'longest'])(
    'has nothing to say about a question without options (%s)',
    async (strategy) => {
      const model = await make({ strategy });
      expect((await model.generate(about('q', { kind: 'text', accepted: ['서울'] }))).text).toBe('');
      expect((await model.generate(about('q', { kind: 'rubric', rubric: '정확성' }))).text).toBe('');
    },
  );

  it('always gives the majority answer it was told, and none it was not', async () => {
    const model = await make({ strategy: 'majority', majority_answer: 'B' });
    expect((await model.generate(choice(['서울', '부산']))).text).toBe('B');
    expect((await model.generate(about('q', { kind: 'text', accepted: ['서울'] }))).text).toBe('B');
    expect(() => make({ strategy: 'majority' })).toThrow('modelParams.majorityAnswer is missing');
  });
});
