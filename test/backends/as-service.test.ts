import { afterEach, describe, expect, it } from 'vitest';
import { Evaluator, PipelineRunner } from '../../src/api/pipeline.js';
import { models } from '../../src/backends/index.js';
import { plugin } from '../../src/backends/openai.js';
import type { Model } from '../../src/core/model.js';
import { parseOptions } from '../../src/core/plugin-options.js';
import { type LoopbackOptions, startLoopbackLlm, testWorld } from '../../src/testing/index.js';
import { questionFor } from '../contracts/model.js';
import { useOutputDir } from '../temp-dir.js';

const outputDir = useOutputDir();
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
async function stage(options: LoopbackOptions = {}) {
  const llm = await startLoopbackLlm(options);
  closers.push(() => llm.close());
  const make = async (params: Readonly<Record<string, unknown>>, world = testWorld()): Promise<Model> => {
    const model = await plugin.create(
      parseOptions(plugin, 'modelParams', { modelName: 'm', apiBase: llm.url, ...params }),
      world,
    );
    closers.push(() => model.close?.());
    return model;
  };
  return { llm, make };
}
/** A cent a token of the answer, in any spelling. */
const prices = { m: { input_per_million: 0, outputPerMillion: 10_000 } };

describe('a service', () => {
  it('has its limits from the headers of its replies', async () => {
    const { make } = await stage({ answer: () => ({ text: 'A', headers: { 'x-ratelimit-limit-requests': '3' } }) });
    const world = testWorld();
    const model = await make({}, world);
    for (let n = 0; n < 5; n++) await model.generate(questionFor(`${n}`));
    expect(world.sleeps).toEqual([61_000]); // the first was asked before the limit was known: 1 + 3, then a minute
  });

  it('shares its limits with other models of the account, and only those', async () => {
    const { make } = await stage();
    const world = testWorld();
    const params = { requestsPerMinute: 2, apiKey: 'sk-one-0123456789' };
    for (const model of [await make(params, world), await make(params, world)])
      await model.generate(questionFor('하나'));
    await (await make({ ...params, apiKey: 'sk-other-0123456789' }, world)).generate(questionFor('하나'));
    expect(world.sleeps).toEqual([]);
    await (await make(params, world)).generate(questionFor('하나'));
    expect(world.sleeps).toEqual([61_000]);
  });

  it('has fallbacks by name, or by params over its own, which get no key of another address', async () => {
    const failing = ({ body }: { body: { model?: unknown } }) =>
      body.model === 'm' ? ({ kind: 'status', status: 400 } as const) : undefined;
    const { llm, make } = await stage({ faults: failing, answer: (_, body) => String(body.model) });
    const other = await stage({ answer: () => 'elsewhere' });
    const apiKey = 'sk-very-secret-0123456789';
    const byName = await make({ apiKey, fallbacks: ['n'], temperature: 0.5 });
    expect(await byName.generate(questionFor('하나'))).toMatchObject({
      text: 'n',
      metadata: { fallback: { model: 'openai/n', insteadOf: 'openai/m' } },
    });
    expect(llm.requests[1]?.body.temperature).toBe(0.5);
    expect(llm.requests[1]?.headers.authorization).toBe(`Bearer ${apiKey}`);
    const elsewhere = await make({ apiKey, fallbacks: [{ model_name: 'm', api_base: other.llm.url }] });
    expect(await elsewhere.generate(questionFor('하나'))).toMatchObject({ text: 'elsewhere' });
    expect(other.llm.requests[0]?.headers.authorization).toBeUndefined();
    await expect(make({ fallbacks: [{ modelNam: 'n' }] })).rejects.toThrow(/fallbacks.*modelNam/);
  });

  it('pays for its fallbacks from the same purse', async () => {
    const failing = ({ body }: { body: { model?: unknown } }) =>
      body.model === 'm' ? ({ kind: 'status', status: 400 } as const) : undefined;
    const { make } = await stage({ faults: failing, answer: () => 'AB' });
    const both = { ...prices, n: { inputPerMillion: 0, outputPerMillion: 10_000 } };
    const model = await make({ fallbacks: ['n'], prices: both, maxTokens: 2, budget: { usd: 0.05 } });
    await model.generate(questionFor('1'));
    await model.generate(questionFor('2'));
    await expect(model.generate(questionFor('3'))).rejects.toMatchObject({ code: 'budget' });
  });

  it('does not keep the answer of a fallback under its own name', async () => {
    const { llm, make } = await stage({
      faults: [{ kind: 'status', status: 400 }],
      answer: (_, body) => String(body.model),
    });
    const model = await make({ fallbacks: ['n'], cache: outputDir() });
    expect(await model.generate(questionFor('하나'))).toMatchObject({ text: 'n' });
    expect(await model.generate(questionFor('하나'))).toMatchObject({ text: 'm' });
    expect(llm.requests).toHaveLength(3);
  });
});

