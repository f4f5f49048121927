import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { registries } from '../../src/api/registries.js';
import * as hret from '../../src/index.js';
import { scriptedModel } from '../../src/testing/index.js';
import { repoOf, rowsOf } from '../datasets/benchmark-repos.js';
import { useOutputDir } from '../temp-dir.js';
import { useHub } from './hub-env.js';

useOutputDir();

const asked: string[] = [];
/** A judge that says what the question ends in. */
const judge: hret.ModelPlugin<object> = {
  name: 'judge_for_datasets',
  summary: 'a judge that says what the question ends in',
  options: z.strictObject({}),
  create: () =>
    scriptedModel(({ prompt }) => {
      asked.push(prompt.text);
      return prompt.text.slice(prompt.text.lastIndexOf('=>') + 2);
    }),
};
if (!registries.models.has(judge.name)) hret.registerModel(judge);

const pairs = [
  { ...rowsOf.pair, judge_query: '하나=>[[A]]', winner: 'A' },
  { ...rowsOf.pair, judge_query: '둘=>[[A]]', winner: 'B' },
  { ...rowsOf.pair, judge_query: '셋=>[[B]]', winner: 'B' },
  { ...rowsOf.pair, judge_query: '넷=>모르겠다', winner: 'B' },
];
const grades = [
  { ...rowsOf.point, judge_query: '하나=>[RESULT] 5', final_score: 4.5 },
  { ...rowsOf.point, judge_query: '둘=>[RESULT] 3', final_score: 3 },
  { ...rowsOf.point, judge_query: '셋=>[RESULT] 1', final_score: 2.5 },
  { ...rowsOf.point, judge_query: '넷=>4', final_score: 2.5 },
];
const human = [
  { ...rowsOf.human, uuid: 'u1', instruction: '하나', score1: 2, score2: 3 },
  { ...rowsOf.human, uuid: 'u2', instruction: '둘', score1: 5, score2: 5 },
];
const repos = {
  'HAERAE-HUB/KUDGE': repoOf({
    Pairwise: { test: pairs },
    Pointwise: { test: grades },
    'Human Annotations': { test: human },
  }),
};
const kept = (_: string, sample?: { readonly metadata?: Readonly<Record<string, unknown>> }) =>
  String(sample?.metadata?.prediction);

// Pearson's r of (5, 4.5), (3, 3), (1, 2.5): numpy.corrcoef.
const correlation = 0.9607689228305227;

