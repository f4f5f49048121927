import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { plugin as majAtK } from '../../src/evaluators/maj-at-k.js';
import { plugin as passAtK } from '../../src/evaluators/pass-at-k.js';
import * as hret from '../../src/index.js';
import { passAtK as estimate, passAllK } from '../../src/stats/index.js';
import { describeEvaluator } from '../contracts/evaluator.js';
import { capitalLettered, made } from './scoring.js';

const folder = mkdtempSync(join(tmpdir(), 'hret-trials-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the unbiased estimator', () => {
  it('is the published one', () => {
    expect(estimate(5, 2, 2)).toBeCloseTo(0.7, 12);
    expect(passAllK(5, 2, 2)).toBeCloseTo(0.1, 12);
    expect(estimate(200, 1, 1)).toBeCloseTo(0.005, 12);
    expect([estimate(3, 0, 2), estimate(3, 3, 2), estimate(3, 2, 4)]).toEqual([0, 1, undefined]);
  });

  it('is the share of draws without replacement that hold a right one', () => {
    const right = [true, false, false, true, false, false];
    const draws = right.flatMap((_, a) => right.slice(a + 1).map((_, b) => [right[a], right[a + 1 + b]]));
    const share = (test: (draw: readonly (boolean | undefined)[]) => boolean) =>
      draws.filter(test).length / draws.length;
    expect(estimate(6, 2, 2)).toBeCloseTo(
      share((draw) => draw.includes(true)),
      12,
    );
    expect(passAllK(6, 2, 2)).toBeCloseTo(
      share((draw) => !draw.includes(false)),
      12,
    );
  });
});

/** Answers by draw: right at first and twice wrong alike, right in the end, never. */
const answers: Readonly<Record<string, readonly string[]>> = {
  'a?': ['4', '5', '5', '4', '4'],
  'b?': ['7', '8', '9', '7', '9'],
};

hret.registerModel({
  name: 'by_draw',
  summary: 'answers by the number of the draw',
  options: z.strictObject({}),
  create: () => ({
    id: 'by-draw',
    generate: async ({ sample, draw }) => ({ text: answers[sample.input]?.[draw] ?? '', finish: 'stop' }),
  }),
});

async function resultOf(evaluationMethod: string | string[], evaluatorParams: object, trials = 5) {
  const path = join(folder, 'rows.jsonl');
  writeFileSync(path, '{"input":"a?","reference":"4"}\n{"input":"b?","reference":"9"}\n');
  const runner = new hret.PipelineRunner({
    dataset: 'generic_file',
    datasetParams: { path },
    model: 'by_draw',
    evaluationMethod,
    evaluatorParams: { ...evaluatorParams },
    languagePenalize: false,
    trials,
    outputDir: folder,
  });
  return runner.run();
}

const metricsOf = async (...asked: Parameters<typeof resultOf>) => (await resultOf(...asked)).metrics;

describe('trials of a run', () => {
  it('give pass@k and pass^k, beside the metrics of the evaluator that judges', async () => {
    expect(await metricsOf('pass_at_k', { k: [1, 2], evaluator: 'math_match' })).toEqual({
      accuracy: expect.closeTo(0.5, 12),
      'pass@1': expect.closeTo((3 / 5 + 2 / 5) / 2, 12),
      'pass@2': expect.closeTo((0.9 + 0.7) / 2, 12),
      'pass^1': expect.closeTo(0.5, 12),
      'pass^2': expect.closeTo((0.3 + 0.1) / 2, 12),
    });
  });

  it('give maj@k: the most frequent answer, the first of equally frequent ones', async () => {
    // a: 4, then 4 5 5 -> 5, then 4; b: 7, then 7 8 9 -> 7, then 7 and 9 twice each -> 7.
    expect(await metricsOf('maj_at_k', { k: [1, 3, 5] })).toMatchObject({ 'maj@1': 0.5, 'maj@3': 0, 'maj@5': 0.5 });
  });

  it('give no value for more trials than there are, and say so', async () => {
    const { metrics, info } = await resultOf('pass_at_k', { k: [1, 9] }, 2);
    expect(Object.keys(metrics)).not.toContain('pass@9');
    expect(info.warnings).toEqual(['pass_at_k: k = 9 takes trials: 9 or more, and the run has 2; it is left out.']);
    expect((await resultOf('maj_at_k', { k: [2] }, 2)).info.warnings ?? []).toEqual([]);
  });

  it('are put together for several evaluators of one run too', async () => {
    const metrics = await metricsOf(['string_match', 'maj_at_k', 'pass_at_k'], {
      maj_at_k: { k: [3] },
      pass_at_k: { k: [2] },
    });
    expect(metrics).toMatchObject({ accuracy: 0.5, 'maj@3': 0, 'pass@2': expect.closeTo(0.8, 12) });
  });

  it('are judged by an evaluator that exists and judges single answers', async () => {
    await expect(made(passAtK, { evaluator: 'strnig_match' })).rejects.toThrow(/strnig_match/);
    await expect(made(majAtK, { evaluator: 'pass_at_k' })).rejects.toThrow(/cannot judge/);
  });
});

for (const plugin of [passAtK, majAtK]) {
  describeEvaluator(plugin.name, { make: () => made(plugin as never), sample: capitalLettered, answer: '서울입니다' });
}
