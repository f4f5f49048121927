import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as hret from '../../src/index.js';
import { type LoopbackLlm, type LoopbackOptions, startLoopbackLlm } from '../../src/testing/index.js';
import { useOutputDir } from '../temp-dir.js';
import { until } from '../until.js';

const outputDir = useOutputDir();
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
async function serve(options: LoopbackOptions = {}): Promise<LoopbackLlm> {
  const llm = await startLoopbackLlm(options);
  closers.push(() => llm.close());
  return llm;
}
const at = (llm: LoopbackLlm, model = 'openai/m') => ({ model, apiBase: llm.url, apiKey: 'sk-0123456789abcdef' });
const ask = (content: string): hret.ChatMessage[] => [{ role: 'user', content }];
const textOf = (response: hret.ModelResponse | hret.HretError) =>
  'choices' in response ? response.choices[0]?.message.content : response.message;
async function all(stream: AsyncIterable<hret.ChatChunk>): Promise<hret.ChatChunk[]> {
  const chunks: hret.ChatChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}
const prices = { m: { inputPerMillion: 0, outputPerMillion: 10_000 } };

describe('completion', () => {
  const conversation: hret.ChatMessage[] = [
    { role: 'system', content: '한국어로.' },
    { role: 'user', content: '안녕?' },
    { role: 'assistant', content: '네.' },
    { role: 'user', content: '수도는?' },
  ];

  it('sends a conversation as it is, with nothing nobody asked for, and answers in the form of OpenAI', async () => {
    const llm = await serve({ answer: () => '서울' });
    const response = await hret.completion({ ...at(llm), messages: conversation, prices });
    expect(llm.requests[0]?.body).toEqual({ model: 'm', messages: conversation });
    expect(response).toMatchObject({
      object: 'chat.completion',
      model: 'openai/m',
      choices: [{ index: 0, message: { role: 'assistant', content: '서울' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 4, completion_tokens: 2, total_tokens: 6 },
      responseCost: 0.02,
    });
  });

  it('puts systemMessage before the conversation', async () => {
    const llm = await serve();
    await hret.completion({ ...at(llm), messages: ask('?'), systemMessage: '한국어로.' });
    expect(llm.requests[0]?.body.messages).toEqual([{ role: 'system', content: '한국어로.' }, ...ask('?')]);
    await expect(hret.completion({ ...at(llm), messages: ask('?'), api: 'responses' })).rejects.toThrow(/through chat/);
  });

  it('turns the conversation into the form of other services', async () => {
    const llm = await serve({ answer: () => '서울' });
    for (const model of ['anthropic/m', 'gemini/m', 'bedrock/m']) {
      expect(textOf(await hret.completion({ ...at(llm, model), messages: conversation }))).toBe('서울');
    }
    const [anthropic, gemini, bedrock] = llm.requests.map(({ body }) => body);
    expect(anthropic).toMatchObject({ system: '한국어로.', messages: conversation.slice(1) });
    expect(gemini?.contents).toEqual([
      { role: 'user', parts: [{ text: '안녕?' }] },
      { role: 'model', parts: [{ text: '네.' }] },
      { role: 'user', parts: [{ text: '수도는?' }] },
    ]);
    expect(bedrock).toMatchObject({ system: [{ text: '한국어로.' }], messages: [{}, { role: 'assistant' }, {}] });
  });

  it('sends an image in a file as its data', async () => {
    const llm = await serve();
    const content = [
      { type: 'text', text: '무엇?' },
      { type: 'image_url', image_url: { url: new URL('../fixtures/none.png', import.meta.url).pathname } },
    ];
    await expect(hret.completion({ ...at(llm), messages: [{ role: 'user', content }] })).rejects.toThrow(
      /cannot be read/,
    );
    expect(llm.requests).toHaveLength(0);
  });

  it.each([
    [{ model: 'openai/m' }, /messages is missing/],
    [{ model: 'nobody/m', messages: ask('?') }, /no provider "nobody"/],
    [{ model: 'openai/m', messages: ask('?'), responseFormat: { what: 1 } }, /responseFormat.*zod schema/],
    [{ model: 'openai/m', messages: ask('?'), temprature: 1 }, /no option "temprature".*temperature/],
  ])('refuses %o by name', async (options, message) => {
    await expect(hret.completion(options as unknown as hret.CompletionOptions)).rejects.toThrow(message);
  });

  it('retries, falls back, keeps answers, and keeps to a budget, as a run does', async () => {
    const llm = await serve({
      answer: (_, body) => String(body.model),
      faults: ({ body, attempt }) =>
        body.model === 'm' && attempt === 1
          ? { kind: 'status', status: 503, headers: { 'retry-after-ms': '1' } }
          : body.model === 'broken'
            ? { kind: 'status', status: 400, message: "This model's maximum context length is 8 tokens." }
            : undefined,
    });
    const retried = await hret.completion({ ...at(llm), messages: ask('1'), num_retries: 1 });
    expect(retried.metadata).toMatchObject({ attempts: 2 });
    const replaced = await hret.completion({
      ...at(llm, 'openai/broken'),
      messages: ask('2'),
      contextWindowFallbacks: ['openai/long'],
    });
    expect([textOf(replaced), replaced.model]).toEqual(['long', 'openai/long']);
    const cached = { ...at(llm, 'openai/c'), messages: ask('3'), cache: outputDir() };
    await hret.completion(cached);
    const before = llm.requests.length;
    expect((await hret.completion(cached)).metadata).toHaveProperty('cached');
    await hret.completion({ ...cached, messages: [...ask('3'), ...ask('3')] });
    expect(llm.requests).toHaveLength(before + 1);
    const paid = { ...at(llm), maxTokens: 2, prices, budget: { usd: 0.03 } };
    await hret.completion({ ...paid, messages: ask('4') }); // one token, a cent
    await hret.completion({ ...paid, messages: ask('5') });
    await expect(hret.completion({ ...paid, messages: ask('6') })).rejects.toMatchObject({ code: 'budget' });
  });
});

describe('a mock', () => {
  it('answers itself: nothing is sent, counted or paid', async () => {
    const response = await hret.completion({ model: 'openai/m', messages: ask('?'), mockResponse: '서울' });
    expect(textOf(response)).toBe('서울');
    expect(response.usage).toBeUndefined();
    expect(response.responseCost).toBeUndefined();
    const echo = (messages: readonly hret.ChatMessage[]) => `${messages.length}`;
    expect(textOf(await hret.completion({ model: 'x/y', messages: ask('?'), mockResponse: echo }))).toBe('1');
  });

  it('throws an error it is, and streams', async () => {
    const failure = new Error('on purpose');
    await expect(hret.completion({ model: 'm', messages: ask('?'), mockResponse: failure })).rejects.toBe(failure);
    const stream = await hret.completion({ model: 'm', messages: ask('?'), mockResponse: '서울', stream: true });
    expect(textOf(hret.streamChunkBuilder(await all(stream)))).toBe('서울');
  });
});

describe('a stream', () => {
  it.each(['openai/m', 'anthropic/m', 'gemini/m'])(
    'of %s comes in pieces, which are put together again',
    async (model) => {
      const llm = await serve({ answer: () => ({ text: '대한민국의 수도는 서울입니다.', reasoning: '음' }) });
      const chunks = await all(await hret.completion({ ...at(llm, model), messages: ask('수도는?'), stream: true }));
      expect(chunks.length).toBeGreaterThan(3);
      expect(hret.streamChunkBuilder(chunks)).toMatchObject({
        choices: [
          { message: { content: '대한민국의 수도는 서울입니다.', reasoning_content: '음' }, finish_reason: 'stop' },
        ],
        usage: { prompt_tokens: 4, completion_tokens: 16 },
      });
    },
  );

  it('gives pieces before the answer is over, and gives up the request when nobody reads on', async () => {
    const llm = await serve({ answer: () => '가나다라마바사', faults: [{ kind: 'slow-bytes', everyMs: 2 }] });
    const stream = await hret.completion({ ...at(llm), messages: ask('?'), stream: true });
    for await (const chunk of stream) if (chunk.choices?.[0]?.delta?.content !== undefined) break;
    await until(() => llm.aborted === 1);
  });

  it('is asked for again when it fails before its first piece, and not after', async () => {
    const refused = { kind: 'status', status: 503, headers: { 'retry-after-ms': '1' } } as const;
    const llm = await serve({ answer: () => '서울', faults: [refused, undefined, { kind: 'truncated-json' }] });
    const options = { ...at(llm), messages: ask('?'), stream: true } as const;
    expect(textOf(hret.streamChunkBuilder(await all(await hret.completion(options))))).toBe('서울');
    expect(llm.requests).toHaveLength(2);
    await expect(all(await hret.completion(options))).rejects.toThrow(/broke off after its beginning was given out/);
    expect(llm.requests).toHaveLength(3);
  });

  it('tells the callbacks when it is over, with its cost', async () => {
    const llm = await serve({ answer: () => '서울' });
    const costs: unknown[] = [];
    const onSuccess: hret.OnSuccess = ({ responseCost, response }) => costs.push([responseCost, textOf(response)]);
    await all(await hret.completion({ ...at(llm), messages: ask('?'), stream: true, prices, onSuccess }));
    expect(costs).toEqual([[0.02, '서울']]);
  });
});

describe('callbacks', () => {
  it('are told what was asked, without keys, what came back, what it cost and when', async () => {
    const llm = await serve({ answer: () => '서울' });
    const told: Parameters<hret.OnSuccess>[0][] = [];
    const fallbacks = [{ modelName: 'openai/n', apiKey: 'sk-of-the-other-0123456789' }];
    const options = { ...at(llm), messages: ask('수도는?'), prices, fallbacks };
    await hret.completion({ ...options, onSuccess: (info) => told.push(info) });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ kwargs: { model: 'openai/m', messages: ask('수도는?') }, responseCost: 0.02 });
    expect(JSON.stringify(told)).not.toMatch(/sk-/);
    expect(told[0]?.kwargs.fallbacks).toEqual([{ modelName: 'openai/n' }]);
    expect(told[0]?.endTime.getTime()).toBeGreaterThanOrEqual(told[0]?.startTime.getTime() ?? Number.NaN);
  });

  it('are told of failures, and one that throws does not touch the answer', async () => {
    const llm = await serve({ faults: [{ kind: 'status', status: 401 }] });
    const errors: unknown[] = [];
    const onFailure: hret.OnFailure = ({ error }) => errors.push(error);
    const error = await hret
      .completion({ ...at(llm), messages: ask('?'), onFailure })
      .catch((thrown: unknown) => thrown);
    expect(errors).toEqual([error]);
    const onSuccess = () => {
      throw new Error('a defect of mine');
    };
    expect(textOf(await hret.completion({ ...at(llm), messages: ask('?'), onSuccess }))).toBe('A');
  });
});

