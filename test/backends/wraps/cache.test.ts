import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { requestIdentityOf } from '../../../src/backends/as-service.js';
import { openaiOptions } from '../../../src/backends/openai/options.js';
import { plugin } from '../../../src/backends/openai.js';
import { serviceOptions, TRANSPORT_OPTIONS } from '../../../src/backends/service-options.js';
import { type CacheOptions, cache } from '../../../src/backends/wraps/cache.js';
import type { Model } from '../../../src/core/model.js';
import { parseOptions } from '../../../src/core/plugin-options.js';
import { HretError } from '../../../src/errors.js';
import {
  type Fault,
  type LoopbackLlm,
  scriptedModel,
  startLoopbackLlm,
  testWorld,
} from '../../../src/testing/index.js';
import { questionFor } from '../../contracts/model.js';
import { killHard, start } from '../../history/processes/start.js';
import { tempDir } from '../../temp-dir.js';
import { until } from '../../until.js';
import { answerTo, identity, question } from './answers.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
const folder = async () => {
  const made = await tempDir();
  closers.push(() => made[Symbol.asyncDispose]());
  return made.path;
};
const filesIn = (path: string): string[] =>
  existsSync(path)
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(json|tmp)$/.test(name))
        .map((name) => join(path, name))
    : [];

/** A model of the `openai` backend with a cache. */
async function stage(params: Readonly<Record<string, unknown>> = {}, faults: readonly (Fault | undefined)[] = []) {
  const path = await folder();
  const llm = await startLoopbackLlm({ faults, answer: (prompt) => `답 ${prompt}` });
  closers.push(() => llm.close());
  const make = async (more: Readonly<Record<string, unknown>> = {}, world = testWorld()): Promise<Model> => {
    const all = { modelName: 'm', apiBase: llm.url, cache: path, ...params, ...more };
    const model = await plugin.create(parseOptions(plugin, 'modelParams', all), world);
    closers.push(() => model.close?.());
    return model;
  };
  return { path, llm, make };
}
const ask = async (made: Model | Promise<Model>, prompts: readonly string[], draw = 0) => {
  const model = await made;
  return Promise.all(prompts.map((prompt) => model.generate(questionFor(prompt, undefined, draw))));
};
const added = async (llm: LoopbackLlm, asking: () => Promise<unknown>) => {
  const before = llm.requests.length;
  await asking();
  return llm.requests.length - before;
};