describe('kudge', () => {
  it('compares a model that judges with people, when it is the model under evaluation', async () => {
    await useHub(repos);
    const result = await hret.quickEval((input) => input.slice(input.lastIndexOf('=>') + 2), {
      dataset: 'kudge',
      subset: ['Pairwise', 'Pointwise'],
      languagePenalize: false,
    });
    expect(result.info.evaluators).toEqual(['kudge_verdict']);
    expect(result.counts).toMatchObject({ total: 8, scored: 6, unscored: 2, failed: 0 });
    expect(result.groups.Pairwise?.accuracy).toMatchObject({ n: 3, unscored: 1, mean: 2 / 3 });
    expect(result.groups.Pointwise?.off_by_05).toMatchObject({ n: 3, unscored: 1, mean: 2 / 3 });
    expect(result.metrics.absolute_error).toBeCloseTo(2 / 3, 12);
    expect(result.metrics.average_error).toBeCloseTo(-1 / 3, 12);
    expect(result.metrics.pearson).toBeCloseTo(correlation, 12);
    expect(result.stats.pearson).toMatchObject({ n: 3, unscored: 5, mean: result.metrics.pearson });
  });

  it('asks a judge model the whole questions of the data, and tells how far it agrees with people', async () => {
    await useHub(repos);
    asked.length = 0;
    const result = await hret.quickEval(kept, {
      dataset: 'kudge',
      subset: ['Pairwise', 'Pointwise'],
      evaluationMethod: 'llm_judge',
      judgeModel: judge.name,
      languagePenalize: false,
    });
    expect([...asked].sort()).toEqual([...pairs, ...grades].map(({ judge_query }) => judge_query).sort());
    expect(result.counts).toMatchObject({ total: 8, scored: 6, unscored: 2, failed: 0 });
    expect(result.stats.judge_accuracy).toMatchObject({ n: 3, mean: 2 / 3 });
    expect(result.stats.average_judge_score).toMatchObject({ n: 3, mean: 3 });
    expect(result.metrics.off_by_05).toBeCloseTo(2 / 3, 12);
    expect(result.metrics.pearson).toBeCloseTo(correlation, 12);
  });

  it('takes what two people said for the key of the human annotations', async () => {
    await useHub(repos);
    const result = await hret.quickEval(() => '좋다. [RESULT] 3', {
      dataset: 'kudge',
      subset: ['Human Annotations'],
      languagePenalize: false,
    });
    expect(result.scores('absolute_error')).toEqual([0.5, 2]);
    expect(result.metrics).not.toHaveProperty('pearson');
  });

  it('of answers that exist already is scored by hret.score, with what a row says of itself', async () => {
    const metadata = { judge_type: 'rubric_and_response', judge_prompt: '{input}', human_score: 2 };
    const rows = [{ input: '몇 점?=>[RESULT] 4', reference: '2', prediction: '응답', group: 'Pointwise', metadata }];
    const result = await hret.score(rows, { evaluationMethod: 'llm_judge', judgeModel: judge.name });
    expect(result.metrics).toMatchObject({ average_judge_score: 4, absolute_error: 2, off_by_05: 0 });
    expect(result.samples[0]?.metadata).toEqual(metadata);
    await expect(hret.score([{ ...rows[0], metadata: 'x' } as never])).rejects.toThrow(
      'row 1: "metadata" must be an object, got a string.',
    );
  });
});

describe('benchhub', () => {
  const base = rowsOf.benchhub;
  const rows = [
    ...Array.from({ length: 30 }, (_, n) => ({ ...base, prompt: `문항 ${n}?` })),
    ...Array.from({ length: 5 }, (_, n) => ({ ...base, prompt: `한국 ${n}?`, benchmark_name: 'CLIcK' })),
    { ...base, prompt: '수학?', task_type: 'reasoning', benchmark_name: 'HRM8K' },
    { ...base, prompt: '새로운?', benchmark_name: '새_시험' },
  ];

  it('is run on what filters leave and a seed draws, and every benchmark that occurs is cited', async () => {
    await useHub({ 'BenchHub/BenchHub-Ko': repoOf({ default: { train: rows } }) });
    const run = (datasetParams: object) =>
      hret.quickEval(() => '서울', {
        dataset: 'benchhub',
        datasetParams: { ...datasetParams },
        languagePenalize: false,
      });
    const all = await run({ task_types: ['knowledge'] });
    expect(all.counts).toMatchObject({ total: 36, scored: 36 });
    expect(all.metrics.accuracy).toBe(1);
    const report = all.benchhubCitationReport();
    for (const line of [
      '\\cite{son-etal-2025-kmmlu} & 30 \\\\',
      '\\cite{kim-etal-2024-click} & 5 \\\\',
      '새\\_시험 & 1 \\\\',
    ])
      expect(report).toContain(line);
    expect(report).not.toContain('ko2025understand');
    const drawn = await run({ benchmark_names: ['KMMLU'], sample_size: 5, seed: 42 });
    // CPython: random.seed(42); random.sample(range(30), 5)
    expect(drawn.samples.map(({ input }) => input.split('\n')[0])).toEqual([20, 3, 0, 23, 8].map((n) => `문항 ${n}?`));
    expect(drawn.groups.KMMLU?.accuracy?.n).toBe(5);
    expect(drawn.benchhubCitationReport()).toContain('\\cite{son-etal-2025-kmmlu} & 5 \\\\');
  });
});
