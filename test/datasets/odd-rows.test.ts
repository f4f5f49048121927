import { describe, expect, it } from 'vitest';
import type { DatasetPlugin } from '../../src/core/plugin.js';
import { datasets } from '../../src/datasets/index.js';
import { errorOf } from '../sources/hub-world.js';
import { clickRow, kobestRows, repoOf, rowsOf } from './benchmark-repos.js';
import { samplesOnHub } from './open-dataset.js';

type Odd = Readonly<Record<string, unknown>>;

const kmmlu = { question: '?', A: '가', B: '나', C: '다', D: '라', answer: 1 };

/** A good row of each benchmark, the column of its question, and where it lies. */
const benchmarks: readonly (readonly [
  name: string,
  subset: string | undefined,
  split: string,
  row: Odd,
  column: string,
])[] = [
  ['kmmlu', 'Law', 'test', kmmlu, 'question'],
  ['kmmlu_hard', 'law', 'test', kmmlu, 'question'],
  ['haerae_bench', 'history', 'test', { query: '?', answer: '(A)' }, 'query'],
  ['click', undefined, 'train', clickRow({}) as Odd, 'question'],
  ['hrm8k', 'KSM', 'test', rowsOf.hrm8k, 'question'],
  ['aime2025', 'AIME2025-I', 'test', rowsOf.aime2025, 'question'],
  ['aime24', undefined, 'train', rowsOf.aime24, 'Problem'],
  ['math500', undefined, 'test', rowsOf.math500, 'problem'],
  ['hrc', undefined, 'train', rowsOf.hrc, 'question'],
  ['kormedmcqa', 'doctor', 'test', rowsOf.kormed, 'question'],
  ['csatqa', 'GR', 'test', rowsOf.csat, 'question'],
  ['kbl', 'bar_exam_civil_2012', 'test', rowsOf.kbl, 'question'],
  ['qarv', 'korean', 'test', rowsOf.qarv, 'q'],
  ['k2_eval', 'generation', 'test', rowsOf.k2, 'instruction'],
  ['benchhub', undefined, 'train', rowsOf.benchhub, 'prompt'],
  ['kudge', 'Pointwise', 'test', rowsOf.point, 'judge_query'],
  ['kobest', 'boolq', 'test', kobestRows.boolq, 'question'],
  ['kobest', 'copa', 'test', kobestRows.copa, 'premise'],
  ['kobest', 'hellaswag', 'test', kobestRows.hellaswag, 'context'],
  ['kobest', 'sentineg', 'test', kobestRows.sentineg, 'sentence'],
  ['kobest', 'wic', 'test', kobestRows.wic, 'word'],
];

async function samplesWith(name: string, subset: string | undefined, split: string, row: Odd) {
  const plugin = (await datasets[name]?.())?.plugin as DatasetPlugin;
  const request = subset === undefined ? {} : { subset: [subset] };
  return samplesOnHub(plugin, repoOf({ [subset ?? 'default']: { [split]: [row] } }), request);
}

describe('a row without a question', () => {
  it.each(benchmarks)('is never asked: %s %s', async (name, subset, split, row, column) => {
    expect(await samplesWith(name, subset, split, row)).toHaveLength(1);
    const error = await errorOf(samplesWith(name, subset, split, { ...row, [column]: ' ' }));
    expect(error.message).toMatch(new RegExp(`row 1: column "${column}" is empty\\.$`));
  });
});

describe('what a row says besides', () => {
  it.each<[string, string | undefined, string, Odd, Odd]>([
    ['aime24', undefined, 'train', { ...rowsOf.aime24, ID: ' ' }, { id: 'aime24-1' }],
    ['math500', undefined, 'test', { ...rowsOf.math500, unique_id: '' }, { id: 'math500-1' }],
    ['kudge', 'Human Annotations', 'test', { ...rowsOf.human, uuid: '' }, { id: 'Human Annotations-1' }],
  ])('is not there when it is blank: %s', async (name, subset, split, row, expected) => {
    expect(await samplesWith(name, subset, split, row)).toMatchObject([expected]);
  });

  it('is no group when it is blank', async () => {
    const [sample] = await samplesWith('hrc', undefined, 'train', { ...rowsOf.hrc, category: ' ' });
    expect(sample).not.toHaveProperty('group');
  });
});

describe('a row of kudge', () => {
  it.each<[string, Odd, string]>([
    ['Pointwise', { ...rowsOf.point, final_score: '좋음' }, '"final_score" is "좋음"; expected a number from 1 to 5.'],
    ['Pointwise', { ...rowsOf.point, final_score: 9 }, '"final_score" is "9"; expected a number from 1 to 5.'],
    [
      'Human Annotations',
      { ...rowsOf.human, score2: 9 },
      '"score2" is 9; expected a number from 1 to 5, or -1 for none.',
    ],
    ['Pairwise', { ...rowsOf.pair, chosen_model: ['x'] }, '"chosen_model" holds no text.'],
  ])('of %s is refused when people did not say that', async (subset, row, problem) => {
    const error = await errorOf(samplesWith('kudge', subset, 'test', row));
    expect(error).toMatchObject({ code: 'data', message: `HAERAE-HUB/KUDGE ${subset}/test row 1: column ${problem}` });
  });
});

describe('a row of benchhub', () => {
  it('that the filters leave out is not looked at further', async () => {
    const plugin = (await datasets.benchhub?.())?.plugin as DatasetPlugin;
    const rows = [{ ...rowsOf.benchhub, prompt: '', benchmark_name: 'CLIcK' }, rowsOf.benchhub];
    const repo = repoOf({ default: { train: rows } });
    expect(await samplesOnHub(plugin, repo, { params: { benchmarkNames: ['KMMLU'] } })).toHaveLength(1);
  });
});
