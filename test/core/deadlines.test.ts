import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Deadlines } from '../../src/core/deadlines.js';
import { HretError } from '../../src/errors.js';

const never = () => new Promise<never>(() => {});

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
    await expect(late).rejects.toMatchObject({ code: 'timeout', message: 'no answer within 20 ms (timeoutMs)' });
    expect(signal?.aborted).toBe(true);
  });

  it('measures every piece of work from its own start', async () => {
    using deadlines = new Deadlines(60);
    const first = deadlines.run(never);
    const failed = first.catch((error: HretError) => error.code);
    await sleep(40);
    const second = deadlines.run(() => sleep(45, 'in time'));
    expect(await failed).toBe('timeout');
    await expect(second).resolves.toBe('in time');
  });

  it('starts its timer again after a quiet time', async () => {
    using deadlines = new Deadlines(15);
    await deadlines.run(async () => 1);
    await sleep(30);
    await expect(deadlines.run(never)).rejects.toMatchObject({ code: 'timeout' });
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
    let seen: AbortSignal | undefined;
    const late = deadlines.run(async (attempt) => {
      await sleep(30);
      seen = attempt.signal;
    });
    await expect(late).rejects.toMatchObject({ code: 'timeout' });
    await sleep(40);
    expect(seen?.aborted).toBe(true);
  });
});
