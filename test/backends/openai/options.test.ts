import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { models } from '../../../src/backends/index.js';
import { parseOptions } from '../../../src/core/plugin-options.js';
import { type LoopbackOptions, startLoopbackLlm, testWorld } from '../../../src/testing/index.js';
import { questionFor } from '../../contracts/model.js';

type Params = Readonly<Record<string, unknown>>;

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function make(name: string, params: Params, env: Readonly<Record<string, string>> = {}) {
  const plugin = (await models[name]?.())?.plugin;
  if (plugin === undefined) throw new Error(`There is no backend ${name}.`);
  const model = await plugin.create(parseOptions(plugin, 'modelParams', params), testWorld({ env }));
  closers.push(() => model.close?.());
  return model;
}
async function stage(name: string, params: Params = {}, options: LoopbackOptions = {}) {
  const llm = await startLoopbackLlm(options);
  closers.push(() => llm.close());
  return { llm, model: await make(name, { modelName: 'm', apiBase: llm.url, ...params }) };
}
async function sent(name: string, params: Params) {
  const { model, llm } = await stage(name, params);
  await model.generate(questionFor('하나'));
  return llm.requests[0]?.body ?? {};
}
const atOpenai = (params: Params) =>
  make('openai', { modelName: 'gpt', ...params }, { OPENAI_API_KEY: 'sk-0123456789' });

describe('a parameter of a request', () => {
  it('has the name of the API it goes to', async () => {
    const params = {
      maxTokens: 5,
      topP: 0.5,
      user: 'u',
      metadata: { run: '1' },
      reasoningEffort: 'low',
      verbosity: 'low',
    };
    expect(await sent('openai', { ...params, api: 'responses', systemMessage: '짧게.', serviceTier: 'flex' })).toEqual({
      model: 'm',
      input: '하나',
      instructions: '짧게.',
      temperature: 0,
      top_p: 0.5,
      max_output_tokens: 5,
      user: 'u',
      metadata: { run: '1' },
      reasoning: { effort: 'low' },
      text: { verbosity: 'low' },
      service_tier: 'flex',
    });
    expect(await sent('openai', { ...params, topK: 3, minP: 0.1, repetitionPenalty: 1.1 })).toMatchObject({
      max_tokens: 5,
      reasoning_effort: 'low',
      verbosity: 'low',
      top_k: 3,
      min_p: 0.1,
      repetition_penalty: 1.1,
    });
    expect(await sent('llama_cpp', { repetitionPenalty: 1.1 })).toMatchObject({ repeat_penalty: 1.1 });
    expect(await sent('lmstudio', { repetitionPenalty: 1.1, topK: 3 })).toMatchObject({
      repeat_penalty: 1.1,
      top_k: 3,
    });
  });

  it.each<[string, Params, string]>([
    ['topK', { topK: 5 }, 'modelParams.topK: OpenAI does not take it in the chat API. Leave it out.'],
    [
      'seed',
      { seed: 1, api: 'responses' },
      'modelParams.seed: OpenAI does not take it in the responses API. Leave it out, or use api: "chat" or "completions".',
    ],
    [
      'responseFormat',
      { api: 'completions', responseFormat: { type: 'json_object' } },
      'modelParams.responseFormat: OpenAI does not take it',
    ],
    ['five stops', { stop: ['1', '2', '3', '4', '5'] }, 'at most 4 of them, and there are 5'],
    ['maxTokens', { modelName: 'o3-mini', maxTokens: 5 }, 'o3-mini takes maxCompletionTokens instead'],
    ['two limits', { api: 'responses', maxTokens: 5, maxCompletionTokens: 6 }, 'leave one out'],
  ])('is refused by name, before anything is asked, where OpenAI lacks it: %s', async (_, params, message) => {
    await expect(atOpenai(params)).rejects.toThrow(message);
  });

  it.each<[string, Params, string]>([
    ['ollama', { topK: 5 }, 'modelParams.topK: Ollama does not take it'],
    ['ollama', { logitBias: { 1: 2 } }, 'modelParams.logitBias: Ollama'],
    ['tgi', { minP: 0.1 }, 'modelParams.minP: Text Generation Inference'],
    ['tgi', { api: 'responses' }, 'has no responses API; it has chat and completions'],
    ['fastchat', { seed: 7 }, 'modelParams.seed: FastChat does not take it'],
    ['lmstudio', { minP: 0.1 }, 'modelParams.minP: LM Studio'],
    ['vllm', { serviceTier: 'flex' }, 'modelParams.serviceTier: vLLM'],
    [
      'vllm',
      { tensor_parallel_size: 2 },
      'belongs to the server: start it with vllm serve MODEL --tensor-parallel-size',
    ],
    ['vllm', { chatTemplate: false, api: 'chat' }, 'leave one out'],
    ['vllm', { model_name_or_path: 'other' }, 'names two models'],
  ])('is refused where %s would not heed it: %o', async (name, params, message) => {
    await expect(
      (async () => make(name, { modelName: 'm', apiBase: 'http://127.0.0.1:1/v1', ...params }))(),
    ).rejects.toThrow(message);
  });
});