describe('every backend that asks a service', () => {
  type Named = [string, { readonly modelName: string }];
  const backends: readonly Named[] = [
    ...['fastchat', 'hf_inference', 'llama_cpp', 'lmstudio', 'ollama', 'openai', 'openai_judge', 'tgi', 'vllm'].map(
      (name): Named => [name, { modelName: 'm' }],
    ),
    ...['openai', 'anthropic', 'gemini', 'bedrock', 'azure', 'groq', 'litellm_proxy'].map(
      (provider): Named => ['litellm', { modelName: `${provider}/m` }],
    ),
    ['litellm_judge', { modelName: 'anthropic/m' }],
  ];

  it.each(backends)('keeps answers, knows costs, and heeds limits: %s %o', async (name, params) => {
    const { llm } = await stage({ answer: () => 'A' });
    const { plugin: found } = (await models[name]?.()) ?? { plugin };
    const world = testWorld();
    const open = async (more: object) => {
      const all = { apiBase: llm.url, apiKey: 'sk-one-0123456789', prices, ...params, ...more };
      const model = await found.create(parseOptions(found, 'modelParams', all), world);
      closers.push(() => model.close?.());
      return model;
    };
    const cache = `${outputDir()}/${name}-${Object.values(params).join('-').replace('/', '-')}`;
    for (const expected of [0.01, 0]) {
      expect((await (await open({ cache })).generate(questionFor('하나'))).costUsd).toBe(expected);
    }
    expect(llm.requests).toHaveLength(1);
    const limited = await open({ requestsPerMinute: 1 });
    for (const prompt of ['둘', '셋']) await limited.generate(questionFor(prompt));
    expect(world.sleeps.length).toBeGreaterThan(0);
    expect(found.transportOptions).toContain('maxRetries');
  });
});

describe('a run with a budget', () => {
  it('stops before it is overspent, keeps what was paid, and goes on with more', async () => {
    const { llm } = await stage({ answer: () => '정답: A' }); // 5 tokens: five cents
    const run = (usd: number, resume?: boolean) =>
      new PipelineRunner({
        dataset: 'ko_sample',
        limit: 10,
        maxWorkers: 3,
        model: 'openai',
        modelParams: { modelName: 'm', apiBase: llm.url, maxTokens: 8, prices, budget: { usd } },
        ...(resume !== undefined && { resume }),
      }).run();
    const error = await run(0.2).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'budget', message: expect.stringContaining('is used up') });
    const asked = llm.requests.length;
    expect(asked).toBe(3); // 15 cents spent; a fourth may cost 8
    expect(llm.aborted).toBe(0);
    const result = await run(5, true);
    expect(llm.requests).toHaveLength(10);
    expect(result.counts).toMatchObject({ total: 10, failed: 0 });
    expect(result.info.costUsd).toBeCloseTo(0.5, 10);
  });

  it('is refused with the file of a budget over several runs', async () => {
    const { make } = await stage();
    await expect(make({ prices, budget: { usd: 1, reset_every: 'day' } })).rejects.toThrow(/budget.*per: "key"/);
  });

  it('by key counts what earlier runs spent', async () => {
    const { llm } = await stage({ answer: () => '정답: A' });
    const budget = { usd: 0.3, per: 'key', file: `${outputDir()}/budgets.json` };
    const modelParams = { modelName: 'm', apiBase: llm.url, maxTokens: 5, prices, budget };
    const run = (limit: number) => new Evaluator().run({ dataset: 'ko_sample', limit, model: 'openai', modelParams });
    await run(4);
    await expect(run(5)).rejects.toMatchObject({ code: 'budget' });
    expect(llm.requests).toHaveLength(6);
  });
});

it('tokens a service had in its own cache cost less, and are summed up beside those of reasoning', async () => {
  const usage = {
    ...{ prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
    prompt_tokens_details: { cached_tokens: 60 },
    completion_tokens_details: { reasoning_tokens: 7 },
  };
  const { llm } = await stage({ answer: () => ({ text: '정답: A', usage }) });
  const own = { m: { inputPerMillion: 10_000, outputPerMillion: 0, cachedInputPerMillion: 0 } };
  const modelParams = { modelName: 'm', apiBase: llm.url, prices: own };
  const { info } = await new Evaluator().run({ dataset: 'ko_sample', limit: 3, model: 'openai', modelParams });
  expect(info.usage).toEqual({
    ...{ inputTokens: 300, outputTokens: 30, totalTokens: 330 },
    ...{ cachedInputTokens: 180, reasoningTokens: 21 },
  });
  expect(info.costUsd).toBeCloseTo(3 * 0.4, 10);
});

describe('a second run with a cache', () => {
  it('asks nothing, scores the same, costs nothing, and says so in every sample', async () => {
    const { llm } = await stage({ answer: () => '정답: A' });
    const modelParams = { modelName: 'm', apiBase: llm.url, prices, cache: `${outputDir()}/cache` };
    const run = () => new Evaluator().run({ dataset: 'ko_sample', limit: 10, trials: 2, model: 'openai', modelParams });
    const first = await run();
    expect(llm.requests).toHaveLength(20); // trials are draws of their own
    const second = await run();
    expect(llm.requests).toHaveLength(20);
    expect(second.metrics.accuracy).toBe(first.metrics.accuracy);
    expect([first.info.costUsd, second.info.costUsd]).toEqual([1, 0]);
    expect(second.info.retries).toBe(0);
    expect(second.samples.every(({ metadata }) => JSON.stringify(metadata.model).includes('"cached"'))).toBe(true);
  });
});
