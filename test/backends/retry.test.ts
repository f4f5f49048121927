import { describe, expect, it } from 'vitest';
import { type RetryOptions, retry } from '../../src/backends/retry.js';
import { HretError } from '../../src/errors.js';
import { type ScriptedAnswer, scriptedModel, testWorld } from '../../src/testing/index.js';
import { questionFor } from '../contracts/model.js';

const passing = (message = 'busy') => new HretError('model', message, { isRetryable: true, status: 503 });
const asking = (answers: readonly ScriptedAnswer[], options: Partial<RetryOptions> = {}) => {
  const world = testWorld();
  const script = scriptedModel(answers);
  const model = retry({ ...world, ...options })(script);
  return { world, script, ask: () => model.generate(questionFor('하나')) };
};
const errorOf = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    () => expect.fail('it answered'),
    (error: unknown) => error,
  );

describe('retry', () => {
  it('counts the requests an answer took', async () => {
    expect(await asking(['A']).ask()).toMatchObject({ text: 'A', attempts: 1 });
    expect(await asking([passing(), passing(), 'A']).ask()).toMatchObject({ text: 'A', attempts: 3 });
  });

  it('adds the attempts of a wrap inside it', async () => {
    expect(await asking([passing(), { text: 'A', attempts: 4 }]).ask()).toMatchObject({ attempts: 5 });
  });

  it('waits a random part of 0.5 s, 1 s, 2 s … and never more than 30 s', async () => {
    const { world, ask } = asking(Array<Error>(9).fill(passing()), { maxRetries: 8, random: () => 1 });
    await errorOf(ask());
    expect(world.sleeps).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    const half = asking(Array<Error>(4).fill(passing()), { maxRetries: 3, random: () => 0.5 });
    await errorOf(half.ask());
    expect(half.world.sleeps).toEqual([250, 500, 1000]);
  });

  it('believes a server that says how long to wait', async () => {
    const wait = new HretError('model', 'slow down', { isRetryable: true, retryAfterMs: 12_345 });
    const { world, ask } = asking([wait, 'A']);
    await ask();
    expect(world.sleeps).toEqual([12_345]);
  });

  it('gives up at once when the server asks for more time than is left', async () => {
    const wait = new HretError('model', 'come back tomorrow.', { isRetryable: true, retryAfterMs: 86_400_000 });
    const { world, script, ask } = asking([wait], { maxTotalMs: 600_000 });
    const error = await errorOf(ask());
    expect(String(error)).toBe(
      'HretError: Gave up after 1 request: come back tomorrow. The server asks to come back in 86400 s, past the 600 s a sample may take.',
    );
    expect(world.sleeps).toEqual([]);
    expect(script.requests).toHaveLength(1);
  });

  it('counts the time the requests themselves took towards the total', async () => {
    const world = testWorld();
    const script = scriptedModel(() => {
      world.advance(400);
      return passing();
    });
    await errorOf(
      retry({ ...world, random: () => 0, maxRetries: 50, maxTotalMs: 1000 })(script).generate(questionFor('하나')),
    );
    expect(script.requests).toHaveLength(3);
  });

  it('tells after the last attempt how many there were and every distinct reason', async () => {
    const { ask } = asking([passing('busy.'), passing('reset.'), passing('busy.')], { maxRetries: 2 });
    const error = await errorOf(ask());
    expect(error).toMatchObject({
      message: 'Gave up after 3 requests: 2 × busy. 1 × reset.',
      code: 'model',
      status: 503,
      isRetryable: false,
    });
    expect((error as Error).cause).toMatchObject({ message: 'busy.' });
  });

  it('throws an error that will not pass as it is, at the first one', async () => {
    const final = new HretError('model', 'wrong key', { stopsRun: true });
    const { script, ask } = asking([final]);
    expect(await errorOf(ask())).toBe(final);
    expect(script.requests).toHaveLength(1);
  });

  it('keeps saying that no other sample can succeed when attempts came before', async () => {
    const { ask } = asking([passing(), new HretError('model', 'wrong key', { stopsRun: true })]);
    expect(await errorOf(ask())).toMatchObject({ stopsRun: true, isRetryable: false });
  });

  it('does not ask again after an error that is not one of ours', async () => {
    const bug = new TypeError('undefined is not a function');
    const { script, ask } = asking([bug]);
    expect(await errorOf(ask())).toBe(bug);
    expect(script.requests).toHaveLength(1);
  });

  it('asks once when there are to be no retries', async () => {
    const busy = passing();
    const { script, ask } = asking([busy], { maxRetries: 0 });
    expect(await errorOf(ask())).toBe(busy);
    expect(script.requests).toHaveLength(1);
  });

  it('reports each wait before it begins', async () => {
    const seen: unknown[] = [];
    const { ask } = asking([passing(), 'A'], {
      onRetry: ({ model, attempt, delayMs }) => seen.push([model, attempt, delayMs]),
    });
    await ask();
    expect(seen).toEqual([['scripted', 1, 250]]);
  });

  it('throws the reason of an abort, not the failure it caused', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    const model = retry(testWorld())(
      scriptedModel(() => {
        controller.abort(reason);
        return new HretError('model', 'the socket was closed');
      }),
    );
    expect(await errorOf(model.generate(questionFor('하나', controller.signal)))).toBe(reason);
  });

  it('does not read the signal of a request that is answered', async () => {
    const request = { ...questionFor('하나') };
    Object.defineProperty(request, 'signal', { get: () => expect.fail('the signal was read') });
    expect(await retry(testWorld())(scriptedModel(['A'])).generate(request)).toMatchObject({ text: 'A' });
  });

  it('asks for log-likelihoods again too, and gives a model no ability it lacks', async () => {
    let calls = 0;
    const ranking = {
      ...scriptedModel(['A']),
      logLikelihoods: async () => {
        calls += 1;
        if (calls === 1) throw passing();
        return [-1, -2];
      },
    };
    const { prompt, sample, signal } = questionFor('하나');
    const model = retry(testWorld())(ranking);
    expect(await model.logLikelihoods?.({ prompt, sample, signal, continuations: ['a', 'b'] })).toEqual([-1, -2]);
    expect('logLikelihoods' in retry(testWorld())(scriptedModel(['A']))).toBe(false);
  });
});
