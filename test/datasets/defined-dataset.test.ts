import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { datasetNamed } from '../../src/api/dataset-named.js';
import { quickEval } from '../../src/api/entry.js';
import { type DatasetDefinition, defineDataset } from '../../src/core/dataset-definition.js';
import { definedPlugin } from '../../src/datasets/defined-dataset.js';
import { testWorld } from '../../src/testing/memory-world.js';
import { samplesOf } from '../contracts/dataset.js';
import { errorOf, temporaryFolder } from '../sources/hub-world.js';
import { openDataset } from './open-dataset.js';

const definition: DatasetDefinition = {
  name: 'quiz',
  data: [
    { q: '수도는?', a: '서울', topic: '지리' },
    { q: '강은?', a: '한강', topic: '지리' },
  ],
  getPrompt: ({ q }) => `질문: ${q}`,
  getTarget: ({ a }) => String(a),
  getGroup: ({ topic }) => String(topic),
};
const open = (given: DatasetDefinition, input = {}) => openDataset(definedPlugin(given, '/'), testWorld(), input);

/** A module in a folder of its own, with its files. */
function moduleWith(hooks: string): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data/test.jsonl'), '{"q":"1+1?","a":"2"}\n{"q":"2+2?","a":"4"}\n{"q":"?","a":"6"}\n');
  writeFileSync(
    join(folder, 'sums.mjs'),
    `export default { name: 'sums', data: { test: 'data/test.jsonl' }, getPrompt: (row) => row.q, getTarget: (row) => row.a, ${hooks} };`,
  );
  return join(folder, 'sums.mjs');
}

describe('a dataset as a module', () => {
  it('makes a sample of every row, the same each time', async () => {
    const dataset = await open(definition);
    expect(await samplesOf(dataset)).toEqual([
      { id: 'quiz-1', input: '질문: 수도는?', target: { kind: 'text', accepted: ['서울'] }, group: '지리' },
      { id: 'quiz-2', input: '질문: 강은?', target: { kind: 'text', accepted: ['한강'] }, group: '지리' },
    ]);
    expect(await samplesOf(dataset)).toEqual(await samplesOf(dataset));
  });

  it('reads the groups that subset names', async () => {
    const rows = [...(definition.data as readonly object[]), { q: '왕은?', a: '세종', topic: '역사' }];
    const dataset = await open({ ...definition, data: rows as never }, { subset: ['역사'] });
    expect(dataset.subset).toEqual(['역사']);
    expect(await samplesOf(dataset)).toMatchObject([{ id: 'quiz-3', group: '역사' }]);
  });

  it('may have images, whose paths begin at the module', async () => {
    const withImages = { ...definition, getImages: () => ['dog.png', 'https://example.com/cat.png'] };
    const [sample] = await samplesOf(await open(withImages));
    expect(sample?.images).toEqual([{ url: '/dog.png' }, { url: 'https://example.com/cat.png' }]);
  });

  it('names the row on which a function fails', async () => {
    const failing = {
      ...definition,
      getPrompt: ({ q }: Readonly<Record<string, unknown>>) => {
        if (q === '강은?') throw new Error('no river');
        return String(q);
      },
    };
    expect((await errorOf(open(failing).then((dataset) => samplesOf(dataset)))).message).toBe('quiz row 2: no river');
  });

  it('is read by the path of its file, from files beside it, and scored by its own function', async () => {
    const path = moduleWith(
      "evaluatePrediction: (prediction, sample) => sample.input === '?' ? null : prediction === sample.target.accepted[0]",
    );
    const result = await quickEval((input) => (input === '1+1?' ? '2' : '5'), {
      dataset: path,
      languagePenalize: false,
    });
    expect(result.info).toMatchObject({ dataset: 'sums', split: 'test', evaluators: ['sums'] });
    expect(result.metrics.accuracy).toBe(0.5);
    expect(result.counts).toMatchObject({ total: 3, scored: 2, unscored: 1 });
    const named = await quickEval(() => '정답: 2', { dataset: path, evaluationMethod: 'string_match', limit: 1 });
    expect(named.info.evaluators).toContain('string_match');
  });

  it('is found by the name of its file alone, and by no file that is not there', async () => {
    const path = moduleWith('');
    expect((await datasetNamed('sums.mjs', dirname(path))).name).toBe('sums');
    expect((await errorOf(datasetNamed('summs.mjs', dirname(path)))).message).toContain('There is no dataset called');
  });

  it('refuses what it cannot use, and says why', async () => {
    expect(() => defineDataset({ name: 'a b' } as unknown as DatasetDefinition)).toThrow(
      'it lacks: name (a word), data (a file, files by split, or rows), getPrompt (a function), getTarget (a function).',
    );
    expect((await errorOf(open(definition, { split: 'test' }))).message).toBe('quiz has no splits; leave split out.');
    expect((await errorOf(open(definition, { subset: ['x'] }))).message).toBe('quiz has no subset "x". Known: 지리.');
    const { getGroup: _, ...ungrouped } = definition;
    expect((await errorOf(open(ungrouped, { subset: ['x'] }))).message).toBe(
      'quiz has no subsets unless getGroup tells the group of a row; leave subset out.',
    );
    expect((await errorOf(open({ ...definition, data: { a: 'a.csv', b: 'b.csv' } }))).message).toBe(
      'quiz has several splits; name one of: a, b.',
    );
  });

  it('is told from files of rows and from folders, which are named as they are', async () => {
    const folder = dirname(moduleWith(''));
    const problem = async (name: string) => (await errorOf(datasetNamed(name, folder))).message;
    expect(await problem('./nowhere.mjs')).toBe(`dataset: there is no file "./nowhere.mjs" (looked in ${folder}).`);
    expect(await problem('data/test.jsonl')).toBe(
      'dataset: "data/test.jsonl" is a file of rows. Set dataset to "generic_file" and datasetParams.path to "data/test.jsonl".',
    );
    expect(await problem('./data')).toContain(
      '"./data" is not a module. A dataset module is a file in .js, .mjs or .ts.',
    );
    expect(await problem('./sums')).toContain(`"./sums" is not there (looked in ${folder}).`);
  });
});
