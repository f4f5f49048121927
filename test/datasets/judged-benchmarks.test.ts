import { describe, expect, it } from 'vitest';
import type { Score } from '../../src/core/evaluator.js';
import type { Sample } from '../../src/core/sample.js';
import { plugin as k2Eval } from '../../src/datasets/k2-eval.js';
import { plugin as kudge } from '../../src/datasets/kudge.js';
import { kudgeVerdict } from '../../src/datasets/kudge-verdict.js';
import { repoOf, rowsOf, sameRows } from './benchmark-repos.js';
import { openOnHub, samplesOnHub } from './open-dataset.js';

describe('k2_eval', () => {
  it('asks the instruction, or the template of the user, which the ancestor lost', async () => {
    const repo = sameRows(['generation'], 'test', rowsOf.k2);
    expect(await samplesOnHub(k2Eval, repo)).toMatchObject([
      {
        id: 'k2_eval-1',
        input: '김치를 소개하라.',
        target: { kind: 'rubric' },
        group: 'generation',
        metadata: { judge_type: 'k2_eval', subject: 'Food', ability: 'Explain' },
      },
    ]);
    const [own] = await samplesOnHub(k2Eval, repo, { params: { base_prompt_template: '다음을 하라: {instruction}' } });
    expect(own?.input).toBe('다음을 하라: 김치를 소개하라.');
    expect(k2Eval.evaluationOnly).toEqual(['llm_judge']);
  });
});