describe('the log-probabilities of an answer', () => {
  it.each(['chat', 'completions', 'responses'] as const)('are kept with their alternatives (%s)', async (api) => {
    for (const stream of [false, true]) {
      const { model } = await stage('openai', { api, logprobs: 2, stream }, { answer: () => '서울' });
      const { metadata } = await model.generate(questionFor('수도는?'));
      const { sum, count, tokens, logprobs, top } = metadata?.logprobs as {
        sum: number;
        count: number;
        tokens: string[];
        logprobs: number[];
        top: Record<string, number>[];
      };
      expect([count, tokens]).toEqual([2, ['서', '울']]);
      expect(sum).toBeCloseTo((logprobs[0] ?? 0) + (logprobs[1] ?? 0), 12);
      expect(top.map((each) => Object.keys(each).length)).toEqual([2, 2]);
      expect(top[1]?.울).toBe(logprobs[1]);
    }
  });

  it('are bounded: all are summed, the first 256 are kept', async () => {
    const { model } = await stage('openai', { logprobs: true }, { answer: () => '가'.repeat(1000) });
    const { metadata } = await model.generate(questionFor('?'));
    const { tokens, count } = metadata?.logprobs as { tokens: string[]; count: number };
    expect([tokens.length, count]).toEqual([256, 1000]);
    expect(metadata?.logprobs).not.toHaveProperty('top');
  });

  it('are missed when they were asked for and did not come', async () => {
    const json = { choices: [{ message: { content: 'A' }, finish_reason: 'stop' }] };
    const { model } = await stage('openai', { logprobs: true }, { answer: () => ({ json }) });
    expect((await model.generate(questionFor('?'))).warnings).toEqual([
      expect.stringContaining('no log-probabilities'),
    ]);
  });

  it.each([
    { logprobs: false, topLogprobs: 2 },
    { logprobs: 1, topLogprobs: 2 },
  ])('are asked for in one way: %o', async (params) => {
    await expect(stage('openai', params)).rejects.toThrow('leave one out');
  });
});

describe('an answer in a given form', () => {
  const schema = z.object({ answer: z.enum(['A', 'B']), why: z.string().optional() });
  const jsonSchema = { type: 'object', properties: { answer: { enum: ['A', 'B'] } }, required: ['answer'] };
  const bare = z.toJSONSchema(schema);

  it.each<[string, unknown, object]>([
    [
      'a zod schema',
      schema,
      { type: 'json_schema', json_schema: { strict: true, schema: { type: 'object', properties: bare.properties } } },
    ],
    [
      'a JSON schema',
      jsonSchema,
      { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: jsonSchema } },
    ],
    [
      'the field itself',
      { type: 'json_schema', json_schema: { name: 'x', schema: jsonSchema } },
      { type: 'json_schema', json_schema: { name: 'x', schema: jsonSchema } },
    ],
  ])('is asked for by %s, and checked', async (_, responseFormat, expected) => {
    let answer = '{"answer":"B"}';
    const { model, llm } = await stage('openai', { responseFormat }, { answer: () => answer });
    expect(await model.generate(questionFor('?'))).not.toHaveProperty('warnings');
    expect(llm.requests[0]?.body.response_format).toMatchObject(expected);
    answer = '{"answer":"C"}';
    expect((await model.generate(questionFor('?'))).warnings?.[0]).toMatch(
      /another form than responseFormat: answer: /,
    );
    answer = '정답은 B';
    const { text, warnings } = await model.generate(questionFor('?'));
    expect([text, warnings?.[0]]).toEqual(['정답은 B', expect.stringContaining('it is not JSON')]);
  });

  it('has no inner object in the responses API', async () => {
    expect(await sent('openai', { api: 'responses', responseFormat: jsonSchema })).toMatchObject({
      text: { format: { type: 'json_schema', name: 'answer', strict: true, schema: jsonSchema } },
    });
  });

  it('is refused when nobody could tell what it is', async () => {
    await expect((async () => stage('openai', { responseFormat: { grammar: 1 } }))()).rejects.toThrow(
      'expected a zod schema',
    );
    await expect((async () => stage('openai', { responseFormat: { type: 'json_schema' } }))()).rejects.toThrow(
      'has no schema',
    );
  });
});

