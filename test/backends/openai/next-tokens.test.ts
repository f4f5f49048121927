import { afterEach, describe, expect, it } from 'vitest';
import { models } from '../../../src/backends/index.js';
import type { Generation, Model } from '../../../src/core/model.js';
import { parseOptions } from '../../../src/core/plugin-options.js';
import * as hret from '../../../src/index.js';
import { searchTokens } from '../../../src/scaling/beam-tokens.js';
import { testWorld } from '../../../src/testing/index.js';
import { sums } from '../../api/rows.js';
import { questionFor } from '../../contracts/model.js';
import { tempDir, useOutputDir } from '../../temp-dir.js';
import { type ByteServerOptions, startByteServer } from './byte-server.js';

const outputDir = useOutputDir();
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Byte by byte "부산" begins likelier than "서울", since "부여" begins so too; whole, "서울" is the likeliest. */
const CITIES = { 서울: 0.4, 부산: 0.3, 부여: 0.3 };
const usual = { beamSize: 3, maxTokens: 10, lengthPenalty: 0, earlyStopping: false };

async function stage(name: string, params: object = {}, options: Partial<ByteServerOptions> = {}) {
  const server = await startByteServer({ answers: CITIES, ...options });
  closers.push(() => server.close());
  const plugin = (await models[name]?.())?.plugin;
  if (plugin === undefined) throw new Error(`There is no backend ${name}.`);
  const make = async (more: object = {}): Promise<Model> => {
    const all = { modelName: 'm', apiBase: server.url, ...params, ...more };
    const model = await plugin.create(parseOptions(plugin, 'modelParams', all), testWorld({ sleep: async () => {} }));
    closers.push(() => model.close?.());
    return model;
  };
  const paths = () => server.requests.map(({ path }) => path);
  return { server, paths, make, model: await make() };
}
const search = (model: Model, changes: Partial<typeof usual> = {}): Promise<Generation> =>
  searchTokens({ ...usual, ...changes })(model).generate(questionFor('수도?'));

describe('a search over the tokens of a vLLM server', () => {
  it('finds an answer whose characters are spread over several tokens', async () => {
    const { model, server } = await stage('vllm', { chatTemplate: false });
    const greedy = await search(model, { beamSize: 1 });
    expect(greedy.text).toMatch(/^부/);
    const { text, candidates, finish, metadata } = await search(model);
    expect({ text, finish }).toEqual({ text: '서울', finish: 'stop' });
    expect([...(candidates ?? [])].sort()).toEqual(['부산', '부여', '서울']);
    expect(metadata).toMatchObject({ beamSearch: { scores: { 0: expect.closeTo(Math.log(0.4), 10) } } });
    const prompt = [...Buffer.from('수도?')];
    const asked = server.requests.filter(({ path, body }) => path === '/v1/completions' && !body.allowed_token_ids);
    expect(asked[0]?.body).toEqual({
      ...{ model: 'm', temperature: 0, prompt, max_tokens: 1, logprobs: 2, return_tokens_as_token_ids: true },
    });
  });

  it('turns the prompt into tokens once, under the chat template and with the system message', async () => {
    const { model, server, paths } = await stage('vllm', { systemMessage: '짧게' });
    expect((await search(model)).text).toBe('서울');
    expect(paths().filter((path) => path === '/tokenize')).toHaveLength(1);
    expect(server.requests[0]?.body).toEqual({
      model: 'm',
      add_generation_prompt: true,
      messages: [
        { role: 'system', content: '짧게' },
        { role: 'user', content: '수도?' },
      ],
    });
  });

  it('finds out once for each token whether it ends an answer', async () => {
    const { model, server } = await stage('vllm', { chatTemplate: false });
    await search(model);
    await search(model);
    const tested = server.requests.flatMap(({ body }) => (body.allowed_token_ids as number[] | undefined) ?? []);
    expect(tested.length).toBeGreaterThan(0);
    expect(new Set(tested).size).toBe(tested.length);
  });

  it('ends an answer at a stop text, which is left out', async () => {
    const { model } = await stage(
      'vllm',
      { chatTemplate: false, stop: '\n' },
      { answers: { '서울\n끝': 0.6, 부산: 0.4 } },
    );
    expect(await search(model)).toMatchObject({ text: '서울', finish: 'stop', candidates: ['서울', '부산'] });
  });

  it.each<[object, RegExp]>([
    [{ temperature: 0.7 }, /without modelParams\.temperature/],
    [{ topP: 0.9, repetitionPenalty: 1.1 }, /without modelParams\.topP, modelParams\.repetitionPenalty/],
    [{ guidedChoice: true }, /without modelParams\.guidedChoice/],
    [{ postCallRules: () => true }, /without modelParams\.postCallRules/],
  ])('is refused with %j, which it would not heed', async (params, message) => {
    const { model, server } = await stage('vllm', params);
    await expect(async () => search(model)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(message),
    });
    expect(server.requests).toEqual([]);
  });

  it('says so when the server does not name tokens by number', async () => {
    const { model } = await stage('vllm', { chatTemplate: false }, { byText: true });
    await expect(search(model)).rejects.toMatchObject({
      stopsRun: true,
      message: expect.stringMatching(/vLLM server\?/),
    });
  });
});