describe('an answer that was given before', () => {
  it('is given again without a request, and says so', async () => {
    const { llm, make } = await stage({ prices: { m: { inputPerMillion: 1000, outputPerMillion: 1000 } } });
    const prompts = Array.from({ length: 20 }, (_, n) => `질문 ${n}`);
    const first = await ask(make(), prompts);
    expect(llm.requests).toHaveLength(20);
    const again = await ask(make(), prompts);
    expect(llm.requests).toHaveLength(20);
    expect(again.map(({ text }) => text)).toEqual(first.map(({ text }) => text));
    expect(first[0]).toMatchObject({ attempts: 1, costUsd: 0.01 });
    expect(first[0]?.metadata).toBeUndefined();
    expect(again[0]).toMatchObject({
      attempts: 0,
      costUsd: 0,
      usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
      metadata: {
        cached: {
          storedAt: '2026-01-01T00:00:00.000Z',
          costUsd: 0.01,
          usage: { inputTokens: 4, outputTokens: 6, totalTokens: 10 },
        },
      },
    });
  });

  it.each([
    ['another model', { modelName: 'n' }],
    ['another temperature', { temperature: 0.5 }],
    ['no temperature', { temperature: null }],
    ['another seed', { seed: 1 }],
    ['another system message', { systemMessage: '한국어로.' }],
    ['another kind of call', { api: 'completions' }],
    ['another schema', { responseFormat: { type: 'json_object' } }],
    ['another field of the body', { extraBody: { top_k: 1 } }],
    ['another header', { headers: { 'x-variant': 'b' } }],
    ['another rule', { postCallRules: (text: string) => text.length > 0 }],
  ])('is asked for with %s', async (_, params) => {
    const { llm, make } = await stage();
    await ask(make(), ['하나', '둘']);
    expect(await added(llm, () => ask(make(params), ['하나', '둘']))).toBe(2);
  });

  it('is asked for at another address', async () => {
    const { make } = await stage();
    const other = await stage();
    await ask(make(), ['하나']);
    expect(await added(other.llm, () => ask(make({ apiBase: other.llm.url }), ['하나']))).toBe(1);
  });

  it('is asked for in another draw, so that trials are never one', async () => {
    const { llm, make } = await stage();
    const model = await make();
    await ask(model, ['하나'], 0);
    expect(await added(llm, () => Promise.all([ask(model, ['하나'], 1), ask(model, ['하나'], 2)]))).toBe(2);
  });

  it('is found with another key, time limit or budget', async () => {
    const { llm, make } = await stage();
    await ask(make(), ['하나']);
    const params = {
      apiKey: 'sk-another-0123456789',
      timeoutMs: 7,
      maxRetries: 0,
      maxConnections: 1,
      requestsPerMinute: 1,
    };
    expect(await added(llm, () => ask(make(params), ['하나']))).toBe(0);
  });

  it('is asked for again when it is older than it may be', async () => {
    const { path, llm, make } = await stage();
    const cached = { cache: { folder: path, max_age_days: 7 } };
    await ask(make(cached), ['하나']);
    const later = testWorld();
    later.advance(6 * 86_400_000);
    expect(await added(llm, () => ask(make(cached, later), ['하나']))).toBe(0);
    later.advance(2 * 86_400_000);
    expect(await added(llm, () => ask(make(cached, later), ['하나']))).toBe(1);
  });

  it('is found by an image by what is in it, not by its name', async () => {
    const { path, llm, make } = await stage();
    const file = join(path, 'a.png');
    const png = (rest: string) => Buffer.concat([Buffer.from('\x89PNG', 'latin1'), Buffer.from(rest)]);
    await writeFile(file, png('one'));
    await writeFile(join(path, 'b.png'), png('one'));
    const request = (name: string) => {
      const { sample, draw, signal } = questionFor('무엇?');
      return { prompt: { text: '무엇?', images: [{ url: join(path, name) }] }, sample, draw, signal };
    };
    await (await make()).generate(request('a.png'));
    expect(await added(llm, async () => (await make()).generate(request('b.png')))).toBe(0);
    await writeFile(file, png('two'));
    expect(await added(llm, async () => (await make()).generate(request('a.png')))).toBe(1);
  });
});

describe('what is not kept', () => {
  it.each<[string, Fault]>([
    ['an error', { kind: 'status', status: 400 }],
    ['an answer that was withheld', { kind: 'content-filter' }],
    ['an answer that was cut off', { kind: 'length-stop' }],
  ])('%s', async (_, fault) => {
    const { path, llm, make } = await stage({}, [fault]);
    await (await make()).generate(questionFor('하나')).catch(() => {});
    expect(filesIn(path)).toEqual([]);
    expect(await (await make()).generate(questionFor('하나'))).toMatchObject({ text: '답 하나', finish: 'stop' });
    expect(llm.requests).toHaveLength(2);
    expect(filesIn(path)).toHaveLength(1);
  });

  it('a key that a service put into its answer', async () => {
    const apiKey = 'sk-very-secret-0123456789';
    const { path, make } = await stage({ apiKey });
    await (await make()).generate(questionFor(`echo ${apiKey}`));
    await (await make()).generate(questionFor('하나'));
    expect(filesIn(path)).toHaveLength(1);
    expect(readFileSync(filesIn(path)[0] ?? '', 'utf8')).not.toContain(apiKey);
  });
});

