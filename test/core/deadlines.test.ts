import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deadlines } from '../../src/core/deadlines.js';
import { HretError } from '../../src/errors.js';

const never = () => new Promise<never>(() => {});
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('Deadlines', () => {
  it('gives the result of work that is in time', async () => {
    using deadlines = new Deadlines(1000);
    await expect(deadlines.run(async () => 'answer')).resolves.toBe('answer');
  });

  it('fails work that is late, and tells its signal', async () => {
    using deadlines = new Deadlines(20);
    let signal: AbortSignal | undefined;
    const late = deadlines.run((attempt) => {
      signal = attempt.signal;
      return never();
    });
    const failed = expect(late).rejects.toMatchObject({
      code: 'timeout',
      message: 'no answer within 20 ms (timeoutMs)',
    });
    await pass(19);
    expect(signal?.aborted).toBe(false);
    await pass(1);
    await failed;
    expect(signal?.aborted).toBe(true);
  });

  it('measures every piece of work from its own start', async () => {
    using deadlines = new Deadlines(60);
    const first = deadlines.run(never);
    const failed = first.catch((error: HretError) => error.code);
    await pass(40);
    let answer = (_: string) => {};
    const second = deadlines.run(
      () =>
        new Promise<string>((resolve) => {
          answer = resolve;
        }),
    );
    await pass(45);
    expect(await failed).toBe('timeout');
    answer('in time');
    await expect(second).resolves.toBe('in time');
  });

  it('starts its timer again after a quiet time', async () => {
    using deadlines = new Deadlines(15);
    await deadlines.run(async () => 1);
    await pass(30);
    const failed = expect(deadlines.run(never)).rejects.toMatchObject({ code: 'timeout' });
    await pass(15);
    await failed;
  });

  it('aborts what is in flight and refuses what comes later', async () => {
    using deadlines = new Deadlines(1000);
    const stopped = new HretError('interrupted', 'stopped');
    const inFlight = deadlines.run(never);
    const failed = expect(inFlight).rejects.toBe(stopped);
    deadlines.abort(stopped);
    await failed;
    await expect(deadlines.run(async () => 1)).rejects.toBe(stopped);
  });

  it('gives an aborted signal to work that first asks for it when it is too late', async () => {
    using deadlines = new Deadlines(10);
    let seen: { readonly signal: AbortSignal } | undefined;
    const late = deadlines.run((attempt) => {
      seen = attempt;
      return never();
    });
    const failed = expect(late).rejects.toMatchObject({ code: 'timeout' });
    await pass(10);
    await failed;
    expect(seen?.signal.aborted).toBe(true);
  });
});
