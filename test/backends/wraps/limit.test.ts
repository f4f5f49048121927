import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LimitOptions, limit } from '../../../src/backends/wraps/limit.js';
import type { ReplyHeaders } from '../../../src/backends/wraps/rate-headers.js';
import type { Generation, Model } from '../../../src/core/model.js';
import { HretError } from '../../../src/errors.js';
import { mapConcurrent } from '../../../src/util/map-concurrent.js';
import { questionFor } from '../../contracts/model.js';
import { type SimulatedWorld, simulatedWorld } from './simulated-world.js';

interface Call {
  readonly at: number;
  readonly tokens: number;
  readonly prompt: string;
}

interface Service {
  readonly calls: Call[];
  readonly model: Model;
  most: number;
}

/** A service that takes its time and counts one token for each character of a prompt, and what `output` says. */
function service(
  world: SimulatedWorld,
  {
    latencyMs = () => 500,
    output = () => 10,
  }: { latencyMs?: (n: number) => number; output?: (n: number) => number } = {},
): Service {
  const calls: Call[] = [];
  let inFlight = 0;
  const made: Service = {
    calls,
    most: 0,
    model: {
      id: 'service',
      async generate({ prompt }): Promise<Generation> {
        const n = calls.length;
        const inputTokens = prompt.text.length;
        const outputTokens = output(n);
        calls.push({ at: world.now(), tokens: inputTokens + outputTokens, prompt: prompt.text });
        inFlight++;
        made.most = Math.max(made.most, inFlight);
        await world.sleep(latencyMs(n));
        inFlight--;
        return {
          text: 'A',
          finish: 'stop',
          usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
        };
      },
    },
  };
  return made;
}

/** The most requests, and the most tokens, that began within any 60 s. */
function busiestMinute(calls: readonly Call[]): { requests: number; tokens: number } {
  let first = 0;
  let tokens = 0;
  const most = { requests: 0, tokens: 0 };
  for (const [place, call] of calls.entries()) {
    tokens += call.tokens;
    for (; call.at - (calls[first]?.at ?? 0) >= 60_000; first++) tokens -= calls[first]?.tokens ?? 0;
    most.requests = Math.max(most.requests, place - first + 1);
    most.tokens = Math.max(most.tokens, tokens);
  }
  return most;
}

async function askAll(model: Model, prompts: Iterable<string>, workers: number, draw = 0): Promise<void> {
  const asked = mapConcurrent(
    (async function* () {
      yield prompts;
    })(),
    workers,
    (prompt: string) => model.generate(questionFor(prompt, undefined, draw)),
    new AbortController().signal,
  );
  for await (const _ of asked);
}

const prompts = (count: number, length: (n: number) => number = () => 100) =>
  Array.from({ length: count }, (_, n) => '가'.repeat(length(n)));
let accounts = 0;
const limited = (world: SimulatedWorld, model: Model, options: Partial<LimitOptions>): Model =>
  limit({ account: `account ${accounts++}`, now: world.now, sleep: world.sleep, ...options })(model);