describe('a file of the cache', () => {
  it('can be read: it holds the request and the answer', async () => {
    const { path, make } = await stage();
    await (await make()).generate(questionFor('하나'));
    const [file = ''] = filesIn(path);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      request: {
        provider: 'openai',
        api: 'chat',
        model: 'm',
        parameters: { temperature: 0 },
        prompt: { text: '하나' },
        draw: 0,
      },
      answer: { generation: { text: '답 하나', finish: 'stop' } },
    });
  });

  it.each<[string, (text: string) => string]>([
    ['cut off', (text) => text.slice(0, text.length / 2)],
    ['emptied', () => ''],
    ['changed', (text) => text.replace('답 하나', '답 둘')],
    ['filled with something else', () => '[]'],
    ['full of zeros', (text) => '\0'.repeat(text.length)],
  ])('that was %s is as good as none, and is written anew', async (_, damage) => {
    const { path, llm, make } = await stage();
    await (await make()).generate(questionFor('하나'));
    const [file = ''] = filesIn(path);
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, damage(whole));
    expect(await added(llm, () => ask(make(), ['하나']))).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe(whole);
    expect(await added(llm, () => ask(make(), ['하나']))).toBe(0);
  });

  it('that lies under another name is as good as none', async () => {
    const { path, llm, make } = await stage();
    await ask(make(), ['하나', '둘']);
    const [one = '', two = ''] = filesIn(path);
    writeFileSync(one, readFileSync(two));
    expect(await added(llm, () => ask(make(), ['하나', '둘']))).toBe(1);
  });

  it('that cannot be written costs a warning, not the answer', async () => {
    const { path, make } = await stage();
    const file = join(path, 'in the way');
    writeFileSync(file, '');
    const world = testWorld();
    const model = await make({ cache: join(file, 'cache') }, world);
    expect(await model.generate(questionFor('하나'))).toMatchObject({ text: '답 하나' });
    expect(world.warnings).toEqual([expect.stringMatching(/cannot be written to.*not kept/)]);
  });

  it('that a killed process left half written is removed when it is an hour old', async () => {
    const { path, make } = await stage();
    await (await make()).generate(questionFor('하나'));
    const shard = join(filesIn(path)[0] ?? '', '..');
    const [old, young] = [join(shard, '.0123456789abcdef.tmp'), join(shard, '.fedcba9876543210.tmp')];
    for (const each of [old, young]) writeFileSync(each, '{"key"');
    utimesSync(old, 0, 0);
    utimesSync(young, new Date(Date.UTC(2026, 0, 1)), new Date(Date.UTC(2026, 0, 1)));
    rmSync(filesIn(path).find((name) => name.endsWith('.json')) ?? '');
    await (await make()).generate(questionFor('하나'));
    expect(existsSync(old)).toBe(false);
    expect(existsSync(young)).toBe(true);
  });
});

it('processes that are killed while they write leave no wrong and no half answer', { timeout: 60_000 }, async () => {
  const path = await folder();
  const script = fileURLToPath(new URL('./processes/keep-answers.ts', import.meta.url));
  const children = [start(script, path), start(script, path)];
  while (filesIn(path).length < 100) await sleep(20);
  for (const child of children) {
    await sleep(Math.random() * 50);
    await killHard(child);
  }
  const nobody = scriptedModel([new HretError('model', 'it was asked')]);
  const { now, warn } = testWorld();
  const cached = cache({ folder: path, identity, cwd: path, now, warn, isClean: () => true })(nobody);
  const written = filesIn(path).filter((name) => name.endsWith('.json'));
  expect(written.length).toBeGreaterThan(90);
  for (const file of written) {
    const { request } = JSON.parse(readFileSync(file, 'utf8')) as { request: { prompt: { text: string } } };
    const { text } = await cached.generate(questionFor(request.prompt.text));
    expect(text).toBe(answerTo(request.prompt.text));
  }
});

describe('equal requests at the same time', () => {
  const options = (path: string): CacheOptions => {
    const { now, warn } = testWorld();
    return { folder: path, identity, cwd: path, now, warn, isClean: () => true };
  };

  it('are one request, of two models too, and who came second has paid nothing', async () => {
    const path = await folder();
    const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
    const script = scriptedModel([{ text: 'A', usage, costUsd: 1 }], { latencyMs: 5 });
    const [one, other] = [cache(options(path))(script), cache(options(path))(script)];
    const answers = await Promise.all([one, one, other].map((model) => model.generate(question(1))));
    expect(script.requests).toHaveLength(1);
    expect(answers.map(({ text }) => text)).toEqual(['A', 'A', 'A']);
    expect(answers.map(({ costUsd }) => costUsd)).toEqual([1, 0, 0]);
    expect(answers[1]?.metadata).toMatchObject({ cached: { costUsd: 1 } });
  });

  it('go on when the one that began is aborted, and end when all are', async () => {
    const path = await folder();
    const script = scriptedModel(['A'], { latencyMs: 20 });
    const model = cache(options(path))(script);
    const [first, second] = [new AbortController(), new AbortController()];
    const reason = new HretError('interrupted', 'stopped by the test');
    const settled = Promise.allSettled([
      model.generate(questionFor('하나', first.signal)),
      model.generate(questionFor('하나', second.signal)),
    ]);
    await until(() => script.requests.length === 1);
    first.abort(reason);
    expect(await settled).toMatchObject([{ reason }, { value: { text: 'A' } }]);
    expect(script.requests).toHaveLength(1);

    const alone = new AbortController();
    const answer = model.generate(questionFor('둘', alone.signal));
    await until(() => script.requests.length === 2);
    alone.abort(reason);
    await expect(answer).rejects.toBe(reason);
    expect(script.requests[1]?.signal.aborted).toBe(true);
  });

  it('fail together, and are asked anew afterwards', async () => {
    const path = await folder();
    const failure = new HretError('model', 'no');
    const model = cache(options(path))(scriptedModel([failure, 'A']));
    const both = await Promise.allSettled([model.generate(question(1)), model.generate(question(1))]);
    expect(both).toMatchObject([{ reason: failure }, { reason: failure }]);
    expect(await model.generate(question(1))).toMatchObject({ text: 'A' });
  });
});

