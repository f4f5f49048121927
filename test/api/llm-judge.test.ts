import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { registries } from '../../src/api/registries.js';
import * as hret from '../../src/index.js';
import { type ScriptedAnswer, scriptedModel } from '../../src/testing/index.js';
import { useOutputDir } from '../temp-dir.js';

const outputDir = useOutputDir();

/** What the judges of a test say, by name, and what happened to them. */
const replies = new Map<string, (request: hret.GenerateRequest) => ScriptedAnswer>();
const closed: string[] = [];

const actor: hret.ModelPlugin<{ says: string }> = {
  name: 'actor_for_judging',
  summary: 'plays a judge',
  options: z.strictObject({ says: z.string() }),
  create: ({ says }) => ({
    ...scriptedModel((request) => replies.get(says)?.(request) ?? new Error(`${says} is ill`), { id: `actor/${says}` }),
    close: async () => void closed.push(says),
  }),
};
if (!registries.models.has(actor.name)) hret.registerModel(actor);

function essays(rows: readonly object[]): hret.EvaluateOptions {
  const path = join(outputDir(), 'essays.jsonl');
  writeFileSync(path, rows.map((row, id) => `${JSON.stringify({ id: `e${id}`, ...row })}\n`).join(''));
  return {
    dataset: 'generic_file',
    datasetParams: { path },
    languagePenalize: false,
    evaluationMethod: 'llm_judge',
    judgeModel: actor.name,
    judgeParams: { says: 'judge' },
  };
}

beforeEach(() => {
  replies.clear();
  closed.length = 0;
});

describe('evaluationMethod: "llm_judge"', () => {
  it('grades every answer, and leaves what cannot be read out of the mean', async () => {
    replies.set('judge', ({ prompt }) => ({
      text: prompt.text.includes('엉망') ? 'no idea' : `[RESULT] ${prompt.text.includes('둘') ? 2 : 5}`,
      usage: { inputTokens: 100, outputTokens: 10 },
      costUsd: 0.01,
    }));
    const options = essays([
      { input: '하나', reference: 'x' },
      { input: '둘', reference: 'x' },
      { input: '엉망', reference: 'x' },
    ]);
    const result = await hret.quickEval((input) => input, { ...options, evaluatorParams: { rubric: '길이' } });
    expect(result.metrics).toEqual({
      average_judge_score: 3.5,
      judge_unreadable: 1,
      judge_cost_usd: 0.03,
      judge_input_tokens: 300,
      judge_output_tokens: 30,
    });
    expect(result.stats.average_judge_score).toMatchObject({ n: 2, unscored: 1 });
    expect(result.counts).toMatchObject({ scored: 2, unscored: 1, failed: 0 });
    expect(result.samples[2]).toMatchObject({
      status: 'unscored',
      prediction: '엉망',
      reason: expect.stringMatching(/the verdict cannot be read/),
      evaluation: { judgments: [{ text: 'no idea' }] },
    });
    expect(closed).toEqual(['judge']);
  });

  it('compares with the second response of the data, against its winner', async () => {
    replies.set('judge', ({ prompt: { text } }) => (text.indexOf('좋은') < text.indexOf('나쁜') ? '[[A]]' : '[[B]]'));
    const judge_type = 'response_comparison';
    const options = essays([
      { input: 'q', reference: 'A', judge_type, model_response_b: '나쁜 답' },
      { input: 'q', reference: 'B', judge_type, model_response_b: '나쁜 답' },
    ]);
    const result = await hret.quickEval(() => '좋은 답', options);
    expect(result.metrics).toEqual({ judge_accuracy: 0.5, position_consistency: 1 });
  });

  it('keeps the answer when the judge fails, and resuming asks the judge alone', async () => {
    let asked = 0;
    const model = () => `답 ${++asked}`;
    const options = {
      ...essays([{ input: 'q', reference: 'x' }]),
      evaluatorParams: { rubric: '길이' },
      runName: 'kept',
    };
    await expect(hret.quickEval(model, options)).rejects.toThrow(/judge is ill/);
    replies.set('judge', ({ prompt }) => (prompt.text.includes('답 1') ? '[RESULT] 3' : '?'));
    const result = await hret.quickEval(model, { ...options, resume: true });
    expect(result.metrics.average_judge_score).toBe(3);
    expect(asked).toBe(1);
  });

  it('asks several judges, says how far they agree, and closes them all', async () => {
    const grades: Record<string, string> = { 하나: '111', 둘: '555', 셋: '343' };
    for (const [place, name] of ['judge', 'second', 'third'].entries()) {
      replies.set(name, ({ sample }) => `[RESULT] ${grades[sample.input]?.[place]}`);
    }
    const options = essays(Object.keys(grades).map((input) => ({ input, reference: 'x' })));
    const judges = ['second', 'third'].map((says) => ({ name: actor.name, params: { says } }));
    const result = await hret.quickEval(() => '답', { ...options, evaluatorParams: { rubric: '길이', judges } });
    expect(result.metrics.average_judge_score).toBeCloseTo((1 + 5 + 10 / 3) / 3, 12);
    // Observed: 2·(1+1)/2 = 2 over 9 values; expected: 2·9·Σ(x − mean)² / 8.
    const values = [1, 1, 1, 5, 5, 5, 3, 4, 3];
    const mean = values.reduce((a, b) => a + b) / 9;
    const expected = (18 * values.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / 8;
    expect(result.metrics.judge_agreement).toBeCloseTo(1 - 2 / expected, 12);
    // By order alone the grades 1 1 1 3 3 4 5 5 5 stand at 1.5, 4, 5.5 and 7.5: observed 2·(1.5² / 2), expected 2·9·Σ / 8.
    const ordered = { rubric: '길이', judges, agreement: 'ordinal' };
    const ranks = [1.5, 1.5, 1.5, 7.5, 7.5, 7.5, 4, 5.5, 4];
    const middle = ranks.reduce((a, b) => a + b) / 9;
    const spread = (18 * ranks.reduce((sum, rank) => sum + (rank - middle) ** 2, 0)) / 8;
    const byOrder = await hret.quickEval(() => '답', { ...options, evaluatorParams: ordered });
    expect(byOrder.metrics.judge_agreement).toBeCloseTo(1 - (2 * 1.5 ** 2) / spread, 12);
    expect(closed.sort()).toEqual(['judge', 'judge', 'second', 'second', 'third', 'third']);
  });

  it('has its own names for its metrics beside other evaluators', async () => {
    replies.set('judge', () => '[[true]]');
    const options = essays([{ input: 'q', reference: '답' }]);
    const result = await hret.quickEval(() => '답', {
      ...options,
      evaluationMethod: ['string_match', 'llm_judge'],
      evaluatorParams: { llm_judge: { defaultJudgeType: 'rubric_response_and_gold', votes: 3 } },
    });
    expect(result.metrics).toEqual({ accuracy: 1, judge_accuracy: 1 });
    expect(result.samples[0]?.evaluation.llm_judge).toMatchObject({ votes: ['true', 'true', 'true'] });
  });

  it('needs a judge, and says which one it cannot find', async () => {
    const { judgeModel: _m, judgeParams: _p, ...options } = essays([{ input: 'q', reference: 'x' }]);
    await expect(hret.quickEval(() => 'x', options)).rejects.toThrow(/llm_judge needs a judge. Set judgeModel/);
    const judges = [{ name: actor.name, params: { sais: 'x' } }];
    await expect(hret.quickEval(() => 'x', { ...options, evaluatorParams: { judges } })).rejects.toThrow(
      /evaluatorParams.judges.0.params: "actor_for_judging" has no option "sais"/,
    );
  });
});
