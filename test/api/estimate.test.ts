import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { estimate } from '../../src/api/estimate.js';
import type { EvaluateOptions, Params } from '../../src/index.js';
import * as hret from '../../src/index.js';
import { type LoopbackLlm, startLoopbackLlm } from '../../src/testing/index.js';
import { useOutputDir } from '../temp-dir.js';

const outputDir = useOutputDir();
let llm: LoopbackLlm | undefined;
afterEach(() => llm?.close());

const ROWS = [
  { input: '1+1', reference: '2', options: ['1', '2', '3'], model_response_b: '3', judge_type: 'response_comparison' },
  { input: '수도는?', reference: '서울', options: ['서울', '부산'], model_response_b: '부산', judge_type: 'k2_eval' },
];
/** Rows without judge types of their own. */
const PLAIN = ROWS.map(({ input, reference, options }) => ({ input, reference, options }));

/** What the estimate says and what a server receives for the same run, by model. */
async function both(options: EvaluateOptions, rows: readonly object[], params: Params = {}) {
  llm = await startLoopbackLlm({ answer: () => '정답은 서울이다. [[A]] Score: 3\n[RESULT] 3', models: ['m'] });
  const apiBase = llm.url;
  const path = join(outputDir(), 'rows.jsonl');
  writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'));
  const filled = JSON.parse(JSON.stringify(options).replaceAll('"HERE"', JSON.stringify(apiBase)));
  const all: EvaluateOptions = {
    ...{ dataset: 'generic_file', datasetParams: { path, optionsCol: 'options' }, languagePenalize: false },
    ...{ model: 'openai', modelParams: { modelName: 'm', apiBase, ...params } },
    ...filled,
  };
  const made = await estimate(all);
  expect(llm.requests).toEqual([]);
  await new hret.PipelineRunner(all).run();
  const asked = llm.requests.filter(({ prompt }) => !prompt.startsWith('One, two, three,'));
  const received: Record<string, number> = {};
  for (const { body } of asked) {
    const { model } = body as { model: string };
    received[model] = (received[model] ?? 0) + 1;
  }
  const estimated: Record<string, number> = {};
  for (const { model, requests } of made.lines) {
    expect(requests.most).toBe(requests.typical);
    const name = model.split('/').at(-1) ?? '';
    estimated[name] = (estimated[name] ?? 0) + requests.typical;
  }
  expect(made.requests).toBe(asked.length);
  return { estimated, received, made };
}

const judgeParams = { modelName: 'j', apiBase: 'HERE' };

describe('an estimate counts what a server receives', () => {
  it('of every trial', async () => {
    const { estimated, received } = await both({ trials: 3 }, PLAIN);
    expect(estimated).toEqual({ m: 6 });
    expect(received).toEqual(estimated);
  });

  it('of options that are ranked, with and without the question', async () => {
    const ranked: EvaluateOptions = { evaluationMethod: 'log_likelihood', trials: 2 };
    const params = { api: 'completions' };
    const plain = await both(ranked, PLAIN, params);
    expect(plain.estimated).toEqual({ m: 2 * (3 + 2) });
    expect(plain.received).toEqual(plain.estimated);
    await llm?.close();
    const evaluatorParams = { mutualInformation: true, unconditionalPrompt: '답:' };
    const twice = await both({ ...ranked, evaluatorParams }, PLAIN, params);
    expect(twice.estimated).toEqual({ m: 4 * (3 + 2) });
    expect(twice.received).toEqual(twice.estimated);
  });

  it('of judges in both orders, several of them, with their votes', async () => {
    const judges = [{ name: 'openai', params: { modelName: 'k', apiBase: 'HERE' } }];
    const evaluatorParams = { judges, votes: 2 };
    const options: EvaluateOptions = {
      evaluationMethod: 'llm_judge',
      evaluatorParams,
      judgeModel: 'openai_judge',
      judgeParams,
    };
    const { estimated, received, made } = await both(options, ROWS);
    // The first question is compared in two orders, the second graded; each judge votes twice.
    expect(estimated).toEqual({ m: 2, j: 6, k: 6 });
    expect(received).toEqual(estimated);
    expect(made.lines.map(({ role, model }) => [role, model])).toEqual([
      ['model', 'openai/m'],
      ['judge', 'openai_judge/j'],
      ['judge', 'openai/k'],
    ]);
  });

  it('of the draws of scaling methods, and of the judge that ranks them', async () => {
    const paths = await both({ scalingMethod: 'self_consistency', scalingParams: { nPaths: 3 }, trials: 2 }, PLAIN);
    expect(paths.estimated).toEqual({ m: 2 * 2 * 3 });
    expect(paths.received).toEqual(paths.estimated);
    await llm?.close();
    const scalingParams = { n: 4, by: 'judge' };
    const judged: EvaluateOptions = {
      scalingMethod: 'best_of_n',
      scalingParams,
      judgeModel: 'openai_judge',
      judgeParams,
    };
    const best = await both(judged, PLAIN);
    expect(best.estimated).toEqual({ m: 8, j: 8 });
    expect(best.received).toEqual(best.estimated);
  });
});

