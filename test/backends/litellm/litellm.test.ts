import { afterEach, describe, expect, it } from 'vitest';
import { signatureHeaders } from '../../../src/backends/litellm/aws-signature.js';
import { providerModelOf } from '../../../src/backends/litellm/model-name.js';
import { PROVIDERS } from '../../../src/backends/litellm/providers.js';
import { plugin } from '../../../src/backends/litellm.js';
import type { Model } from '../../../src/core/model.js';
import { parseOptions } from '../../../src/core/plugin-options.js';
import { type LoopbackOptions, startLoopbackLlm, type TestWorld, testWorld } from '../../../src/testing/index.js';
import { questionFor } from '../../contracts/model.js';

type Params = Readonly<Record<string, unknown>>;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
async function make(params: Params, world: TestWorld = testWorld()): Promise<Model> {
  const model = await plugin.create(parseOptions(plugin, 'modelParams', params), world);
  closers.push(() => model.close?.());
  return model;
}
async function stage(params: Params, options: LoopbackOptions = {}, world = testWorld()) {
  const llm = await startLoopbackLlm(options);
  closers.push(() => llm.close());
  return { llm, world, model: await make({ apiBase: llm.url, ...params }, world) };
}

describe('the name of a model', () => {
  it.each([
    [{ modelName: 'openai/gpt-4o-mini' }, 'openai', 'gpt-4o-mini'],
    [{ modelName: 'openrouter/anthropic/claude-3.5-haiku' }, 'openrouter', 'anthropic/claude-3.5-haiku'],
    [{ modelName: 'claude-3-5-haiku-20241022', provider: 'anthropic' }, 'anthropic', 'claude-3-5-haiku-20241022'],
    [{ modelName: 'anthropic/claude-3-5-haiku', provider: 'anthropic' }, 'anthropic', 'claude-3-5-haiku'],
    [{ modelName: 'meta-llama/Llama-3-8b', provider: 'together_ai' }, 'together_ai', 'meta-llama/Llama-3-8b'],
    [{ modelName: 'gpt-4o' }, 'openai', 'gpt-4o'],
    [{ modelName: 'o3-mini' }, 'openai', 'o3-mini'],
    [{ modelName: 'claude-sonnet-4-5' }, 'anthropic', 'claude-sonnet-4-5'],
    [{ modelName: 'gemini-2.5-flash' }, 'gemini', 'gemini-2.5-flash'],
    [
      { modelName: 'us.anthropic.claude-3-5-haiku-20241022-v1:0' },
      'bedrock',
      'us.anthropic.claude-3-5-haiku-20241022-v1:0',
    ],
    [{ modelName: 'vllm/qwen' }, 'hosted_vllm', 'qwen'],
    [{ modelName: 'my-model', apiBase: 'http://x/v1' }, undefined, 'my-model'],
    [{ modelName: 'gpt-4o', apiBase: 'http://x/v1' }, undefined, 'gpt-4o'],
  ])('%o is of %s: %s', (options, provider, model) => {
    expect(providerModelOf(options)).toEqual({ provider, model });
  });

  it.each([
    [{}, /modelName is missing/],
    [{ modelName: 'antropic/claude' }, /no provider "antropic".*Did you mean "anthropic"/],
    [{ modelName: 'llama-3' }, /does not say who has the model/],
    [{ modelName: 'x', provider: 'gorq' }, /no provider "gorq".*"groq"/],
  ])('%o is refused', (options, message) => {
    expect(() => providerModelOf(options)).toThrow(message);
  });
});

