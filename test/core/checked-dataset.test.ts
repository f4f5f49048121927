import { describe, expect, it } from 'vitest';
import { checkedDataset } from '../../src/core/checked-dataset.js';
import type { Dataset } from '../../src/core/dataset.js';
import { samplesOf } from '../contracts/dataset.js';
import { errorOf } from '../sources/hub-world.js';

const sample = { id: '1', input: '?', target: { kind: 'text', accepted: ['1'] } };
const datasetOf = (...samples: readonly unknown[]) =>
  ({
    name: 'own',
    async *samples() {
      yield* samples;
    },
  }) as unknown as Dataset;
const problemOf = async (made: unknown) =>
  (await errorOf(Promise.resolve().then(() => samplesOf(checkedDataset(made as Dataset, 'own'))))).message;

describe('a dataset that a user registered', () => {
  it('gives its samples as they are', async () => {
    const whole = {
      ...sample,
      ...{ group: 'g', cluster: 'c', images: [{ url: 'a.png' }], followUps: ['?'], metadata: { n: [1, null] } },
    };
    const choice = { ...sample, target: { kind: 'choice', choices: ['가', '나'], answer: 1 } };
    const rubric = { ...sample, target: { kind: 'rubric', rubric: 'x' } };
    const all = [sample, whole, choice, rubric, sample];
    expect(await samplesOf(checkedDataset(datasetOf(...all), 'own'))).toEqual(all);
  });

  it('may give them as a list, and be an instance of a class', async () => {
    class Own {
      readonly name = 'own';
      readonly size = 1;
      samples = () => [sample];
    }
    const checked = checkedDataset(new Own() as unknown as Dataset, 'own');
    expect(checked).toMatchObject({ name: 'own', size: 1 });
    expect(await samplesOf(checked)).toEqual([sample]);
  });

  it.each<[unknown, string]>([
    [null, 'expected a sample, { id, input, target }, got null.'],
    [{ ...sample, id: 1 }, 'id: expected a text, got 1 (a number).'],
    [{ ...sample, input: undefined }, 'input: expected the text of a question, got undefined.'],
    [{ ...sample, images: ['a.png'] }, 'images: expected a list of { url }, got ["a.png"] (a list).'],
    [{ ...sample, group: 5 }, 'group: expected a text, got 5 (a number).'],
    [
      { id: '1', input: '?', reference: '1' },
      'target: expected a target, for example { kind: "text", accepted: ["…"] }, got undefined.',
    ],
    [
      { ...sample, target: { kind: 'text', accepted: '1' } },
      'target.accepted: expected a list of texts, got "1" (a string).',
    ],
    [{ ...sample, metadata: { f: () => 1 } }, 'metadata.f: expected a value JSON can hold, got a function.'],
  ])('is refused with the number of the sample that is none: %j', async (wrong, problem) => {
    expect(await problemOf(datasetOf(sample, wrong))).toBe(`The dataset "own", sample 2: ${problem}`);
  });

  it('is named by what it throws', async () => {
    const throwing = {
      name: 'own',
      async *samples() {
        yield sample;
        throw new Error('no more');
      },
    };
    expect(await problemOf(throwing)).toBe('The dataset "own" failed at sample 2: no more');
  });

  it('is refused when it has no samples to iterate', async () => {
    expect(await problemOf(undefined)).toBe(
      'create of the dataset "own" gave undefined; expected { name, samples() }.',
    );
    expect(await problemOf({ name: 'own', samples: async () => [sample] })).toBe(
      'samples() of the dataset "own" gave an instance of Promise; expected an iterable of samples, such as a generator.',
    );
  });
});
