import { describe, expect, it } from 'vitest';
import { type DatasetDefinition, defineDataset } from '../../src/core/dataset-definition.js';
import type { ScoreInput } from '../../src/core/evaluator.js';
import { definedPlugin } from '../../src/datasets/defined-dataset.js';
import { testWorld } from '../../src/testing/memory-world.js';
import { samplesOf } from '../contracts/dataset.js';
import { errorOf } from '../sources/hub-world.js';
import { openDataset } from './open-dataset.js';

/** What somebody may write in JavaScript, where nothing checks types. */
type Loose = Readonly<Record<string, unknown>>;

const quiz: Loose = {
  name: 'quiz',
  data: [{ q: '수도는?', a: '서울', n: 7 }],
  getPrompt: ({ q }: Loose) => q,
  getTarget: ({ a }: Loose) => a,
};
const definition = (parts: Loose) => ({ ...quiz, ...parts }) as unknown as DatasetDefinition;
const samplesFrom = async (parts: Loose) =>
  samplesOf(await openDataset(definedPlugin(definition(parts), '/'), testWorld()));

describe('what a dataset module makes of a row', () => {
  it.each<[string, Loose, string]>([
    [
      'a promise',
      { getPrompt: async () => '?' },
      'getPrompt: expected the text of a question, got an instance of Promise.',
    ],
    [
      'a misspelt column',
      { getPrompt: ({ Q }: Loose) => Q },
      'getPrompt: expected the text of a question, got undefined.',
    ],
    ['an empty question', { getPrompt: () => ' ' }, 'getPrompt: expected the text of a question, got " ".'],
    [
      'no key',
      { getTarget: () => undefined },
      'getTarget: expected a target, for example { kind: "text", accepted: ["…"] }, got undefined.',
    ],
    [
      'a kind there is not',
      { getTarget: () => ({ kind: 'choices' }) },
      'getTarget: kind: expected "choice", "text" or "rubric", got "choices".',
    ],
    [
      'a choice question without choices',
      { getTarget: () => ({ kind: 'choice', options: ['가'], answer: 0 }) },
      'getTarget: choices: expected a list of texts, got undefined.',
    ],
    [
      'a key that names none of the choices',
      { getTarget: () => ({ kind: 'choice', choices: ['가', '나'], answer: 'ABCD'.indexOf('가') }) },
      'getTarget: answer: expected the place of the right choice, from 0 to 1, got -1 (a number).',
    ],
    ['metadata that is no object', { getMetadata: () => 'x' }, 'getMetadata: expected an object, got "x".'],
    [
      'metadata that JSON cannot hold',
      { getMetadata: () => ({ at: { count: 1n } }) },
      'getMetadata: at: count: expected a value JSON can hold, got 1 (a bigint).',
    ],
    ['a thing for an id', { getId: () => ({}) }, 'getId: expected a text, got an empty object.'],
  ])('is refused with its row: %s', async (_, parts, problem) => {
    expect((await errorOf(samplesFrom(parts))).message).toBe(`quiz row 1: ${problem}`);
  });

  it('may be numbers where a text is meant, as in files', async () => {
    const n = (row: Loose) => row.n;
    expect(await samplesFrom({ getTarget: n, getId: n, getGroup: n })).toEqual([
      { id: '7', input: '수도는?', target: { kind: 'text', accepted: ['7'] }, group: '7' },
    ]);
  });

  it.each([[null], [''], [undefined]])('has no group where the row has none: %j', async (group) => {
    expect((await samplesFrom({ getGroup: () => group }))[0]).not.toHaveProperty('group');
  });

  it('is nothing when the row is none', async () => {
    expect((await errorOf(samplesFrom({ data: [null] }))).message).toBe(
      'quiz row 1: expected an object, columns by name, got null.',
    );
  });
});

describe('the definition of a dataset', () => {
  it.each<[string, Loose, string]>([
    [
      'a misspelt part',
      { getGruop: () => 'x' },
      'it has a part "getGruop", which means nothing here. Did you mean "getGroup"?',
    ],
    ['a part of another kind', { evaluatePrediction: true }, 'it needs evaluatePrediction to be a function.'],
    ['a function for the data', { data: () => [] }, 'it lacks: data (a file, files by split, or rows).'],
    ['no split', { data: {} }, 'it lacks: data (a file, files by split, or rows).'],
  ])('is refused with %s', (_, parts, problem) => {
    expect(() => defineDataset(definition(parts))).toThrow(`The dataset "quiz" cannot be used; ${problem}`);
  });

  it('may hold the rows of each split', async () => {
    const data = { test: [{ q: '강은?', a: '한강' }], train: [{ q: '산은?', a: '남산' }] };
    const plugin = definedPlugin(definition({ data, defaultSplit: 'test' }), '/');
    const inputs = async (request: Loose) =>
      (await samplesOf(await openDataset(plugin, testWorld(), request))).map(({ input }) => input);
    expect(await inputs({})).toEqual(['강은?']);
    expect(await inputs({ split: 'train' })).toEqual(['산은?']);
  });
});

describe('what evaluatePrediction gives', () => {
  const scoreFor = async (verdict: unknown) =>
    definedPlugin(definition({ evaluatePrediction: () => verdict }), '/').evaluator?.score({
      answer: { kind: 'text', generation: { text: '서울', finish: 'stop' } },
    } as unknown as ScoreInput);

  it('is a verdict, a number, a score, or null where it cannot tell', async () => {
    expect(await scoreFor(true)).toEqual({ status: 'scored', values: { accuracy: 1 } });
    expect(await scoreFor(0.5)).toEqual({ status: 'scored', values: { accuracy: 0.5 } });
    expect(await scoreFor({ status: 'scored', values: { f1: 1 } })).toEqual({ status: 'scored', values: { f1: 1 } });
    expect(await scoreFor(null)).toEqual({ status: 'unscored', reason: 'evaluatePrediction could not tell' });
  });

  it.each([
    ['yes', '"yes"'],
    [Number.NaN, 'NaN (a number)'],
    [undefined, 'undefined'],
    [[true, 0.5], '[true, 0.5] (a list)'],
    [{ correct: true }, 'an object with "correct"'],
  ])('is refused when it is something else: %j', async (verdict, shown) => {
    expect((await errorOf(Promise.resolve().then(() => scoreFor(verdict)))).message).toContain(
      `evaluatePrediction gave ${shown}; expected true or false, a number`,
    );
  });
});
