import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Heartbeat } from '../../../src/trackers/wandb/heartbeat.js';

describe('the heartbeat of a run', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('goes on until it is stopped, also when a beat fails', async () => {
    let beats = 0;
    const heart = new Heartbeat(async () => {
      beats++;
      throw new Error('the server is down');
    });
    heart.start();
    heart.start();
    await vi.advanceTimersByTimeAsync(90_000);
    expect(beats).toBe(3);
    await heart.stop();
    await vi.advanceTimersByTimeAsync(90_000);
    expect(beats).toBe(3);
  });

  it('has stopped only when the last beat has arrived', async () => {
    let arrive = () => {};
    const heart = new Heartbeat(() => new Promise((resolve) => (arrive = resolve)));
    heart.start();
    await vi.advanceTimersByTimeAsync(30_000);
    let hasStopped = false;
    const stopped = heart.stop().then(() => {
      hasStopped = true;
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(hasStopped).toBe(false);
    arrive();
    await stopped;
  });
});