it('log-likelihoods are kept too, by prompt and options, but for infinite ones', async () => {
  const path = await folder();
  const { now, warn } = testWorld();
  let calls = 0;
  const ranking: Model = {
    ...scriptedModel(['A']),
    logLikelihoods: async ({ continuations }) => {
      calls++;
      return continuations.map((text) => (text === '없음' ? Number.NEGATIVE_INFINITY : -text.length));
    },
  };
  const model = cache({ folder: path, identity, cwd: path, now, warn, isClean: () => true })(ranking);
  const rank = (continuations: readonly string[]) => {
    const { prompt, sample, signal } = question(1);
    return model.logLikelihoods?.({ prompt, sample, signal, continuations });
  };
  expect(await rank(['가', '나다'])).toEqual([-1, -2]);
  expect(await rank(['가', '나다'])).toEqual([-1, -2]);
  expect(calls).toBe(1);
  expect(await rank(['나다', '가'])).toEqual([-2, -1]);
  expect(calls).toBe(2);
  expect(await rank(['없음'])).toEqual([Number.NEGATIVE_INFINITY]);
  expect(await rank(['없음'])).toEqual([Number.NEGATIVE_INFINITY]);
  expect(calls).toBe(4);
  expect(
    'logLikelihoods' in
      cache({ folder: path, identity, cwd: path, now, warn, isClean: () => true })(scriptedModel(['A'])),
  ).toBe(false);
});

describe('the options of openai', () => {
  /** What each option is set to, to see whether the name of a request changes with it. */
  const values: Readonly<Record<string, unknown>> = {
    ...{ systemMessage: 's', temperature: 1, maxTokens: 1, maxCompletionTokens: 1, topP: 0.5, stop: 'x', seed: 3 },
    ...{ frequencyPenalty: 1, presencePenalty: 1, logitBias: { a: 1 }, responseFormat: { type: 'json_object' } },
    ...{ reasoningEffort: 'low', isVisionModel: true, extraBody: { a: 1 }, headers: { 'x-a': 'b' } },
    ...{ preCallRules: [() => true], postCallRules: [() => true] },
  };
  /** Named by the identity itself, or answers under it are never kept. */
  const elsewhere = ['modelName', 'model', 'apiBase', 'api', 'useChatApi', 'fallbacks', 'contextWindowFallbacks'];
  const base = parseOptions(plugin, 'modelParams', { modelName: 'm' });
  const named = { provider: 'openai', baseUrl: 'u', api: 'chat', modelName: 'm', secrets: [] };
  const nameWith = (options: Readonly<Record<string, unknown>>) =>
    JSON.stringify(requestIdentityOf({ ...base, ...options }, { ...named, headers: options.headers as undefined }));

  it.each(Object.keys(openaiOptions.shape))(
    '%s is a part of what a cached answer is found by, or is not for a reason',
    (name) => {
      const isTransport = TRANSPORT_OPTIONS.includes(name);
      if (isTransport || elsewhere.includes(name)) expect(nameWith({ [name]: 'anything' })).toBe(nameWith({}));
      else expect(nameWith({ [name]: values[name] ?? 'anything' })).not.toBe(nameWith({}));
    },
  );

  it('are all there, those of every service too', () => {
    expect(Object.keys(openaiOptions.shape)).toEqual(expect.arrayContaining(Object.keys(serviceOptions)));
    const unknown = TRANSPORT_OPTIONS.filter((name) => !Object.hasOwn(openaiOptions.shape, name));
    expect(unknown).toEqual([]);
  });
});