describe('an answer in a form', () => {
  const responseFormat = z.object({ capital: z.string() });

  it('is parsed by its schema, and asked for again when it does not fit', async () => {
    const answers = ['Seoul', '{"capital":1}', '{"capital":"서울"}'];
    const llm = await serve({ answer: () => answers.shift() ?? '' });
    const response = await hret.completion({ ...at(llm), messages: ask('수도는?'), responseFormat, prices });
    expect(response.parsed).toEqual({ capital: '서울' });
    expect(response.responseCost).toBeCloseTo(0.01 * (5 + 13 + 16), 10);
    expect(JSON.stringify(llm.requests[1]?.body.messages)).toContain('it is not JSON');
    expect(JSON.stringify(llm.requests[2]?.body.messages)).toContain('capital');
    expect(llm.requests[0]?.body.response_format).toMatchObject({ type: 'json_schema' });
  });

  it('is an error after as many times as were asked for', async () => {
    const llm = await serve({ answer: () => 'Seoul' });
    const asked = hret.completion({ ...at(llm), messages: ask('?'), responseFormat, maxReasks: 1 });
    await expect(asked).rejects.toThrow(/asked 2 times.*it is not JSON/);
    expect(llm.requests).toHaveLength(2);
  });

  const weather = { name: 'weather', description: '날씨', parameters: z.object({ city: z.string() }) };
  const call = (name: string, args: string) => [{ id: 'c1', type: 'function', function: { name, arguments: args } }];

  it('can be the call of a function, with its arguments checked', async () => {
    const answers = [call('weather', '{"town":"서울"}'), call('wether', '{}'), call('weather', '{"city":"서울"}')];
    const llm = await serve({ answer: () => ({ text: null, finish: 'tool_calls', toolCalls: answers.shift() ?? [] }) });
    const response = await hret.completion({
      ...at(llm),
      messages: ask('날씨?'),
      tools: [weather],
      toolChoice: 'required',
    });
    expect(response.toolCalls).toEqual([{ id: 'c1', name: 'weather', arguments: { city: '서울' } }]);
    expect(response.choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { content: null } });
    expect(llm.requests).toHaveLength(3);
    expect(llm.requests[0]?.body).toMatchObject({
      tools: [
        { type: 'function', function: { name: 'weather', parameters: { properties: { city: { type: 'string' } } } } },
      ],
      tool_choice: 'required',
    });
    expect(JSON.stringify(llm.requests[2]?.body.messages)).toContain('there is no function');
  });

  it('cannot be a call where tools are not sent', async () => {
    const llm = await serve();
    const asked = hret.completion({ ...at(llm, 'gemini/m'), messages: ask('?'), tools: [weather] });
    await expect(asked).rejects.toThrow(/tools cannot be sent to gemini/);
  });
});