describe('the key of a service', () => {
  const needing = Object.entries(PROVIDERS).filter(([, { needsKey }]) => needsKey === true);

  it.each(needing.map(([name]) => name))(
    'of %s is named before anything is asked, when it is missing',
    async (name) => {
      const variables = PROVIDERS[name]?.keyVariables ?? [];
      await expect(make({ modelName: `${name}/m` })).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringMatching(new RegExp(`key is missing.*${variables[0]}.*modelParams.apiKey`)),
      });
      for (const variable of variables) {
        const world = testWorld({ env: { [variable]: 'key-0123456789' } });
        expect((await make({ modelName: `${name}/m` }, world)).id).toBe(`${name}/m`);
        expect(world.secrets).toContain('key-0123456789');
      }
    },
  );

  it('is read from the variable that os.environ/NAME names', async () => {
    const world = testWorld({ env: { TEAM_KEY: 'key-0123456789' } });
    const { model, llm } = await stage({ modelName: 'groq/m', apiKey: 'os.environ/TEAM_KEY' }, {}, world);
    await model.generate(questionFor('하나'));
    expect(llm.requests[0]?.headers.authorization).toBe('Bearer key-0123456789');
    await expect(make({ modelName: 'groq/m', apiKey: 'os.environ/NONE' })).rejects.toThrow(/NONE, which is not set/);
  });

  it('is not given to a fallback of another provider, nor is the address', async () => {
    const other = await startLoopbackLlm({ answer: () => 'from the other' });
    closers.push(() => other.close());
    const world = testWorld({ env: { ANTHROPIC_API_BASE: other.url, ANTHROPIC_API_KEY: 'key-of-anthropic' } });
    const { model, llm } = await stage(
      { modelName: 'openai/m', apiKey: 'key-of-openai', fallbacks: ['anthropic/n'], headers: { 'x-team': 'secret' } },
      { faults: [{ kind: 'status', status: 400 }] },
      world,
    );
    expect(await model.generate(questionFor('하나'))).toMatchObject({
      text: 'from the other',
      metadata: { fallback: { model: 'anthropic/n', insteadOf: 'openai/m' } },
    });
    expect(llm.requests).toHaveLength(1);
    expect(other.requests[0]?.path).toBe('/v1/messages');
    expect(other.requests[0]?.headers['x-api-key']).toBe('key-of-anthropic');
    expect(JSON.stringify(other.requests[0]?.headers)).not.toMatch(/key-of-openai|x-team/);
  });

  it.each([
    [{ modelName: 'openai/m', fallbacks: ['n'] }],
    [{ modelName: 'm', provider: 'openai', fallbacks: ['n'] }],
    [{ modelName: 'm', fallbacks: ['gpt-4o'] }],
  ])('goes along to another model at the same address: %o', async (params) => {
    const apiKey = 'key-of-openai';
    const { model, llm } = await stage({ apiKey, ...params }, { faults: [{ kind: 'status', status: 400 }] });
    await model.generate(questionFor('하나'));
    expect(llm.requests.map(({ body, headers }) => [body.model, headers.authorization])).toEqual([
      ['m', `Bearer ${apiKey}`],
      [params.fallbacks[0], `Bearer ${apiKey}`],
    ]);
  });

  it('does not enter the name a cached answer is found by', async () => {
    const { model, llm } = await stage({
      modelName: 'bedrock/m',
      awsAccessKeyId: 'AKID',
      awsSecretAccessKey: 'very-secret-key',
    });
    await model.generate(questionFor('하나'));
    expect(llm.requests[0]?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/20260101\/us-west-2\/bedrock/,
    );
    expect(JSON.stringify(llm.requests)).not.toContain('very-secret-key');
  });
});