describe('a model without a name', () => {
  it('is the only one the server has', async () => {
    const llm = await startLoopbackLlm({ models: ['qwen-3'] });
    closers.push(() => llm.close());
    const model = await make('vllm', { apiBase: llm.url });
    expect(model.id).toBe('vllm/qwen-3');
    await model.generate(questionFor('하나'));
    expect(llm.requests[0]?.body.model).toBe('qwen-3');
    expect((await make('llama_cpp', {}, { LLAMA_CPP_API_BASE: llm.url })).id).toBe('llama_cpp/qwen-3');
  });

  it.each<[string, readonly string[], string]>([
    [
      'several',
      ['a', 'b'],
      'modelParams.modelName is missing, and Ollama at URL/models has 2 models; name one of: a, b.',
    ],
    ['none', [], 'has no model loaded'],
  ])('is an error where the server has %s', async (_, names, message) => {
    const llm = await startLoopbackLlm({ models: names });
    closers.push(() => llm.close());
    const error = await make('ollama', { apiBase: llm.url }).catch((thrown: Error) => thrown);
    expect(String(error).replaceAll(llm.url, 'URL')).toContain(message);
  });

  it('says how to start a server that is not there', async () => {
    const closed = await startLoopbackLlm();
    await closed.close();
    await expect(make('vllm', { apiBase: closed.url })).rejects.toThrow(/nothing listens there.*vllm serve MODEL/);
  });
});

describe('guided choice', () => {
  it.each(['structured_outputs', 'guided_choice'] as const)('binds answers on servers that know %s', async (choice) => {
    const { model, llm } = await stage('vllm', { guidedChoice: true }, { answer: () => '모름', abilities: { choice } });
    for (const prompt of ['하나', '둘', '셋']) {
      expect((await model.generate(questionFor(prompt))).text).toBe(`답 ${prompt}`);
    }
    // What the server heeds is found with the first question.
    expect(llm.requests.length).toBe(choice === 'structured_outputs' ? 3 : 4);
    const field =
      choice === 'guided_choice' ? llm.requests.at(-1)?.body.guided_choice : llm.requests[0]?.body.structured_outputs;
    expect(JSON.stringify(field)).toMatch(/"답 (하나|셋)","\?"/);
  });

  it('stops the run where a server heeds neither', async () => {
    const { model } = await stage('vllm', { guidedChoice: true }, { answer: () => '모름' });
    await expect(model.generate(questionFor('하나'))).rejects.toMatchObject({
      stopsRun: true,
      message: expect.stringContaining('not bound to the options'),
    });
  });

  it('leaves a question without options alone', async () => {
    const { model, llm } = await stage('vllm', { guidedChoice: true }, { answer: () => '모름' });
    const question = questionFor('하나');
    const open = { ...question.sample, target: { kind: 'text', accepted: ['답'] } } as const;
    expect((await model.generate({ ...question, sample: open })).text).toBe('모름');
    expect(llm.requests[0]?.body).not.toHaveProperty('structured_outputs');
  });
});

describe('an image', () => {
  const withImage = (url: string) => ({ ...questionFor('?'), prompt: { text: '?', images: [{ url }] } });

  it('above the limit fails its sample', async () => {
    const { model, llm } = await stage('openai', { maxImageBytes: 10 });
    await expect(model.generate(withImage('data:image/png;base64,AAAAAAAAAAAAAAAAAAAAAAAA'))).rejects.toMatchObject({
      code: 'data',
      message: expect.stringContaining('18 bytes, more than the 10'),
    });
    await expect(model.generate(withImage('data:text/plain,hello'))).rejects.toThrow('holds no image');
    expect(llm.requests).toHaveLength(0);
  });

  it('has its detail, and its own form in the responses API', async () => {
    const url = 'data:image/gif;base64,R0lG';
    const { model, llm } = await stage('openai', { api: 'responses', imageDetail: 'low' });
    await model.generate(withImage(url));
    expect(llm.requests[0]?.body.input).toEqual([
      {
        role: 'user',
        content: [
          { type: 'input_text', text: '?' },
          { type: 'input_image', image_url: url, detail: 'low' },
        ],
      },
    ]);
  });
});

describe('a reply of the responses API', () => {
  it('may hold thoughts, calls and a refusal', async () => {
    const toolCalls = [{ type: 'function_call', name: 'f', arguments: '{}', call_id: 'c' }];
    const { model } = await stage(
      'openai',
      { api: 'responses' },
      { answer: () => ({ text: 'A', reasoning: '생각', toolCalls }) },
    );
    expect(await model.generate(questionFor('?'))).toMatchObject({
      text: 'A',
      metadata: { reasoningContent: '생각', toolCalls },
    });
    const refusing = await stage('openai', { api: 'responses' }, { answer: () => ({ refusal: '안 됩니다.' }) });
    expect(await refusing.model.generate(questionFor('?'))).toMatchObject({
      text: '안 됩니다.',
      metadata: { refusal: '안 됩니다.' },
    });
  });

  it('that failed is asked again or not, as its error says', async () => {
    const failed = { status: 'failed', error: { code: 'server_error', message: 'bad luck' }, output: [] };
    const { model } = await stage('openai', { api: 'responses', maxRetries: 1 }, { answer: () => ({ json: failed }) });
    await expect(model.generate(questionFor('?'))).rejects.toMatchObject({
      status: 500,
      message: expect.stringMatching(/2 requests.*bad luck/),
    });
  });
});
