import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { registries } from '../../src/api/registries.js';
import * as hret from '../../src/index.js';
import { type ScriptedAnswer, scriptedModel, startLoopbackLlm } from '../../src/testing/index.js';
import { useOutputDir } from '../temp-dir.js';
import { sums } from './rows.js';

const outputDir = useOutputDir();

let answers: (request: hret.GenerateRequest) => ScriptedAnswer;
let asked = 0;

const payer: hret.ModelPlugin<object> = {
  name: 'payer_for_scaling',
  summary: 'costs a dollar an answer',
  options: z.strictObject({}),
  create: () =>
    scriptedModel((request) => {
      asked++;
      return answers(request);
    }),
};
if (!registries.models.has(payer.name)) hret.registerModel(payer);

beforeEach(() => {
  asked = 0;
  answers = () => ({ text: '정답: 0', usage: { outputTokens: 3 }, costUsd: 1 });
});

const run = (options: hret.EvaluateOptions) =>
  new hret.PipelineRunner({ ...sums(outputDir(), 3), model: payer.name, ...options }).run();

describe('what draws take', () => {
  it('is counted although another draw of the sample fails', async () => {
    const paid = answers;
    answers = (request) =>
      request.draw === 3 && request.sample.input.startsWith('1') ? new Error('gone') : paid(request);
    const { samples, info, counts } = await run({ scalingMethod: 'self_consistency' });
    expect(counts.failed).toBe(1);
    expect(samples[1]).toMatchObject({ status: 'failed', error: 'gone', costUsd: 4, usage: { outputTokens: 12 } });
    expect(info.costUsd).toBe(14);
    answers = paid;
    const again = await run({ scalingMethod: 'self_consistency', resume: info.runId });
    expect(again.counts.scored).toBe(3);
    // Five draws of each sample, and the four that were paid for before.
    expect(again.info.costUsd).toBe(19);
    expect(again.samples[1]?.costUsd).toBe(5);
  });

  it('is counted although none of them could be ranked, the cost of the judge with it', async () => {
    const judged = { judgeModel: payer.name, scalingMethod: 'best_of_n', scalingParams: { n: 2, by: 'judge' } };
    const paid = answers;
    answers = (request) =>
      request.prompt.text.includes('[RESULT]') && !request.sample.input.startsWith('1')
        ? { text: '[RESULT] 5', costUsd: 0.5 }
        : paid(request);
    const { samples, info } = await run(judged);
    expect(samples[1]?.error).toMatch(/none of the 2 candidates could be ranked by judge/);
    expect(samples[1]).toMatchObject({ costUsd: 4, usage: { outputTokens: 6 } });
    expect(info.costUsd).toBe(10);
  });

  it('is the cost of the judge where the model is free', async () => {
    answers = ({ prompt }) => (prompt.text.includes('[RESULT]') ? { text: '[RESULT] 5', costUsd: 0.5 } : '정답: 0');
    const judged = { judgeModel: payer.name, scalingMethod: 'best_of_n', scalingParams: { n: 2, by: 'judge' } };
    expect((await run(judged)).info.costUsd).toBe(3);
  });

  it('is not counted twice, and the candidates stay, when only the scoring is done again', async () => {
    let isBroken = true;
    const evaluationMethod: hret.EvaluatorObject = {
      name: 'moody',
      reads: 'text',
      metrics: ['ok'],
      score({ sample }) {
        if (isBroken && sample.input.startsWith('1')) throw new Error('not today');
        return { status: 'scored', values: { ok: 1 } };
      },
    };
    const options = { scalingMethod: 'self_consistency', evaluationMethod, maxFailures: 0, maxWorkers: 1 };
    await expect(run(options)).rejects.toMatchObject({ code: 'too_many_failures' });
    isBroken = false;
    const { samples, info } = await run({ ...options, resume: true });
    expect(asked).toBe(15);
    expect(info.costUsd).toBe(15);
    const { candidates, metadata } = samples[0] ?? {};
    expect(samples[1]).toMatchObject({ status: 'scored', candidates, metadata, costUsd: 5 });
    expect(metadata).toHaveProperty('model.selfConsistency.votes');
  });
});

describe('draws in flight', () => {
  it('of a function of yours are no more than maxWorkers', async () => {
    let inFlight = 0;
    let most = 0;
    const slow = async () => {
      most = Math.max(most, ++inFlight);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inFlight--;
      return '정답: 0';
    };
    const scaled = { scalingMethod: 'self_consistency', scalingParams: { nPaths: 9 } };
    const { counts } = await hret.quickEval(slow, { ...sums(outputDir(), 6), ...scaled, maxWorkers: 3 });
    expect(counts.scored).toBe(6);
    expect(most).toBe(3);
  });
});

describe('best_of_n by log-probabilities', () => {
  it('is refused before the first call where the service has to be asked for them and is not', async () => {
    await using llm = await startLoopbackLlm();
    const modelParams = { modelName: 'm', apiBase: llm.url, temperature: 1 };
    const options = { model: 'openai', modelParams, scalingMethod: 'best_of_n', scalingParams: { by: 'logprob' } };
    await expect(run(options)).rejects.toThrow(/"openai" gives on request only. Set modelParams.logprobs: true/);
    expect(llm.requests).toHaveLength(0);
    await run({ ...options, modelParams: { ...modelParams, logprobs: true } });
    expect(llm.requests).toHaveLength(15);
  });
});