describe('a search over the tokens of another server', () => {
  it('goes by the texts of tokens in completions', async () => {
    const answers = { Seoul: 0.4, Busan: 0.3, Buyeo: 0.3 };
    const { model, server } = await stage('openai', { api: 'completions' }, { answers, byText: true });
    const { text, warnings } = await search(model);
    expect({ text, warnings }).toEqual({ text: 'Seoul', warnings: undefined });
    expect(server.requests.map(({ body }) => body.prompt)).toContain('수도?Seou');
  });

  it('leaves out tokens that end inside a character, and says so', async () => {
    const answers = { 서울: 0.6, Seoul: 0.4 };
    const { model } = await stage('openai', { api: 'completions' }, { answers, byText: true });
    const { text, candidates, warnings } = await search(model);
    expect({ text, candidates }).toEqual({ text: 'Seoul', candidates: ['Seoul'] });
    expect(warnings).toEqual([expect.stringMatching(/^openai\/m: tokens that end inside a character .*model: "vllm"/)]);
  });

  it('is refused by name in a chat that cannot go on with an answer', async () => {
    const { model, server } = await stage('openai');
    await expect(async () => search(model)).rejects.toThrow(
      /"openai\/m" gives none\. .*model: "vllm".*api: "completions"/,
    );
    expect(server.requests).toEqual([]);
  });
});

describe('what stands around a model, in a search over its tokens', () => {
  const raw = { chatTemplate: false };

  it('asks again what failed for the moment, and counts that', async () => {
    const { model, server } = await stage('vllm', raw, { statuses: [200, 503, 200, 503] });
    expect(await search(model)).toMatchObject({ text: '서울', attempts: 3 });
    const { model: hasty } = await stage('vllm', { ...raw, maxRetries: 0 }, { statuses: [200, 503] });
    await expect(search(hasty)).rejects.toMatchObject({ status: 503 });
    expect(server.requests.length).toBeGreaterThan(3);
  });

  it('takes what was answered before from the cache, at no price', async () => {
    const folder = await tempDir();
    closers.push(() => folder[Symbol.asyncDispose]());
    const prices = { m: { inputPerMillion: 1, outputPerMillion: 1 } };
    const { make, server } = await stage('vllm', { ...raw, cache: folder.path, prices });
    const first = await search(await make());
    const asked = server.requests.length;
    const again = await search(await make());
    expect(server.requests).toHaveLength(asked);
    expect(again).toEqual({
      ...first,
      costUsd: 0,
      usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
    });
    await search(await make(), { beamSize: 2 });
    expect(server.requests.length).toBeGreaterThan(asked);
  });

  it('asks equal searches at the same time once', async () => {
    const alone = await stage('vllm', raw);
    await search(alone.model);
    const folder = await tempDir();
    closers.push(() => folder[Symbol.asyncDispose]());
    const { model, server } = await stage('vllm', { ...raw, cache: folder.path });
    const [one, two] = await Promise.all([search(model), search(model)]);
    expect(one?.candidates).toEqual(two?.candidates);
    expect(server.requests.length).toBe(alone.server.requests.length);
  });

  it('pays what was used, and stops at the end of the budget', async () => {
    const prices = { m: { inputPerMillion: 1000, outputPerMillion: 1000 } };
    const { model } = await stage('vllm', { ...raw, prices });
    const { usage, costUsd } = await search(model);
    expect(costUsd).toBeCloseTo(((usage?.totalTokens ?? 0) * 1000) / 1e6, 10);
    const { model: poor } = await stage('vllm', { ...raw, prices, budget: { usd: 0.2 } });
    await expect(search(poor)).rejects.toMatchObject({ code: 'budget', stopsRun: true });
  });

  it('is recorded with its candidates, tokens and cost', async () => {
    const { server } = await stage('vllm');
    const result = await new hret.PipelineRunner({
      ...sums(outputDir(), 1),
      model: 'vllm',
      modelParams: {
        modelName: 'm',
        apiBase: server.url,
        prices: { m: { inputPerMillion: 1000, outputPerMillion: 1000 } },
      },
      scalingMethod: 'beam_search',
      scalingParams: { beamSize: 3 },
      datasetParams: { ...sums(outputDir(), 1).datasetParams, basePromptTemplate: '{input}?' },
    }).run();
    const [sample] = result.samples;
    expect(sample).toMatchObject({ prediction: '서울', status: 'scored' });
    expect(sample?.candidates).toHaveLength(3);
    const tokens = sample?.usage?.totalTokens ?? 0;
    expect(sample?.costUsd).toBeCloseTo(tokens / 1000, 10);
    expect(result.info.costUsd).toBeCloseTo(tokens / 1000, 10);
  });
});
