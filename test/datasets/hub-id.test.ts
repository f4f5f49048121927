import { describe, expect, it } from 'vitest';
import { datasetNamed } from '../../src/api/dataset-named.js';
import { hubIdPlugin, isHubId } from '../../src/datasets/hub-id.js';
import { samplesOf } from '../contracts/dataset.js';
import { errorOf, fakeHub, hubWorld } from '../sources/hub-world.js';
import { repoOf } from './benchmark-repos.js';
import { type OpenInput, openDataset } from './open-dataset.js';

const row = { Question: '수도는?', choices: ['부산', '서울'], answer: 'B', topic: '지리' };

async function opened(rows: Parameters<typeof repoOf>[0], input: OpenInput = {}) {
  const world = hubWorld(await fakeHub({ repos: { 'me/quiz': repoOf(rows) } }));
  const dataset = await openDataset(hubIdPlugin('me/quiz'), world, input);
  return { dataset, samples: await samplesOf(dataset), warnings: world.warnings };
}

describe('a dataset by its name on the hub', () => {
  it('has its columns inferred, which is told', async () => {
    const { dataset, samples, warnings } = await opened({ default: { test: [row] } });
    expect(dataset).toMatchObject({ name: 'me/quiz', split: 'test', source: { hub: 'me/quiz' } });
    expect(samples).toEqual([
      {
        id: 'row-1',
        input: '수도는?',
        target: { kind: 'choice', choices: ['부산', '서울'], answer: 1, label: 'B' },
        metadata: { topic: '지리' },
      },
    ]);
    expect(warnings[0]).toBe(
      'me/quiz: the columns were taken to be inputCol "Question", referenceCol "answer", optionsCol "choices". Name them in datasetParams to be sure.',
    );
    expect(warnings[1]).toContain('options are not shown');
  });

  it('takes the columns that are named and says nothing then', async () => {
    const params = {
      input_col: 'q',
      reference_col: 'a',
      group_col: 'topic',
      base_prompt_template: '물음: {input}',
    };
    const { samples, warnings } = await opened({ default: { test: [{ q: '1+1?', a: 2, topic: '산수' }] } }, { params });
    expect(samples).toMatchObject([{ input: '물음: 1+1?', target: { accepted: ['2'] }, group: '산수' }]);
    expect(warnings).toEqual([]);
  });

  it('reads test where there are several splits, and says so; a named split is read without a word about it', async () => {
    const rows = { default: { train: [row, row], test: [row] } };
    const { samples, warnings } = await opened(rows);
    expect(samples).toHaveLength(1);
    expect(warnings[0]).toBe('me/quiz has several splits and none is named: "test" is read.');
    expect((await opened(rows, { split: 'train' })).samples).toHaveLength(2);
  });

  it('reads the subsets that are named, each as a group', async () => {
    const rows = { 가: { test: [row] }, 나: { test: [row] } };
    const { samples } = await opened(rows, { subset: ['나', '가'] });
    expect(samples.map(({ id, group }) => [id, group])).toEqual([
      ['나-row-1', '나'],
      ['가-row-1', '가'],
    ]);
    expect((await errorOf(opened(rows))).message).toBe('me/quiz has several subsets; name one of: 가, 나.');
  });

  it('says which columns there are when it cannot tell which holds the answer', async () => {
    const error = await errorOf(opened({ default: { test: [{ question: '?', 해답: '1' }] } }));
    expect(error.message).toBe(
      'me/quiz: none of its columns is known to hold the right answer. Set datasetParams.referenceCol to one of: question, 해답.',
    );
  });

  describe('that names options by number', () => {
    const choices = ['가', '나', '다', '라'];
    const numbered = (...answers: readonly (number | string)[]) => ({
      default: { test: answers.map((answer) => ({ question: '?', choices, answer })) },
    });
    const answersOf = async (rows: Parameters<typeof repoOf>[0], params = {}) =>
      (await opened(rows, { params })).samples.map(({ target }) => target.kind === 'choice' && target.answer);

    it('counts from 0 where a row has a 0, and from 1 where one has the last, which is told', async () => {
      expect(await answersOf(numbered(1, 3, 0))).toEqual([1, 3, 0]);
      expect(await answersOf(numbered('1', '3', '0'))).toEqual([1, 3, 0]);
      expect(await answersOf(numbered(1, 3, 4))).toEqual([0, 2, 3]);
      expect((await opened(numbered(1, 0))).warnings[0]).toContain('optionsCol "choices", answersFrom 0.');
    });

    it('has to be told where no row tells', async () => {
      expect((await errorOf(opened(numbered(1, 3)))).message).toBe(
        'me/quiz: column "answer" names options by number (1), and no row tells whether they count from 0 or from 1. Set datasetParams.answersFrom to 0 or 1.',
      );
      expect(await answersOf(numbered(1, 3), { answers_from: 0 })).toEqual([1, 3]);
      expect(await answersOf(numbered(1, 3), { answers_from: 1 })).toEqual([0, 2]);
    });

    it('is told from one whose options are numbers', async () => {
      const rows = { default: { test: [{ question: '1+1?', choices: ['1', '2', '3'], answer: '2' }] } };
      expect(await answersOf(rows)).toEqual([1]);
    });
  });

  it('may keep options beside their labels, and answers beside where they begin', async () => {
    const labelled = { question: '?', choices: { text: ['가', '나'], label: ['A', 'B'] }, answerKey: 'B' };
    const target = { kind: 'choice', choices: ['가', '나'], answer: 1, label: 'B' };
    expect((await opened({ default: { test: [labelled] } })).samples).toMatchObject([{ target }]);
    const listed = {
      ...labelled,
      choices: [
        { label: 'A', text: '가' },
        { label: 'B', text: '나' },
      ],
    };
    expect((await opened({ default: { test: [listed] } })).samples).toMatchObject([{ target }]);
    const spans = { question: '?', answers: { text: ['서울', '서울시'], answer_start: [0, 0] } };
    expect((await opened({ default: { test: [spans] } })).samples).toMatchObject([
      { target: { kind: 'text', accepted: ['서울', '서울시'] } },
    ]);
  });

  it('says when a passage is not shown, and shows any column that the template names', async () => {
    const rows = { default: { test: [{ context: '비가 온다.', question: '무엇이 오나?', answer: '비', n: 3 }] } };
    expect((await opened(rows)).warnings[1]).toBe(
      'me/quiz: column "context" is not shown to the model; "{context}\\n{input}" as datasetParams.basePromptTemplate shows it.',
    );
    const params = { basePromptTemplate: '{context}\n{input} ({n})', clusterCol: 'context' };
    const { samples, warnings } = await opened(rows, { params });
    expect(samples).toMatchObject([{ input: '비가 온다.\n무엇이 오나? (3)', cluster: '비가 온다.' }]);
    expect(warnings).toHaveLength(1);
    const misspelt = { params: { basePromptTemplate: '{contxt} {input}' } };
    expect((await errorOf(opened(rows, misspelt))).message).toContain(
      'there is no value for {contxt}. Did you mean "context"?',
    );
  });

  it('refuses a template that asks the same of every row', async () => {
    const params = { basePromptTemplate: '고르시오.' };
    expect((await errorOf(opened({ default: { test: [row] } }, { params }))).message).toBe(
      'datasetParams.basePromptTemplate has no {input}, so every prompt would be the same.',
    );
  });

  it('is known by the slash in its name; names without one are those that are registered', async () => {
    expect((await datasetNamed('HAERAE-HUB/QARV', '/')).name).toBe('HAERAE-HUB/QARV');
    expect((await datasetNamed('KUDGE', '/')).name).toBe('kudge');
    expect((await errorOf(datasetNamed('kmlu', '/'))).message).toContain('Did you mean "kmmlu"?');
    expect(['a/b/c', '../x', '/x', 'a/', 'http://x/y'].filter(isHubId)).toEqual([]);
  });
});
