import { describe, expect, it } from 'vitest';
import type { Score } from '../../src/core/evaluator.js';
import type { Sample } from '../../src/core/sample.js';
import { plugin as k2Eval } from '../../src/datasets/k2-eval.js';
import { plugin as kudge } from '../../src/datasets/kudge.js';
import { kudgeVerdict } from '../../src/datasets/kudge-verdict.js';
import { plugin as mtBench } from '../../src/datasets/mt-bench.js';
import { errorOf } from '../sources/hub-world.js';
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

describe('mt_bench', () => {
  it('asks the first turn and keeps the second', async () => {
    const repo = repoOf({ default: { train: [rowsOf.mt, { ...rowsOf.mt, prompt_id: 101, reference: ['42', '43'] }] } });
    const samples = await samplesOnHub(mtBench, repo);
    expect(samples[0]).toMatchObject({
      id: 'mt_bench-81',
      input: 'Write.',
      group: 'writing',
      metadata: { secondTurn: 'Rewrite.' },
    });
    expect(samples[0]?.target).not.toHaveProperty('reference');
    expect(samples[1]?.target).toMatchObject({ kind: 'rubric', reference: '42' });
  });

  it('names the row without a turn', async () => {
    const error = await errorOf(samplesOnHub(mtBench, repoOf({ default: { train: [{ ...rowsOf.mt, prompt: [] }] } })));
    expect(error.message).toBe('HuggingFaceH4/mt_bench_prompts train row 1: column "prompt" has no first turn.');
  });
});

describe('kudge', () => {
  const all = {
    Pairwise: { test: [rowsOf.pair] },
    'Pairwise-False': { test: [rowsOf.falsePair] },
    Pointwise: { test: [rowsOf.point] },
    'Pointwise-False': { test: [rowsOf.falsePoint] },
  };

  it('asks the judge, keeps the answers that are judged, and has the verdict of people for its key', async () => {
    expect(await samplesOnHub(kudge, repoOf(all))).toEqual([
      {
        id: 'Pairwise-1',
        input: '누가 나은가?',
        target: { kind: 'choice', choices: ['A', 'B'], answer: 1 },
        group: 'Pairwise',
        metadata: {
          judge_type: 'response_comparison',
          prediction: '좋다',
          model_response_b: '나쁘다',
          model_a: 'x',
          model_b: 'y',
        },
      },
      {
        id: 'Pairwise-False-1',
        input: '누가?',
        target: { kind: 'choice', choices: ['A', 'B'], answer: 0 },
        group: 'Pairwise-False',
        metadata: { judge_type: 'response_comparison', prediction: '거짓', model_response_b: '참' },
      },
      {
        id: 'Pointwise-1',
        input: '몇 점?',
        target: { kind: 'text', accepted: ['3.5'] },
        group: 'Pointwise',
        metadata: { judge_type: 'rubric_and_response', prediction: '응답' },
      },
      {
        id: 'Pointwise-False-1',
        input: '몇 점?',
        target: { kind: 'text', accepted: ['4'] },
        group: 'Pointwise-False',
        metadata: { judge_type: 'rubric_and_response', prediction: '응답' },
      },
    ]);
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

  it.each([
    ['B가 낫다. [[B]]', { accuracy: 1 }],
    ['[[b]] … [[B]]', { accuracy: 1 }],
    ['[[A]]', { accuracy: 0 }],
    ['비겼다. [[C]]', { accuracy: 0 }],
    ['[[tie]]', { accuracy: 0 }],
    ['B', undefined],
    ['[[A]]보다는 [[B]]', undefined],
  ])('of a pair in %j is %j', (text, values) => {
    const score = scoreOf(pair, text);
    expect(score.status === 'scored' ? score.values : undefined).toEqual(values);
    if (score.status === 'unscored') expect(score.reason).not.toBe('');
  });

  it.each([
    ['좋다. [RESULT] 4', { accuracy: 0, absolute_error: 0.5 }],
    ['Score: 3.5', { accuracy: 1, absolute_error: 0 }],
    ['점수: 2점. 다시 보니 점수: **3**', { accuracy: 0, absolute_error: 0.5 }],
    ['[RESULT] (5)', { accuracy: 0, absolute_error: 1.5 }],
    ['[RESULT] 7', undefined],
    ['4', undefined],
    ['underscore: 4', undefined],
  ])('of an answer in %j is %j', (text, values) => {
    const score = scoreOf(grade('Pointwise'), text);
    expect(score.status === 'scored' ? score.values : undefined).toEqual(values);
  });

  it('on an answer with false facts tells whether it was graded lower', () => {
    expect(scoreOf(grade('Pointwise-False'), '[RESULT] 3')).toMatchObject({ values: { lowered: 1 } });
    expect(scoreOf(grade('Pointwise-False'), '[RESULT] 4')).toMatchObject({ values: { lowered: 0 } });
  });

  it('is read in bounded time from hostile text', () => {
    const start = performance.now();
    for (const text of ['['.repeat(1_000_000), `${'점수: '.repeat(200_000)}`, `[RESULT]${' '.repeat(1_000_000)}`])
      expect(scoreOf(grade('Pointwise'), text).status).toBe('unscored');
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