describe('what is sent', () => {
  const everything = {
    apiKey: 'k-0123456789',
    systemMessage: '한국어로.',
    temperature: 0.5,
    topP: 0.9,
    topK: 5,
    maxTokens: 7,
    stop: '끝',
  };

  it('to Anthropic is in the form of its messages', async () => {
    const { model, llm } = await stage({ ...everything, modelName: 'anthropic/claude', user: 'kim' });
    await model.generate(questionFor('수도는?'));
    expect(llm.requests[0]).toMatchObject({ path: '/v1/messages', headers: { 'anthropic-version': '2023-06-01' } });
    expect(llm.requests[0]?.body).toEqual({
      model: 'claude',
      system: '한국어로.',
      messages: [{ role: 'user', content: '수도는?' }],
      temperature: 0.5,
      top_p: 0.9,
      top_k: 5,
      max_tokens: 7,
      stop_sequences: ['끝'],
      metadata: { user_id: 'kim' },
    });
  });

  it('to Anthropic has the limit it wants, 4096 tokens, when none is set', async () => {
    const { model, llm } = await stage({ apiKey: 'k-0123456789', modelName: 'anthropic/claude' });
    await model.generate(questionFor('수도는?'));
    expect(llm.requests[0]?.body.max_tokens).toBe(4096);
  });

  it('to Gemini is in the form of its contents, the schema of an answer too', async () => {
    const responseFormat = { type: 'object', properties: { 답: { type: 'string' } }, required: ['답'] };
    const { model, llm } = await stage(
      { ...everything, modelName: 'gemini/g', seed: 3, responseFormat },
      { answer: () => '{"답":"서울"}' },
    );
    expect(await model.generate(questionFor('수도는?'))).not.toHaveProperty('warnings');
    expect(llm.requests[0]?.path).toBe('/v1/models/g:generateContent');
    expect(llm.requests[0]?.body).toEqual({
      systemInstruction: { parts: [{ text: '한국어로.' }] },
      contents: [{ role: 'user', parts: [{ text: '수도는?' }] }],
      generationConfig: {
        temperature: 0.5,
        topP: 0.9,
        topK: 5,
        maxOutputTokens: 7,
        seed: 3,
        stopSequences: ['끝'],
        responseMimeType: 'application/json',
        responseJsonSchema: responseFormat,
      },
    });
  });

  it('to Bedrock is in the form of Converse', async () => {
    const { model, llm } = await stage({ ...everything, modelName: 'bedrock/anthropic.claude-v1:0' });
    await model.generate(questionFor('수도는?'));
    expect(llm.requests[0]?.path).toBe('/v1/model/anthropic.claude-v1%3A0/converse');
    expect(llm.requests[0]?.headers.authorization).toBe('Bearer k-0123456789');
    expect(llm.requests[0]?.body).toEqual({
      system: [{ text: '한국어로.' }],
      messages: [{ role: 'user', content: [{ text: '수도는?' }] }],
      inferenceConfig: { temperature: 0.5, topP: 0.9, maxTokens: 7, stopSequences: ['끝'] },
      additionalModelRequestFields: { top_k: 5 },
    });
  });

  it('to Azure goes to the deployment, with the version of the API and its own header', async () => {
    const { llm } = await stage({ modelName: 'x' });
    const model = await make({
      modelName: 'azure/my-gpt',
      apiBase: llm.url.replace('/v1', ''),
      apiKey: 'k-0123456789',
    });
    await model.generate(questionFor('수도는?'));
    expect(llm.requests[0]).toMatchObject({
      path: '/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21',
      headers: { 'api-key': 'k-0123456789' },
    });
    expect(llm.requests[0]?.headers.authorization).toBeUndefined();
    await expect(make({ modelName: 'azure/my-gpt', apiKey: 'k' })).rejects.toThrow(/AZURE_API_BASE/);
    await expect(make({ modelName: 'azure/my-gpt', apiBase: llm.url })).rejects.toThrow(
      /key is missing. Set AZURE_API_KEY/,
    );
  });

  it('to Mistral has its own word for the seed', async () => {
    const { model, llm } = await stage({ modelName: 'mistral/m', seed: 4 });
    await model.generate(questionFor('하나', undefined, 2));
    expect(llm.requests[0]?.body).toMatchObject({ random_seed: 6 });
    expect(llm.requests[0]?.body).not.toHaveProperty('seed');
  });

  it.each([
    ['anthropic/m', { seed: 1 }, /modelParams.seed: Anthropic/],
    ['anthropic/m', { frequencyPenalty: 1 }, /frequencyPenalty/],
    ['gemini/m', { logitBias: { 1: 1 } }, /logitBias: Gemini/],
    ['gemini/m', { api: 'completions' }, /no completions API/],
    ['bedrock/m', { responseFormat: { type: 'json_object' } }, /responseFormat: Amazon Bedrock/],
    ['deepseek/m', { seed: 1 }, /seed: DeepSeek/],
  ])('to %s is refused before the first request with %o', async (modelName, params, message) => {
    await expect(make({ modelName, apiKey: 'k-0123456789', ...params })).rejects.toThrow(message);
  });
});

