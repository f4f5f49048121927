import { describe, expect, it } from 'vitest';
import { patience } from '../../src/backends/patience.js';
import type { GenerateRequest, Generation, Model } from '../../src/core/model.js';
import { questionFor } from '../contracts/model.js';

/** A model whose answers are given by hand, on a clock that is moved by hand. */
function stage() {
  let clock = 0;
  let timers = 0;
  let pending: { readonly at: number; readonly fire: () => void }[] = [];
  const open: { readonly request: GenerateRequest; readonly answer: () => void }[] = [];
  const slow: Model = {
    id: 'slow',
    generate: (request) =>
      new Promise<Generation>((resolve, reject) => {
        open.push({ request, answer: () => resolve({ text: 'A', finish: 'stop' }) });
        request.signal.addEventListener('abort', () => reject(request.signal.reason));
      }),
  };
  const startTimer = (fire: () => void, delayMs: number) => {
    timers += 1;
    pending.push({ at: clock + delayMs, fire });
  };
  const model = patience({ now: () => clock, startTimer })(slow);
  const pass = (ms: number) => {
    const end = clock + ms;
    for (;;) {
      const [next] = pending.toSorted((a, b) => a.at - b.at);
      if (next === undefined || next.at > end) break;
      clock = next.at;
      pending = pending.filter((timer) => timer !== next);
      next.fire();
    }
    clock = end;
  };
  const ask = (signal = new AbortController().signal) => {
    const answer = model.generate(questionFor('하나', signal));
    const state = { settled: false };
    answer.then(
      () => (state.settled = true),
      () => (state.settled = true),
    );
    return { answer, state };
  };
  const answered = async (count: number, tookMs: number) => {
    for (let n = 0; n < count; n += 1) {
      const { answer } = ask();
      pass(tookMs);
      open.at(-1)?.answer();
      await answer;
    }
  };
  const turns = () => new Promise((resolve) => setImmediate(resolve));
  return { model, open, ask, pass, answered, turns, timers: () => timers, pending: () => pending.length };
}

describe('patience', () => {
  it('waits 20 times the slowest of the last answers, then takes the request for a hang', async () => {
    const { ask, pass, answered, turns } = stage();
    await answered(20, 700);
    const { answer, state } = ask();
    pass(13_900);
    await turns();
    expect(state.settled).toBe(false);
    pass(1_100);
    await expect(answer).rejects.toMatchObject({
      code: 'timeout',
      isRetryable: true,
      message: expect.stringMatching(
        /^slow: no answer after 14\.\d s, while the slowest of the last 20 answers took 0\.7 s; .*timeoutMs/,
      ),
    });
  });

  it('waits at least 10 seconds, however fast the model is', async () => {
    const { ask, pass, answered, turns } = stage();
    await answered(30, 5);
    const { answer, state } = ask();
    pass(9_900);
    await turns();
    expect(state.settled).toBe(false);
    pass(1_100);
    await expect(answer).rejects.toThrow('taken for a hang');
  });

  it.each([
    ['few answers are known', 19, 5],
    ['the answers are slow', 25, 60_000],
  ])('waits 300 seconds when %s', async (_, count, tookMs) => {
    const { ask, pass, answered, turns } = stage();
    await answered(count, tookMs);
    const { answer, state } = ask();
    pass(299_900);
    await turns();
    expect(state.settled).toBe(false);
    pass(1_100);
    await expect(answer).rejects.toThrow('300');
  });

  it('forgets answers older than the last hundred', async () => {
    const { ask, pass, answered } = stage();
    await answered(20, 5_000);
    await answered(100, 100);
    const { answer } = ask();
    pass(11_000);
    await expect(answer).rejects.toThrow('slowest of the last 100 answers took 0.1 s');
  });

  it('shortens its wait for requests that are already in flight', async () => {
    const { ask, pass, answered } = stage();
    const { answer } = ask();
    await answered(20, 5);
    pass(11_000);
    await expect(answer).rejects.toThrow('taken for a hang');
  });

  it('aborts the request it gives up, and leaves the others alone', async () => {
    const { open, ask, pass, answered, turns } = stage();
    await answered(20, 100);
    const hanging = ask();
    pass(9_000);
    const young = ask();
    pass(2_000);
    await expect(hanging.answer).rejects.toThrow('hang');
    expect(open.at(-2)?.request.signal.aborted).toBe(true);
    await turns();
    expect(young.state.settled).toBe(false);
    expect(open.at(-1)?.request.signal.aborted).toBe(false);
  });

  it('passes an abort on with its reason', async () => {
    const { open, ask } = stage();
    const controller = new AbortController();
    const { answer } = ask(controller.signal);
    const reason = new Error('stopped');
    controller.abort(reason);
    await expect(answer).rejects.toBe(reason);
    expect(open[0]?.request.signal.reason).toBe(reason);
  });

  it('does not let an abort that comes after the answer reach the next request', async () => {
    const { open, ask } = stage();
    const first = new AbortController();
    const answered = ask(first.signal);
    open[0]?.answer();
    await answered.answer;
    ask();
    first.abort(new Error('too late'));
    expect(open[1]?.request.signal.aborted).toBe(false);
  });

  it('runs one timer however many requests are in flight, and none when there are none', async () => {
    const { open, ask, pass, timers, pending } = stage();
    const answers = Array.from({ length: 500 }, () => ask().answer);
    expect(timers()).toBe(1);
    for (const { answer } of open) answer();
    await Promise.all(answers);
    pass(1_000);
    expect(pending()).toBe(0);
  });
});