describe('kudge', () => {
  const all = {
    Pairwise: { test: [rowsOf.pair] },
    'Pairwise-False': { test: [rowsOf.falsePair] },
    Pointwise: { test: [rowsOf.point] },
    'Pointwise-False': { test: [rowsOf.falsePoint] },
  };

  it('asks the judge, keeps the answers in the order of the question, and has the verdict of people for its key', async () => {
    expect(await samplesOnHub(kudge, repoOf(all))).toEqual([
      {
        id: 'Pairwise-1',
        input: '누가 나은가?',
        target: { kind: 'choice', choices: ['A', 'B'], answer: 1 },
        group: 'Pairwise',
        metadata: {
          judge_type: 'response_comparison',
          judge_prompt: '{input}',
          prediction: '나쁘다',
          model_response_b: '좋다',
          model_a: 'y',
          model_b: 'x',
        },
      },
      {
        id: 'Pairwise-False-1',
        input: '누가?',
        target: { kind: 'choice', choices: ['A', 'B'], answer: 0 },
        group: 'Pairwise-False',
        metadata: {
          judge_type: 'response_comparison',
          judge_prompt: '{input}',
          prediction: '참',
          model_response_b: '거짓',
        },
      },
      {
        id: 'Pointwise-1',
        input: '몇 점?',
        target: { kind: 'text', accepted: ['3.5'] },
        group: 'Pointwise',
        metadata: {
          judge_type: 'rubric_and_response',
          judge_prompt: '{input}',
          human_score: 3.5,
          prediction: '응답',
        },
      },
      {
        id: 'Pointwise-False-1',
        input: '몇 점?',
        target: { kind: 'text', accepted: ['4'] },
        group: 'Pointwise-False',
        metadata: { judge_type: 'rubric_and_response', judge_prompt: '{input}', human_score: 4, prediction: '응답' },
      },
    ]);
  });

  it('hands on the answers as the ancestor did when its numbers are asked for, whatever their order in the question', async () => {
    const samples = await samplesOnHub(kudge, repoOf(all), { compat: 'hret' });
    expect(samples.map(({ metadata }) => metadata)).toEqual([
      {
        judge_type: 'response_comparison',
        prediction: '좋다',
        model_response_b: '나쁘다',
        model_a: 'x',
        model_b: 'y',
      },
      { judge_type: 'response_comparison', prediction: '거짓', model_response_b: '참' },
      { judge_type: 'rubric_and_response', human_score: 3.5, prediction: '응답' },
      { judge_type: 'rubric_and_response', human_score: 4, prediction: '응답' },
    ]);
  });

  it.each([
    ['[[A]]', { kind: 'choice', answer: 0 }],
    ['tie', { kind: 'text', accepted: ['tie'] }],
  ])('takes the winner %j for what it says', async (winner, target) => {
    const repo = repoOf({ Pairwise: { test: [{ ...rowsOf.pair, winner }] } });
    expect(await samplesOnHub(kudge, repo, { subset: ['Pairwise'] })).toMatchObject([{ target }]);
  });

  it('takes the mean of two people, without the rows that have one or are faulty, from the only split there is', async () => {
    const rows = [
      { ...rowsOf.human, score2: -1 },
      { ...rowsOf.human, 'healthy?': 'e1' },
      rowsOf.human,
      { ...rowsOf.human, uuid: 'u2', 'healthy?': null, score1: 4 },
    ];
    const warnings: string[] = [];
    const input = { subset: ['Human Annotations'], warn: (message: string) => warnings.push(message) };
    const repo = repoOf({ ...all, 'Human Annotations': { train: rows } });
    const samples = await samplesOnHub(kudge, repo, input);
    expect(samples.map(({ id, target }) => [id, target])).toEqual([
      ['u1', { kind: 'text', accepted: ['3.5'] }],
      ['u2', { kind: 'text', accepted: ['4'] }],
    ]);
    expect(samples[0]?.input).toMatch(/### 지시문:\n지시\n\n### 응답:\n응답$/);
    expect(warnings).toEqual([
      'HAERAE-HUB/KUDGE Human Annotations has no split "test": all its rows are in "train", which is read.',
    ]);
    expect((await openOnHub(kudge, repo, input)).size).toBeUndefined();
  });

  it('takes several subsets, which the ancestor could not, and no more than the judged ones by itself', async () => {
    const dataset = await openOnHub(kudge, repoOf(all), { subset: ['Pointwise', 'Pairwise'] });
    expect(dataset.subset).toEqual(['Pointwise', 'Pairwise']);
    expect((await openOnHub(kudge, repoOf(all))).subset).toHaveLength(4);
  });
});

describe('the verdict of a judge under evaluation', () => {
  const pair: Sample = {
    id: '1',
    input: '?',
    target: { kind: 'choice', choices: ['A', 'B'], answer: 1 },
    metadata: { judge_type: 'response_comparison' },
  };
  const grade = (group: string): Sample => ({
    id: '1',
    input: '?',
    group,
    target: { kind: 'text', accepted: ['3.5'] },
    metadata: { judge_type: 'rubric_and_response' },
  });
  const scoreOf = (sample: Sample, text: string) =>
    kudgeVerdict.score({
      sample,
      answer: { kind: 'text', generation: { text, finish: 'stop' } },
      signal: new AbortController().signal,
    }) as Score;

  // What extract_pairwise and extract_pointwise of github.com/guijinSON/kudge (data_processing.py, 09e1316) take from these.
  it.each([
    ['B가 낫다. [[B]]', 1],
    ['[[A]]보다는 [[B]]', 1],
    ['[[A]]', 0],
    ['[[b]]', 0],
    ['비겼다. [[C]]', 0],
    ['B', undefined],
    ['[[\nB]]', undefined],
  ])('of a pair in %j is worth %j', (text, accuracy) => {
    const score = scoreOf(pair, text);
    expect(score.status === 'scored' ? score.values.accuracy : undefined).toEqual(accuracy);
    if (score.status === 'unscored') expect(score.reason).not.toBe('');
  });

  it.each([
    ['좋다. [RESULT] 4', { accuracy: 0, off_by_05: 1, absolute_error: 0.5, average_error: 0.5 }],
    ['[RESULT]\n2', { accuracy: 0, off_by_05: 0, absolute_error: 1.5, average_error: -1.5 }],
    ['[RESULT] 5라 했으나 [RESULT] 3', { accuracy: 0, off_by_05: 1, absolute_error: 0.5, average_error: -0.5 }],
    ['[RESULT] 4.5', { accuracy: 0, off_by_05: 1, absolute_error: 0.5, average_error: 0.5 }],
    ['[RESULT] (5)', undefined],
    ['Score: 4', undefined],
    ['4', undefined],
  ])('of an answer in %j is %j', (text, values) => {
    const score = scoreOf(grade('Pointwise'), text);
    expect(score.status === 'scored' ? score.values : undefined).toEqual(values);
  });

  it('on an answer with false facts tells whether it was graded lower', () => {
    expect(scoreOf(grade('Pointwise-False'), '[RESULT] 3')).toMatchObject({ values: { lowered: 1 } });
    expect(scoreOf(grade('Pointwise-False'), '[RESULT] 4')).toMatchObject({ values: { lowered: 0 } });
  });

  it('is not found in hostile text', () => {
    for (const text of ['['.repeat(1_000_000), `[RESULT]${' '.repeat(1_000_000)}`, '[RESULT]'.repeat(200_000)])
      for (const sample of [pair, grade('Pointwise')]) expect(scoreOf(sample, text).status).toBe('unscored');
  });
});