describe('what is read', () => {
  it.each(['anthropic/m', 'gemini/m', 'bedrock/m'])(
    'of %s: thoughts apart from the answer, whole or streamed',
    async (modelName) => {
      for (const stream of modelName.startsWith('bedrock') ? [false] : [false, true]) {
        const answer = () => ({ text: '서울', reasoning: '수도이므로' });
        const { model } = await stage({ modelName, apiKey: 'k-0123456789', stream }, { answer });
        const { text, metadata, warnings } = await model.generate(questionFor('수도는?'));
        expect(text).toBe('서울');
        expect(warnings).toBeUndefined();
        if (!(stream && modelName.startsWith('gemini')))
          expect(metadata).toMatchObject({ reasoningContent: '수도이므로' });
      }
    },
  );

  it('of Anthropic: what was read from its cache is input, and charged apart', async () => {
    const usage = { input_tokens: 10, cache_read_input_tokens: 100, cache_creation_input_tokens: 5, output_tokens: 7 };
    const { model } = await stage(
      { modelName: 'anthropic/m', apiKey: 'k-0123456789' },
      { answer: () => ({ text: 'A', usage }) },
    );
    expect((await model.generate(questionFor('?'))).usage).toEqual({
      inputTokens: 115,
      outputTokens: 7,
      totalTokens: 122,
      cachedInputTokens: 100,
    });
  });

  it('of Gemini: thoughts are output, and a prompt that was blocked is an answer withheld', async () => {
    const usage = { promptTokenCount: 3, candidatesTokenCount: 2, thoughtsTokenCount: 40, totalTokenCount: 45 };
    const { model } = await stage(
      { modelName: 'gemini/m', apiKey: 'k-0123456789' },
      { answer: () => ({ text: 'A', usage }) },
    );
    expect((await model.generate(questionFor('?'))).usage).toEqual({
      inputTokens: 3,
      outputTokens: 42,
      totalTokens: 45,
      reasoningTokens: 40,
    });
    const json = { promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: { promptTokenCount: 3 } };
    const blocked = await stage({ modelName: 'gemini/m', apiKey: 'k-0123456789' }, { answer: () => ({ json }) });
    expect(await blocked.model.generate(questionFor('?'))).toMatchObject({ text: '', finish: 'filter' });
  });

  it('of a proxy: the cost, the call, the deployment, retries and fallbacks', async () => {
    const headers = {
      'x-litellm-response-cost': '0.0125',
      'x-litellm-call-id': 'call-1',
      'x-litellm-model-id': 'deployment-2',
      'x-litellm-attempted-retries': '1',
      'x-litellm-attempted-fallbacks': '0',
    };
    const { model, world } = await stage(
      { modelName: 'litellm_proxy/gpt' },
      { answer: () => ({ text: 'A', headers }) },
    );
    expect(await model.generate(questionFor('?'))).toMatchObject({
      costUsd: 0.0125,
      metadata: { litellm: { callId: 'call-1', modelId: 'deployment-2', attemptedRetries: 1, attemptedFallbacks: 0 } },
    });
    expect(world.warnings).toEqual([]);
  });
});

describe('a LiteLLM proxy', () => {
  it('that is not ready is named as such, and no model is asked', async () => {
    const { model, llm } = await stage({ modelName: 'litellm_proxy/gpt', maxRetries: 1 }, { isReady: false });
    await expect(model.generate(questionFor('?'))).rejects.toMatchObject({
      message: expect.stringMatching(/the LiteLLM proxy is not ready.*\/health\/readiness answered 503/),
      stopsRun: true,
    });
    expect(llm.requests).toHaveLength(0);
  });

  it('that is not there is named with what to do', async () => {
    const model = await make({ modelName: 'litellm_proxy/gpt', apiBase: 'http://127.0.0.1:9', maxRetries: 0 });
    await expect(model.generate(questionFor('?'))).rejects.toThrow(/litellm --config/);
  });
});

describe('the signature of AWS', () => {
  /** Made with botocore 1.44.5: `SigV4Auth(...).add_auth(AWSRequest('POST', …))` at the same time with the same keys. */
  it('is the one botocore makes', () => {
    const headers = signatureHeaders({
      url: new URL('https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-v1%3A0/converse'),
      body: '{"messages":[{"role":"user","content":[{"text":"수도는?"}]}]}',
      keys: {
        accessKeyId: 'AKIDEXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
        sessionToken: 'a/token=',
      },
      region: 'us-east-1',
      service: 'bedrock',
      now: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    });
    expect(headers['x-amz-date']).toBe('20260102T030405Z');
    expect(headers.authorization).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/us-east-1/bedrock/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=074d9825a63dd78a4e65c5668af4fc825e267f86e1c73b071f88d4e1d3ad9f0c',
    );
  });
});