describe('many at once', () => {
  it('conversations are answered in their order; one that failed is its error, in its place', async () => {
    const llm = await serve({
      answer: (prompt) => `답 ${prompt}`,
      faults: ({ prompt }) => (prompt === '3' ? { kind: 'status', status: 400, message: 'no' } : undefined),
    });
    const messages = Array.from({ length: 20 }, (_, n) => ask(`${n}`));
    const answers = await hret.batchCompletion({ ...at(llm), messages, maxWorkers: 4 });
    expect(answers.map((answer, n) => (n === 3 ? answer instanceof hret.HretError : textOf(answer)))).toEqual(
      messages.map((_, n) => (n === 3 ? true : `답 ${n}`)),
    );
  });

  it('of several models the first answer wins, and the others are given up', async () => {
    const llm = await serve({
      answer: (_, body) => String(body.model),
      faults: ({ body }) => (body.model === 'slow' ? { kind: 'hang' } : undefined),
    });
    const { model: _, ...where } = at(llm);
    const models = ['openai/slow', 'openai/quick'];
    expect(textOf(await hret.batchCompletionModels({ ...where, models, messages: ask('?') }))).toBe('quick');
    await until(() => llm.aborted === 1);
    await expect(hret.batchCompletionModels({ ...where, models: [], messages: ask('?') })).rejects.toThrow(
      /models is empty/,
    );
  });

  it('of several models all answers come in the order of the models', async () => {
    const llm = await serve({
      answer: (_, body) => String(body.model),
      faults: ({ body }) => (body.model === 'b' ? { kind: 'status', status: 404 } : undefined),
    });
    const { model: _, ...where } = at(llm);
    const models = ['openai/a', 'openai/b', 'openai/c'];
    const answers = await hret.batchCompletionModelsAllResponses({ ...where, models, messages: ask('?') });
    expect([textOf(answers[0] as never), answers[1] instanceof hret.HretError, textOf(answers[2] as never)]).toEqual([
      'a',
      true,
      'c',
    ]);
  });
});