describe('limit', () => {
  it('never lets more requests or tokens through within any 60 s than it may, whatever comes', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          requestsPerMinute: fc.integer({ min: 1, max: 40 }),
          tokensPerMinute: fc.integer({ min: 1500, max: 6000 }),
          workers: fc.integer({ min: 1, max: 30 }),
          latencies: fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 7 }),
          lengths: fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 7 }),
          outputs: fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 7 }),
        }),
        async ({ requestsPerMinute, tokensPerMinute, workers, latencies, lengths, outputs }) => {
          const world = simulatedWorld();
          const { calls, model } = service(world, {
            latencyMs: (n) => latencies[n % latencies.length] ?? 1,
            output: (n) => outputs[n % outputs.length] ?? 0,
          });
          const options = { requestsPerMinute, tokensPerMinute, maxOutputTokens: 200 };
          const asked = prompts(120, (n) => lengths[n % lengths.length] ?? 1);
          await world.until(askAll(limited(world, model, options), asked, workers));
          const { requests, tokens } = busiestMinute(calls);
          expect(calls).toHaveLength(120);
          expect(requests).toBeLessThanOrEqual(requestsPerMinute);
          expect(tokens).toBeLessThanOrEqual(tokensPerMinute);
        },
      ),
      { numRuns: 40 },
    ));

  it('holds searches over tokens to the same limits', async () => {
    const world = simulatedWorld();
    const { calls, model } = service(world);
    const nextTokens: NonNullable<Model['nextTokens']> = async (request) => {
      const { usage } = await model.generate({ ...request, draw: 0 });
      return { text: '', tokens: [], ...(usage !== undefined && { usage }) };
    };
    const options = { requestsPerMinute: 20, tokensPerMinute: 1500 };
    const held = limited(world, { ...model, nextTokens }, options);
    const prefix = Array.from({ length: 30 }, () => ({ key: 1, logprob: -1, isEnd: false }));
    const asked = prompts(60).map((prompt) => held.nextTokens?.({ ...questionFor(prompt), prefix, count: 4 }));
    await world.until(Promise.all(asked));
    expect(calls).toHaveLength(60);
    const { requests, tokens } = busiestMinute(calls);
    expect(requests).toBeLessThanOrEqual(20);
    expect(tokens).toBeLessThanOrEqual(1500);
  });

  it.each([
    ['requests', { requestsPerMinute: 60, tokensPerMinute: 1_000_000 }],
    ['tokens', { requestsPerMinute: 1_000_000, tokensPerMinute: 6000 }],
  ])('uses at least 95 %% of the limit of %s while there is enough to ask', async (kind, limits) => {
    const world = simulatedWorld();
    const { calls, model } = service(world);
    await world.until(askAll(limited(world, model, { ...limits, maxOutputTokens: 20 }), prompts(1200), 40));
    const minutes = (calls.at(-1)?.at ?? 0) - (calls[0]?.at ?? 0);
    // The last, unfinished minute is left out of both.
    const whole = Math.floor(minutes / 61_000) * 61_000;
    const counted = calls.filter(({ at }) => at - (calls[0]?.at ?? 0) < whole);
    const used = kind === 'requests' ? counted.length : counted.reduce((sum, { tokens }) => sum + tokens, 0);
    const limitOf = kind === 'requests' ? limits.requestsPerMinute : limits.tokensPerMinute;
    expect(whole).toBeGreaterThan(300_000);
    expect(used / (limitOf * (whole / 60_000))).toBeGreaterThanOrEqual(0.95);
    const busiest = busiestMinute(calls);
    expect(busiest[kind as 'requests' | 'tokens']).toBeLessThanOrEqual(limitOf);
  });

  it('is shared by two runs that use one account, both of which come forward', async () => {
    const world = simulatedWorld();
    const { calls, model } = service(world);
    const account = 'shared by two';
    const one = limited(world, model, { account, requestsPerMinute: 30 });
    const other = limited(world, model, { account, requestsPerMinute: 30 });
    const half = () => prompts(150, () => 10);
    const both = [
      askAll(one, half(), 10),
      askAll(
        other,
        half().map((text) => `${text}!`),
        10,
      ),
    ];
    await world.until(Promise.all(both));
    expect(calls).toHaveLength(300);
    expect(busiestMinute(calls).requests).toBeLessThanOrEqual(30);
    const firstMinutes = calls.slice(0, 150).filter(({ prompt }) => prompt.endsWith('!')).length;
    expect(firstMinutes).toBeGreaterThan(60);
    expect(firstMinutes).toBeLessThan(90);
  });

  it('keeps accounts apart', async () => {
    const world = simulatedWorld();
    const { calls, model } = service(world);
    const began = world.now();
    const runs = [1, 2].map(() => askAll(limited(world, model, { requestsPerMinute: 5 }), prompts(5), 5));
    await world.until(Promise.all(runs));
    expect(calls.filter(({ at }) => at === began)).toHaveLength(10);
  });

  it('lets requests through in the order they came', async () => {
    const world = simulatedWorld();
    const { calls, model } = service(world);
    const asked = Array.from({ length: 40 }, (_, n) => `${n}`);
    await world.until(askAll(limited(world, model, { requestsPerMinute: 7, maxConnections: 3 }), asked, 40));
    expect(calls.map(({ prompt }) => prompt)).toEqual(asked);
  });

  it('has never more requests in flight than maxConnections', async () => {
    const world = simulatedWorld();
    const stage = service(world);
    await world.until(askAll(limited(world, stage.model, { maxConnections: 3 }), prompts(60), 40));
    expect(stage.most).toBe(3);
  });

  it('lets a request that is aborted leave the queue at once, and the next one go', async () => {
    const world = simulatedWorld();
    const { calls, model } = service(world, { latencyMs: () => 5000 });
    const ask = limited(world, model, { maxConnections: 1 });
    const controller = new AbortController();
    const reason = new HretError('interrupted', 'stopped by the test');
    const first = ask.generate(questionFor('하나'));
    const second = ask.generate(questionFor('둘', controller.signal));
    const third = ask.generate(questionFor('셋'));
    controller.abort(reason);
    await expect(second).rejects.toBe(reason);
    await world.until(Promise.all([first, third]));
    expect(calls.map(({ prompt }) => prompt)).toEqual(['하나', '셋']);
  });

  it('refuses what could only wait for ever, and says what to do', async () => {
    const world = simulatedWorld();
    const { calls, model } = service(world);
    const ask = limited(world, model, { tokensPerMinute: 1000, maxOutputTokens: 4096 });
    await expect(ask.generate(questionFor('하나'))).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/tokensPerMinute 1000.*Lower maxTokens/),
    });
    expect(calls).toHaveLength(0);
  });

  it('gives back the tokens of a request that failed', async () => {
    const world = simulatedWorld();
    let asked = 0;
    const failing: Model = {
      id: 'failing',
      generate: async () => {
        asked++;
        throw new HretError('model', 'no such prompt', { status: 400 });
      },
    };
    const began = world.now();
    const ask = limited(world, failing, { tokensPerMinute: 1000, maxOutputTokens: 900 });
    for (let n = 0; n < 5; n++) await ask.generate(questionFor('하나')).catch(() => {});
    expect(asked).toBe(5);
    expect(world.now()).toBe(began);
  });

  it('learns the limits from the headers of replies, where none were set', async () => {
    const world = simulatedWorld();
    const replies: ReplyHeaders = {};
    const { calls, model } = service(world);
    const telling: Model = {
      ...model,
      async generate(request) {
        const generation = await model.generate(request);
        replies.heard?.({ 'x-ratelimit-limit-requests': '20' });
        return generation;
      },
    };
    const ask = limited(world, telling, { replies });
    await world.until(ask.generate(questionFor('먼저')));
    await world.until(askAll(ask, prompts(100), 50));
    expect(busiestMinute(calls.slice(1)).requests).toBeLessThanOrEqual(20);
  });

  it('sets aside what others use of the account', async () => {
    const world = simulatedWorld();
    const replies: ReplyHeaders = {};
    const { calls, model } = service(world);
    const ask = limited(world, model, { replies, requestsPerMinute: 20 });
    replies.heard?.({ 'x-ratelimit-limit-requests': '20', 'x-ratelimit-remaining-requests': '5' });
    const began = world.now();
    await world.until(askAll(ask, prompts(20), 20));
    expect(calls.filter(({ at }) => at === began)).toHaveLength(5);
  });

  it('leaves a limit of the user alone while the service has room for it', async () => {
    const world = simulatedWorld();
    const replies: ReplyHeaders = {};
    const { calls, model } = service(world);
    const ask = limited(world, model, { replies, requestsPerMinute: 10 });
    replies.heard?.({ 'x-ratelimit-limit-requests': '500', 'x-ratelimit-remaining-requests': '200' });
    const began = world.now();
    await world.until(askAll(ask, prompts(12), 20));
    expect(calls.filter(({ at }) => at === began)).toHaveLength(10);
  });

  it('has fewer requests in flight after a refusal, once for many that come together', async () => {
    const world = simulatedWorld();
    let isBusy = true;
    let inFlight = 0;
    let most = 0;
    const busy: Model = {
      id: 'busy',
      async generate() {
        most = Math.max(most, ++inFlight);
        await world.sleep(100);
        inFlight--;
        if (isBusy) throw new HretError('model', 'slow down', { status: 429, isRetryable: true });
        return { text: 'A', finish: 'stop' };
      },
    };
    const ask = limited(world, busy, {});
    const round = async (count: number) => {
      most = 0;
      const answers = prompts(count).map((text) => ask.generate(questionFor(text)).catch(() => undefined));
      await world.until(Promise.all(answers));
      return most;
    };
    expect(await round(50)).toBe(50);
    isBusy = false;
    expect(await round(200)).toBe(40); // 0.8 of 50, and no growth within 15 s
    world.advance(20_000);
    await round(200);
    const grown = await round(200);
    expect(grown).toBeGreaterThan(40);
    expect(grown).toBeLessThan(80); // a twentieth a round, no doubling any more
  });

  it('does not hold up a healthy service, and doubles where more is wanted', async () => {
    const world = simulatedWorld();
    const stage = service(world, { latencyMs: () => 100 });
    await world.until(askAll(limited(world, stage.model, {}), prompts(2000), 256));
    expect(stage.most).toBe(256);
  });
});