describe('an estimate', () => {
  const rows = () => {
    const path = join(outputDir(), 'rows.jsonl');
    writeFileSync(path, PLAIN.map((row) => JSON.stringify(row)).join('\n'));
    return { dataset: 'generic_file', datasetParams: { path }, languagePenalize: false };
  };

  it('needs no key of a judge, and prices every model by itself', async () => {
    const made = await estimate({
      ...rows(),
      ...{ model: 'openai', modelParams: { modelName: 'gpt-4o-mini', maxTokens: 100 } },
      ...{ evaluationMethod: 'llm_judge', evaluatorParams: { defaultJudgeType: 'k2_eval' } },
      ...{ judgeModel: 'openai_judge', judgeParams: { modelName: 'gpt-4o' } },
    });
    const [model, judge] = made.lines;
    expect(judge).toMatchObject({ requests: { typical: 2 }, outputTokens: { typical: 400, most: 2048 } });
    // The judge reads the instructions and a typical answer each time.
    expect(judge?.inputTokens.typical).toBeGreaterThan(2 * (150 + 100));
    const priced = (judge?.inputTokens.typical ?? 0) * 2.5 + 400 * 10;
    expect(judge?.costUsd?.typical).toBeCloseTo(priced / 1e6, 10);
    expect(made.costUsd?.typical).toBeCloseTo((model?.costUsd?.typical ?? 0) + (judge?.costUsd?.typical ?? 0), 12);
    expect(made.assumptions.join('\n')).toMatch(/price of gpt-4o-mini[\s\S]*price of gpt-4o is/);
  });

  it('bounds a search by the steps and tokens it may take', async () => {
    const search = { ...rows(), scalingMethod: 'beam_search', model: 'vllm', modelParams: { modelName: 'm' } };
    const tokens = await estimate({ ...search, scalingParams: { beamSize: 3, maxTokens: 10 } });
    expect(tokens.lines[0]).toMatchObject({
      requests: { most: 2 * (1 + 3 * 9) },
      outputTokens: { most: 2 * (1 + 3 * 9) },
    });
    const steps = await estimate({
      ...{ ...search, scalingParams: { beamSize: 2, expansions: 3, maxSteps: 4 } },
      ...{ rewardModel: 'huggingface_reward', rewardParams: { modelNameOrPath: './m' } },
    });
    const most = 2 * (3 + 3 * 2 * 3);
    expect(steps.lines).toMatchObject([
      { role: 'model', requests: { typical: 6, most } },
      { role: 'reward model', requests: { typical: 6, most }, outputTokens: { typical: 0, most: 0 } },
    ]);
  });

  it('takes a way of sampling as a run does', async () => {
    const made = await estimate({
      ...rows(),
      model: 'openai',
      modelParams: { modelName: 'm' },
      scalingMethod: 'greedy',
    });
    expect(made.requests).toBe(2);
  });
});
