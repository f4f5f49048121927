import { describe, expect, it } from 'vitest';
import { plugin as classification } from '../../src/evaluators/classification.js';
import { describeEvaluator } from '../contracts/evaluator.js';
import { choiceOf, inputOf, made, overAll, scoreOf, textOf } from './scoring.js';

const yesNo = (answer: number) => choiceOf(['아니오', '예'], answer, '비가 오나?\nA. 아니오\nB. 예');

async function metricsOf(params: object, answers: readonly (readonly [number, string])[]) {
  const evaluator = await made(classification, { ...params });
  const results = [];
  for (const [answer, text] of answers) {
    const score = await scoreOf(evaluator, yesNo(answer), text);
    const scores = score.status === 'scored' ? score.values : {};
    results.push({ status: score.status, evaluation: score.details ?? {}, scores });
  }
  return overAll(evaluator, results);
}

describe('classification', () => {
  it('gives macro F1 and the correlation of what is said with what is right', async () => {
    const answers = [
      [0, '정답: A'],
      [0, '예'],
      [1, 'B'],
      [1, '예'],
    ] as const;
    // 아니오: 1 right of 1 said and 2 there; 예: 2 right of 3 said and 2 there.
    expect(await metricsOf({}, answers)).toEqual({
      macro_f1: expect.closeTo((2 / 3 + 4 / 5) / 2, 12),
      mcc: expect.closeTo(1 / Math.sqrt(3), 12),
    });
    expect(await metricsOf({ metrics: ['binary_f1'], positive: 0 }, answers)).toEqual({
      binary_f1: expect.closeTo(2 / 3, 12),
    });
  });

  it('counts an answer that names no class as missed, or leaves it out with multiple_choice', async () => {
    const answers = [
      [0, 'A'],
      [1, 'B'],
      [1, '모르겠습니다'],
    ] as const;
    const metrics = { metrics: ['macro_f1', 'micro_f1'] };
    expect(await metricsOf(metrics, answers)).toEqual({
      macro_f1: expect.closeTo((1 + 2 / 3) / 2, 12),
      micro_f1: expect.closeTo(4 / 5, 12),
    });
    expect(await metricsOf({ ...metrics, evaluator: 'multiple_choice' }, answers)).toEqual({
      macro_f1: 1,
      micro_f1: 1,
    });
  });

  it('takes texts for classes where a question has no options, compared as the evaluator compares', async () => {
    const evaluator = await made(classification, {
      evaluator: 'exact_match',
      evaluator_params: { ignore_case: true },
      metrics: ['macro_f1'],
    });
    const score = await scoreOf(evaluator, textOf('Positive'), 'negative');
    expect(score).toMatchObject({
      values: { exact_match: 0 },
      details: { classes: { reference: 'positive', said: 'negative' } },
    });
  });

  it('reads the option a model finds likeliest', async () => {
    const evaluator = await made(classification, { evaluator: 'log_likelihood' });
    const ranking = { kind: 'ranking', logLikelihoods: [-1, -2] } as const;
    expect(await evaluator.score({ ...inputOf(yesNo(1), ''), answer: ranking })).toMatchObject({
      values: { accuracy: 0 },
      details: { classes: { reference: '1', said: '0' } },
    });
  });
});

describeEvaluator('classification', { make: () => made(classification), sample: yesNo(1), answer: '정답: B' });