describe('the smaller helpers', () => {
  it('embedding gives a vector for each text, in their order, and asks again', async () => {
    const llm = await serve({ faults: [{ kind: 'status', status: 503, headers: { 'retry-after-ms': '1' } }] });
    const { data } = await hret.embedding({ ...at(llm), input: ['가', '나', '가'], batchSize: 2 });
    expect(data.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(data[2]?.embedding).toEqual(data[0]?.embedding);
    expect(data[1]?.embedding).not.toEqual(data[0]?.embedding);
    await expect(hret.embedding({ ...at(llm, 'anthropic/m'), input: '가' })).rejects.toThrow(/Anthropic is not asked/);
  });

  it('getSupportedOpenaiParams names what would be sent', async () => {
    const of = (model: string) => hret.getSupportedOpenaiParams({ model });
    expect(await of('openai/gpt-4o')).toEqual(
      expect.arrayContaining(['seed', 'logit_bias', 'tools', 'response_format']),
    );
    expect(await of('openai/gpt-4o')).not.toContain('top_k');
    expect(await of('anthropic/claude')).toEqual(expect.arrayContaining(['top_k', 'max_tokens', 'stop']));
    expect(await of('anthropic/claude')).not.toEqual(expect.arrayContaining(['seed']));
  });

  it('costPerToken and completionCost know the table, and say nothing of models it lacks', async () => {
    const cost = await hret.costPerToken({
      model: 'openai/gpt-4o-mini',
      promptTokens: 1_000_000,
      completionTokens: 1_000_000,
    });
    expect(cost?.promptCost).toBeCloseTo(0.15, 10);
    expect(cost?.completionCost).toBeCloseTo(0.6, 10);
    expect(
      await hret.costPerToken({ model: 'openai/unheard-of', promptTokens: 1, completionTokens: 1 }),
    ).toBeUndefined();
    const response = await hret.completion({ model: 'openai/gpt-4o-mini', messages: ask('?'), mockResponse: 'A' });
    expect(await hret.completionCost(response)).toBeUndefined();
    const usage = { prompt_tokens: 1_000_000, completion_tokens: 0 };
    expect(await hret.completionCost({ ...response, usage })).toBeCloseTo(0.15, 10);
  });

  it('trimMessages keeps the system and the last message, and the newest of the others', async () => {
    const model = 'openai/gpt-4o';
    const messages: hret.ChatMessage[] = [
      { role: 'system', content: '한국어로.' },
      ...Array.from({ length: 10 }, (_, n) => ({
        role: n % 2 === 0 ? ('user' as const) : ('assistant' as const),
        content: `${n}번째 말입니다.`,
      })),
      { role: 'user', content: '수도는?' },
    ];
    expect(await hret.trimMessages({ model, messages, maxTokens: 1000 })).toEqual(messages);
    const fewer = await hret.trimMessages({ model, messages, maxTokens: 80, trimRatio: 1 });
    expect(fewer.length).toBeGreaterThan(2);
    expect(fewer.length).toBeLessThan(messages.length);
    expect(fewer).toEqual([messages[0], ...messages.slice(messages.length - fewer.length + 1)]);
    expect(await hret.tokenCounter({ model, messages: fewer })).toBeLessThanOrEqual(80);
    const long = [{ role: 'user' as const, content: `${'처음 '.repeat(200)}끝.` }];
    const [cut] = await hret.trimMessages({ model, messages: long, maxTokens: 60, trimRatio: 1 });
    expect(cut?.content).toMatch(/^처음.* … .*끝\.$/);
    expect(await hret.tokenCounter({ model, messages: cut === undefined ? [] : [cut] })).toBeLessThanOrEqual(60);
    await expect(hret.trimMessages({ model, messages, maxTokens: 8 })).rejects.toThrow(/system messages alone/);
  });
});
