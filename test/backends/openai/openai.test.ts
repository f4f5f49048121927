import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { plugin } from '../../../src/backends/openai.js';
import type { Model } from '../../../src/core/model.js';
import { parseOptions } from '../../../src/core/plugin-options.js';
import type { Image } from '../../../src/core/sample.js';
import type { World } from '../../../src/core/world.js';
import { HretError } from '../../../src/errors.js';
import {
  type LoopbackAnswer,
  type LoopbackLlm,
  type LoopbackOptions,
  startLoopbackLlm,
  testWorld,
} from '../../../src/testing/index.js';
import { questionFor } from '../../contracts/model.js';

type Params = Readonly<Record<string, unknown>>;
const make = (params: Params, world: World = testWorld()): Promise<Model> =>
  Promise.resolve(plugin.create(parseOptions(plugin, 'modelParams', params), world));
const messageOf = async (made: Promise<unknown> | (() => unknown)): Promise<string> => {
  try {
    await (typeof made === 'function' ? made() : made);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return expect.fail('nothing was thrown');
};

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A model in front of a loopback server; both are closed after the test. */
async function stage(params: Params = {}, options: LoopbackOptions = {}): Promise<{ model: Model; llm: LoopbackLlm }> {
  const llm = await startLoopbackLlm(options);
  const model = await make({ modelName: 'm', apiBase: llm.url, ...params });
  closers.push(
    () => llm.close(),
    () => model.close?.(),
  );
  return { model, llm };
}
const ask = async (answer: LoopbackAnswer) =>
  (await stage({}, { answer: () => answer })).model.generate(questionFor('하나'));

describe('the request openai sends', () => {
  it('is a chat with the prompt as it is, temperature 0, and nothing nobody asked for', async () => {
    const { model, llm } = await stage();
    await model.generate(questionFor('  대한민국의 수도는?\n'));
    expect(llm.requests[0]?.path).toBe('/v1/chat/completions');
    expect(llm.requests[0]?.body).toEqual({
      model: 'm',
      temperature: 0,
      messages: [{ role: 'user', content: '  대한민국의 수도는?\n' }],
    });
    expect(llm.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('carries every option under the name the service knows', async () => {
    const { model, llm } = await stage({
      api_key: 'sk-0123456789',
      organization: 'org',
      project: 'proj',
      system_message: '한국어로 답하라.',
      temperature: 0.7,
      max_tokens: 10,
      max_completion_tokens: 20,
      top_p: 0.9,
      stop: ['\n', '끝'],
      seed: 42,
      frequency_penalty: 0.1,
      presence_penalty: -0.1,
      logit_bias: { 50256: -100 },
      response_format: { type: 'json_object' },
      reasoning_effort: 'low',
      headers: { 'X-Team': 'eval' },
      extra_body: { top_k: 5, chat_template_kwargs: { enable_thinking: false } },
    });
    await model.generate(questionFor('하나'));
    expect(llm.requests[0]?.body).toEqual({
      model: 'm',
      messages: [
        { role: 'system', content: '한국어로 답하라.' },
        { role: 'user', content: '하나' },
      ],
      temperature: 0.7,
      max_tokens: 10,
      max_completion_tokens: 20,
      top_p: 0.9,
      stop: ['\n', '끝'],
      seed: 42,
      frequency_penalty: 0.1,
      presence_penalty: -0.1,
      logit_bias: { 50256: -100 },
      response_format: { type: 'json_object' },
      reasoning_effort: 'low',
      top_k: 5,
      chat_template_kwargs: { enable_thinking: false },
    });
    expect(llm.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer sk-0123456789',
      'openai-organization': 'org',
      'openai-project': 'proj',
      'x-team': 'eval',
    });
  });

  it.each([{ api: 'completions' }, { useChatApi: false }])('is a plain prompt with %o', async (params) => {
    const { model, llm } = await stage(
      { ...params, systemMessage: '한국어로.', maxTokens: 5 },
      { answer: () => '서울' },
    );
    expect((await model.generate(questionFor('수도는?'))).text).toBe('서울');
    expect(llm.requests[0]).toMatchObject({
      path: '/v1/completions',
      body: { model: 'm', prompt: '한국어로.\n\n수도는?', max_tokens: 5 },
    });
  });

  it('has another seed for every draw of a sample', async () => {
    const { model, llm } = await stage({ seed: 100 });
    for (const draw of [0, 1, 7]) await model.generate(questionFor('하나', undefined, draw));
    expect(llm.requests.map(({ body }) => body.seed)).toEqual([100, 101, 107]);
  });

  it('has no stop when the list of them is empty, as some servers refuse that', async () => {
    const { model, llm } = await stage({ stop: [] });
    await model.generate(questionFor('하나'));
    expect(llm.requests[0]?.body).not.toHaveProperty('stop');
  });

  it('has no temperature when that is null', async () => {
    const { model, llm } = await stage({ temperature: null });
    await model.generate(questionFor('하나'));
    expect(llm.requests[0]?.body).not.toHaveProperty('temperature');
  });

  it('lets extraBody win over an option', async () => {
    const { model, llm } = await stage({ extraBody: { temperature: 1.5 } });
    await model.generate(questionFor('하나'));
    expect(llm.requests[0]?.body.temperature).toBe(1.5);
  });
});

describe('the images of a sample', () => {
  const withImages = (images: readonly Image[]) => ({
    ...questionFor('무엇이 보이나요?'),
    prompt: { text: '무엇이 보이나요?', images },
  });
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
    'base64',
  );
  const folder = async () => {
    const path = await mkdtemp(join(tmpdir(), 'hret-images-'));
    closers.push(() => rm(path, { recursive: true }));
    return path;
  };

  it('follow the text: URLs as they are, files as base64 with the type their bytes show', async () => {
    const cwd = await folder();
    await writeFile(join(cwd, 'called.jpg'), png);
    const llm = await startLoopbackLlm();
    const model = await make({ modelName: 'm', apiBase: llm.url }, testWorld({ cwd }));
    closers.push(
      () => llm.close(),
      () => model.close?.(),
    );
    await model.generate(
      withImages([
        { url: 'https://example.com/a.png' },
        { url: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' },
        { url: 'called.jpg' },
      ]),
    );
    expect(llm.requests[0]?.body.messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: '무엇이 보이나요?' },
          { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
          { type: 'image_url', image_url: { url: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' } },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${png.toString('base64')}` } },
        ],
      },
    ]);
  });

  it('fail the sample, and no other, when a file cannot be read', async () => {
    const cwd = await folder();
    await writeFile(join(cwd, 'notes.txt'), 'no image');
    const { model, llm } = await stage();
    expect(await messageOf(model.generate(withImages([{ url: join(cwd, 'gone.png') }])))).toMatch(
      /^sample "무엇이.*gone\.png cannot be read.*ENOENT/,
    );
    expect(await messageOf(model.generate(withImages([{ url: join(cwd, 'notes.txt') }])))).toContain(
      'no image of a kind we know',
    );
    expect(llm.requests).toHaveLength(0);
    await expect(model.generate(withImages([{ url: join(cwd, 'gone.png') }]))).rejects.toMatchObject({
      code: 'data',
      stopsRun: false,
    });
  });

  it('are refused where the service cannot take them', async () => {
    const { model } = await stage({ api: 'completions' });
    expect(await messageOf(model.generate(withImages([{ url: 'https://example.com/a.png' }])))).toContain(
      'api: "chat"',
    );
  });
});

describe('the answer openai gives', () => {
  it('is the text, raw, with the tokens', async () => {
    expect(
      await ask({ text: ' 정답: ②\n', usage: { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 } }),
    ).toEqual({
      text: ' 정답: ②\n',
      finish: 'stop',
      attempts: 1,
      usage: { inputTokens: 9, outputTokens: 4, totalTokens: 13 },
    });
  });

  it('has no cost unless the service names one', async () => {
    expect(await ask('A')).not.toHaveProperty('costUsd');
    expect(await ask({ text: 'A', headers: { 'x-litellm-response-cost': '0.00042' } })).toMatchObject({
      costUsd: 0.00042,
    });
    expect(await ask({ text: 'A', usage: { prompt_tokens: 1, cost: 0.01 } })).toMatchObject({
      costUsd: 0.01,
      usage: { inputTokens: 1 },
    });
    expect(await ask({ text: 'A', headers: { 'x-litellm-response-cost': 'None' } })).not.toHaveProperty('costUsd');
    expect(await ask({ text: 'A', headers: { 'x-litellm-response-cost': 'Infinity' } })).not.toHaveProperty('costUsd');
  });

  it('has no usage when the service counts nothing', async () => {
    expect(await ask({ text: 'A', usage: null })).not.toHaveProperty('usage');
  });

  it.each<[string, LoopbackAnswer, object]>([
    ['cut at the token limit before any text', { text: null, finish: 'length' }, { text: '', finish: 'length' }],
    ['withheld', { text: null, finish: 'content_filter' }, { text: '', finish: 'filter' }],
    ['withheld in its middle', { text: '그것은', finish: 'content_filter' }, { text: '그것은', finish: 'filter' }],
    [
      'a refusal',
      { text: null, refusal: '답할 수 없습니다.' },
      { text: '답할 수 없습니다.', finish: 'stop', metadata: { refusal: '답할 수 없습니다.' } },
    ],
    ['empty', { text: '' }, { text: '', finish: 'stop' }],
    [
      'in parts',
      {
        json: {
          choices: [
            {
              message: {
                content: [
                  { type: 'text', text: '서' },
                  { type: 'text', text: '울' },
                ],
              },
            },
          ],
        },
      },
      { text: '서울', finish: 'stop' },
    ],
    [
      'ended for a reason of its own',
      { text: 'A', finish: 'eos_token' },
      { finish: 'stop', metadata: { finishReason: 'eos_token' } },
    ],
    ['thought about', { text: 'A', reasoning: '생각 중' }, { text: 'A', metadata: { reasoningContent: '생각 중' } }],
  ])('may be %s', async (_, answer, expected) => {
    expect(await ask(answer)).toMatchObject(expected);
  });

  it('warns when there is no text for no known reason', async () => {
    const calls = [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }];
    expect(await ask({ text: null, finish: 'tool_calls', toolCalls: calls })).toMatchObject({
      text: '',
      warnings: ['openai/m answered without text'],
      metadata: { toolCalls: calls, finishReason: 'tool_calls' },
    });
    expect(await ask({ text: '' })).not.toHaveProperty('warnings');
    expect(await ask({ text: null, finish: 'length' })).not.toHaveProperty('warnings');
  });
});

describe('what openai says when it is refused', () => {
  const refusal = async (fault: object, params: Params = {}) => {
    const { model, llm } = await stage(
      { maxRetries: 1, ...params },
      { faults: Array(3).fill({ kind: 'status', ...fault }) },
    );
    const error = await model.generate(questionFor('하나')).catch((thrown: unknown) => thrown);
    if (!(error instanceof HretError)) return expect.fail('it did not fail as expected');
    return { error, message: error.message.replaceAll(llm.url, 'URL'), asked: llm.requests.length };
  };

  it('names model, address, status and what the service said', async () => {
    const { message } = await refusal({ status: 422, message: 'bad  prompt\n' });
    expect(message).toBe('openai/m: URL/chat/completions answered 422: "bad prompt".');
  });

  it('says what to set for a wrong key, and that none was sent', async () => {
    expect((await refusal({ status: 401 })).message).toContain(
      'No key was sent: set OPENAI_API_KEY or modelParams.apiKey.',
    );
    expect((await refusal({ status: 401 }, { apiKey: 'sk-wrong-wrong' })).message).toContain(
      'The key was refused: look at OPENAI_API_KEY',
    );
    expect((await refusal({ status: 403 })).message).toContain('modelParams.modelName');
  });

  it('says where to look when the model or the path is unknown', async () => {
    const { message, error, asked } = await refusal({ status: 404, message: 'The model `m` does not exist' });
    expect(message).toContain('The model `m` does not exist');
    expect(message).toContain('Look at modelParams.modelName');
    expect(error.stopsRun).toBe(true);
    expect(asked).toBe(1);
  });

  it('proposes /v1 when the address lacks it', async () => {
    const llm = await startLoopbackLlm();
    const root = llm.url.replace('/v1', '');
    const model = await make({ modelName: 'm', apiBase: `${root}/` });
    closers.push(
      () => llm.close(),
      () => model.close?.(),
    );
    expect(await messageOf(model.generate(questionFor('하나')))).toContain(`Try modelParams.apiBase ${root}/v1.`);
  });

  it('stops the run when the account is empty, although that is a 429', async () => {
    const json = {
      error: { message: 'You exceeded your current quota', type: 'insufficient_quota', code: 'insufficient_quota' },
    };
    const { error, asked } = await refusal({ status: 429, json });
    expect(error).toMatchObject({ stopsRun: true, isRetryable: false, status: 429 });
    expect(error.message).toContain('no credit left');
    expect(asked).toBe(1);
  });

  it.each([
    [
      "Unsupported value: 'temperature' does not support 0 with this model.",
      'unsupported_value',
      'Set temperature to null',
    ],
    [
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      'unsupported_parameter',
      'Set maxCompletionTokens',
    ],
  ])('says how to do without: %s', async (message, code, advice) => {
    const { error } = await refusal({ status: 400, json: { error: { message, type: 'invalid_request_error', code } } });
    expect(error.message).toContain(advice);
    expect(error.stopsRun).toBe(true);
  });

  it('takes a prompt that Azure filters for an answer withheld', async () => {
    const json = { error: { message: 'The response was filtered', code: 'content_filter' } };
    const { model } = await stage({}, { faults: [{ kind: 'status', status: 400, json }] });
    expect(await model.generate(questionFor('하나'))).toMatchObject({ text: '', finish: 'filter' });
  });

  it('finds an error in a reply that claims to be fine', async () => {
    const { error, asked } = await refusal({
      status: 200,
      json: { error: { message: 'Provider returned error', code: 502 } },
    });
    expect(error).toMatchObject({ status: 502 });
    expect(error.message).toContain('Provider returned error');
    expect(asked).toBe(2);
  });

  it('quotes other shapes of complaints, shortly', async () => {
    expect((await refusal({ status: 422, json: { detail: 'no such field' } })).message).toContain(': "no such field".');
    expect((await refusal({ status: 422, json: { object: 'error', message: 'vLLM says no' } })).message).toContain(
      ': "vLLM says no".',
    );
    expect((await refusal({ status: 422, json: { error: 'just text' } })).message).toContain(': "just text".');
    expect((await refusal({ status: 422, message: '가'.repeat(5000) })).message.length).toBeLessThan(450);
  });

  it('reports the address a redirect points to', async () => {
    const { error } = await refusal({ status: 301, headers: { location: 'https://elsewhere/v1' } });
    expect(error).toMatchObject({ stopsRun: true });
    expect(error.message).toContain('https://elsewhere/v1');
  });

  it.each([
    ['in seconds', { 'retry-after': '3' }, 3000],
    ['in fractions', { 'retry-after': '0.5' }, 500],
    ['in milliseconds', { 'retry-after-ms': '1234', 'retry-after': '9' }, 1234],
    [
      'as a date by its own clock',
      { date: 'Wed, 21 Oct 2015 07:28:00 GMT', 'retry-after': 'Wed, 21 Oct 2015 07:28:20 GMT' },
      20_000,
    ],
    ['in words nobody reads', { 'retry-after': 'soon' }, 250],
  ])('waits as long as the service asks %s', async (_, headers, expected) => {
    const llm = await startLoopbackLlm({ faults: [{ kind: 'status', status: 429, headers }] });
    const world = testWorld();
    const model = await make({ modelName: 'm', apiBase: llm.url }, world);
    closers.push(
      () => llm.close(),
      () => model.close?.(),
    );
    await model.generate(questionFor('하나'));
    expect(world.sleeps).toEqual([expected]);
  });
});

describe('the address and the key of openai', () => {
  const apiOf = async (llm: LoopbackLlm, apiBase: string, params: Params = {}, env: World['env'] = {}) => {
    const world = testWorld({ env });
    const model = await make({ modelName: 'm', apiBase, ...params }, world);
    closers.push(() => model.close?.());
    const answer = await model.generate(questionFor('하나'));
    return { answer, world, model, request: llm.requests.at(-1) };
  };

  it.each(['', '/', '//', '/chat/completions', '/chat/completions/', '/completions'])(
    'may end in "%s"',
    async (end) => {
      await using llm = await startLoopbackLlm();
      expect((await apiOf(llm, llm.url + end)).request?.path).toBe('/v1/chat/completions');
    },
  );

  it.each([
    ['OPENAI_API_BASE', {}],
    ['OPENAI_BASE_URL', {}],
  ])('is read from %s', async (name) => {
    await using llm = await startLoopbackLlm();
    const model = await make(
      { modelName: 'm' },
      testWorld({ env: { [name]: llm.url, OPENAI_API_KEY: 'sk-from-the-env' } }),
    );
    closers.push(() => model.close?.());
    await model.generate(questionFor('하나'));
    expect(llm.requests[0]?.headers.authorization).toBe('Bearer sk-from-the-env');
  });

  it('sends user and password as a header, and shows them nowhere', async () => {
    await using llm = await startLoopbackLlm({ faults: [undefined, { kind: 'status', status: 400, message: 'no' }] });
    const { model, world, request } = await apiOf(
      llm,
      llm.url.replace('http://', 'http://kim:p%40ss-word@'),
      {},
      { OPENAI_API_KEY: 'sk-not-this-one' },
    );
    expect(request?.headers.authorization).toBe(`Basic ${Buffer.from('kim:p@ss-word').toString('base64')}`);
    expect(world.secrets).toContain('p@ss-word');
    expect(await messageOf(model.generate(questionFor('둘')))).not.toMatch(/kim|ss-word/);
  });

  it('keeps the query of the address, and a key in it secret', async () => {
    await using llm = await startLoopbackLlm({
      faults: [undefined, { kind: 'status', status: 400, message: 'no key=hidden-key-1' }],
    });
    const { model, world, request } = await apiOf(llm, `${llm.url}?api-version=2024-10-21&key=hidden-key-1`);
    expect(request?.path).toBe('/v1/chat/completions?api-version=2024-10-21&key=hidden-key-1');
    expect(world.secrets).toEqual(['hidden-key-1']);
    const message = await messageOf(model.generate(questionFor('둘')));
    expect(message).toContain('answered 400');
    expect(message).not.toContain('hidden-key-1');
  });

  it('drops the line break a key was copied with', async () => {
    await using llm = await startLoopbackLlm();
    const { request } = await apiOf(llm, llm.url, { apiKey: ' sk-0123456789\n' });
    expect(request?.headers.authorization).toBe('Bearer sk-0123456789');
  });

  it('keeps headers that carry keys secret', async () => {
    await using llm = await startLoopbackLlm();
    const { world, request } = await apiOf(llm, llm.url, {
      headers: { 'API-Key': 'azure-key-123', 'x-team': 'eval-team' },
    });
    expect(request?.headers['api-key']).toBe('azure-key-123');
    expect(world.secrets).toContain('azure-key-123');
    expect(world.secrets).not.toContain('eval-team');
  });

  it.each<[string, Params, World['env'], string]>([
    ['no key for OpenAI itself', {}, {}, 'OpenAI key is missing. Set OPENAI_API_KEY or modelParams.apiKey.'],
    ['a key nobody has', { apiKey: '여기에 키' }, {}, 'OPENAI_API_KEY or modelParams.apiKey'],
    [
      'an address without a scheme',
      { apiBase: 'localhost:8000/v1' },
      {},
      'modelParams.apiBase: "localhost:8000/v1" has no scheme. Write http://localhost:8000/v1.',
    ],
    [
      'a host without a scheme',
      { apiBase: 'kim:geheim@llm.example/v1' },
      {},
      'modelParams.apiBase: "llm.example/v1" has no scheme. Write https://llm.example/v1.',
    ],
    ['another scheme', { apiBase: 'ftp://llm.example/v1' }, {}, 'is not an http:// or https:// address'],
    [
      'an environment without a scheme',
      {},
      { OPENAI_API_BASE: 'llm.example' },
      'OPENAI_API_BASE: "llm.example" has no scheme',
    ],
    [
      'a key and a user',
      { apiBase: 'http://kim:geheim@llm/v1', apiKey: 'sk-0123456789' },
      {},
      'only one of them can be sent',
    ],
    ['no model', { modelName: undefined }, { OPENAI_API_KEY: 'sk-0123456789' }, 'modelParams.modelName is missing'],
    ['two models', { model: 'other' }, { OPENAI_API_KEY: 'sk-0123456789' }, 'names two models'],
    ['two ways to call', { api: 'chat', useChatApi: false }, { OPENAI_API_KEY: 'sk-0123456789' }, 'leave one out'],
    [
      'n',
      { n: 3 },
      {},
      'modelParams.n: one request gets one answer; to ask a sample several times use trials or a scaling method.',
    ],
    ['no images', { isVisionModel: false }, {}, 'images are always sent'],
    ['a stream', { extraBody: { stream: true } }, {}, 'modelParams.extraBody: cannot hold'],
    ['a slip', { temprature: 1 }, {}, 'Did you mean "temperature"?'],
  ])('explains %s before anything is asked', async (_, params, env, expected) => {
    const message = await messageOf(() => make({ modelName: 'm', ...params }, testWorld({ env })));
    expect(message).toContain(expected);
    expect(message).not.toContain('geheim');
  });

  it('needs no key elsewhere, and none for OpenAI when the headers bring one', async () => {
    await expect(make({ modelName: 'm', apiBase: 'http://localhost:8000/v1' })).resolves.toMatchObject({
      id: 'openai/m',
    });
    await expect(make({ model: 'm', headers: { Authorization: 'Bearer x' } })).resolves.toMatchObject({
      id: 'openai/m',
    });
  });

  it('takes a web page for a wrong address', async () => {
    const { createServer } = await import('node:http');
    const server = createServer((_, response) => response.end('<!doctype html><html>Welcome to nginx</html>'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(
      () => server.closeAllConnections(),
      () => server.close(),
    );
    const address = server.address();
    const model = await make({
      modelName: 'm',
      apiBase: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    });
    closers.push(() => model.close?.());
    await expect(model.generate(questionFor('하나'))).rejects.toMatchObject({
      stopsRun: true,
      message: expect.stringMatching(/web page.*\/v1/),
    });
  });
});
