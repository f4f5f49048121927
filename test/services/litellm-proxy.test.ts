import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLitellmProxy } from '../../scripts/services/litellm.mjs';
import { plugin } from '../../src/backends/litellm.js';
import { parseOptions } from '../../src/core/plugin-options.js';
import * as hret from '../../src/index.js';
import { testWorld } from '../../src/testing/index.js';
import { questionFor } from '../contracts/model.js';
import { useOutputDir } from '../temp-dir.js';

/** LiteLLM's own words for what goes wrong; it counts 10 tokens in and 20 out of a mock, and has gpt-4o-mini's price. */
const MOCKS = {
  good: '정답은 서울입니다.',
  busy: 'litellm.RateLimitError',
  broken: 'litellm.InternalServerError',
  long: 'litellm.ContextWindowExceededError',
  replaced: 'litellm.InternalServerError',
};
const COST = (10 * 0.15 + 20 * 0.6) / 1e6;
const KEY = 'sk-hret-1234567890';

useOutputDir();
let proxy: Awaited<ReturnType<typeof startLitellmProxy>>;
beforeAll(async () => {
  const models = Object.entries(MOCKS).map(([name, mock]) => ({
    model_name: name,
    litellm_params: { model: 'openai/gpt-4o-mini', api_key: 'none', mock_response: mock },
  }));
  proxy = await startLitellmProxy(
    {
      model_list: models,
      router_settings: { num_retries: 0, fallbacks: [{ replaced: ['good'] }] },
      litellm_settings: { include_cost_in_streaming_usage: true },
      general_settings: { master_key: KEY },
    },
    KEY,
  );
});
afterAll(() => proxy?.close());

async function make(name: string, params: Readonly<Record<string, unknown>> = {}, world = testWorld()) {
  const all = { modelName: `litellm_proxy/${name}`, apiBase: proxy.url, apiKey: KEY, maxRetries: 1, ...params };
  return plugin.create(parseOptions(plugin, 'modelParams', all), world);
}
const ask = async (...[name, params, world]: Parameters<typeof make>) => {
  const model = await make(name, params, world);
  try {
    return await model.generate(questionFor('대한민국의 수도는?'));
  } finally {
    await model.close?.();
  }
};

describe('a real LiteLLM proxy', () => {
  it('tells what an answer cost, and which call it was', async () => {
    const answer = await ask('good');
    expect(answer).toMatchObject({ text: '정답은 서울입니다.', finish: 'stop', attempts: 1 });
    expect(answer.usage).toEqual({ inputTokens: 10, outputTokens: 20, totalTokens: 30 });
    expect(answer.costUsd).toBeCloseTo(COST, 12);
    expect(answer.metadata?.litellm).toMatchObject({
      callId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      modelId: expect.any(String),
      attemptedRetries: 0,
      attemptedFallbacks: 0,
    });
  });

  it('tells what a stream cost in its last piece', async () => {
    const { text, costUsd, usage } = await ask('good', { stream: true });
    expect(text).toBe('정답은 서울입니다.');
    expect(costUsd).toBeCloseTo(((usage?.inputTokens ?? 0) * 0.15 + (usage?.outputTokens ?? 0) * 0.6) / 1e6, 12);
  });

  it('falls back as it is told to, which is said', async () => {
    const world = testWorld();
    const answer = await ask('replaced', {}, world);
    expect(answer).toMatchObject({ text: '정답은 서울입니다.', metadata: { litellm: { attemptedFallbacks: 1 } } });
    expect(world.warnings.join()).toMatch(/a fallback of its own/);
  });

  it('refuses for a while with 429 and 500, and is asked again', async () => {
    for (const [name, status] of [
      ['busy', 429],
      ['broken', 500],
    ] as const) {
      const world = testWorld();
      const error = await ask(name, {}, world).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ status, message: expect.stringMatching(/Gave up after 2 requests/) });
      expect(world.sleeps.length).toBeGreaterThan(0);
    }
  });

  it('refuses a prompt that is too long, and another model is asked', async () => {
    const { text, metadata } = await ask('long', { contextWindowFallbacks: ['litellm_proxy/good'] });
    expect(text).toBe('정답은 서울입니다.');
    expect(metadata?.fallback).toMatchObject({ model: 'litellm_proxy/good', insteadOf: 'litellm_proxy/long' });
  });

  it('knows no other model and no other key: the run stops at once', async () => {
    await expect(ask('nobody')).rejects.toMatchObject({ status: 400, stopsRun: true });
    const refused = ask('good', { apiKey: 'sk-wrong-1234567890' });
    await expect(refused).rejects.toMatchObject({
      stopsRun: true,
      message: expect.stringMatching(/LITELLM_PROXY_API_KEY/),
    });
  });

  it('answers a run, which adds up what it cost', async () => {
    const result = await new hret.Evaluator().run({
      dataset: 'ko_sample',
      limit: 20,
      model: 'litellm',
      modelParams: { modelName: 'litellm_proxy/good', apiBase: proxy.url, apiKey: KEY },
    });
    expect(result.counts).toMatchObject({ total: 20, failed: 0 });
    expect(result.info.costUsd).toBeCloseTo(20 * COST, 10);
  });

  it('answers completion, whole and piece by piece', async () => {
    const asked = { model: 'litellm_proxy/good', apiBase: proxy.url, apiKey: KEY };
    const messages = [{ role: 'user' as const, content: '수도는?' }];
    const whole = await hret.completion({ ...asked, messages });
    expect(whole.responseCost).toBeCloseTo(COST, 12);
    const chunks = [];
    for await (const chunk of await hret.completion({ ...asked, messages, stream: true })) chunks.push(chunk);
    expect(chunks.length).toBeGreaterThan(2);
    expect(hret.streamChunkBuilder(chunks).choices[0]?.message.content).toBe('정답은 서울입니다.');
  });
});

describe('a proxy that has gone', () => {
  it('is named, with how to start it', async () => {
    await expect(ask('good', { apiBase: 'http://127.0.0.1:9', maxRetries: 0 })).rejects.toThrow(/litellm --config/);
  });
});
