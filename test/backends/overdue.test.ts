import { describe, expect, it } from 'vitest';
import { Overdue, Waiting } from '../../src/backends/overdue.js';
import { fastRandom } from '../../src/util/random.js';

class Request extends Waiting {
  gaveUpAfter: number | undefined;

  override giveUp(waitedMs: number): void {
    this.gaveUpAfter = waitedMs;
  }
}

/** A clock and timers moved by hand. */
function stage(limit: () => number) {
  let clock = 0;
  let timers = 0;
  let pending: { readonly at: number; readonly fire: () => void }[] = [];
  const overdue = new Overdue({
    limitMs: limit,
    now: () => clock,
    startTimer: (fire, delayMs) => {
      timers += 1;
      pending.push({ at: clock + delayMs, fire });
    },
  });
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
  const begin = () => {
    const request = new Request();
    overdue.begin(request);
    return request;
  };
  return { overdue, begin, pass, timers: () => timers, pending: () => pending.length };
}

describe('what is overdue', () => {
  it('is told once, when the limit is reached and not before', () => {
    const { begin, pass } = stage(() => 2_500);
    const waiting = begin();
    pass(2_499);
    expect(waiting.gaveUpAfter).toBeUndefined();
    pass(1);
    expect(waiting.gaveUpAfter).toBe(2_500);
    waiting.gaveUpAfter = undefined;
    begin();
    pass(60_000);
    expect(waiting.gaveUpAfter).toBeUndefined();
  });

  it('is each request by its own age', () => {
    const { begin, pass } = stage(() => 2_500);
    const old = begin();
    pass(1_800);
    const young = begin();
    pass(700);
    expect([old.gaveUpAfter, young.gaveUpAfter]).toEqual([2_500, undefined]);
    pass(1_800);
    expect(young.gaveUpAfter).toBe(2_500);
  });

  it('is nothing that has ended', () => {
    const { overdue, begin, pass } = stage(() => 2_500);
    const waiting = begin();
    pass(400);
    expect(overdue.end(waiting)).toBe(400);
    pass(60_000);
    expect(waiting.gaveUpAfter).toBeUndefined();
  });

  it('is found among others that end in any order', () => {
    const { overdue, begin, pass } = stage(() => 2_500);
    const random = fastRandom(7);
    const all: Request[] = [];
    const ended = new Set<Request>();
    for (let turn = 0; turn < 300; turn += 1) {
      all.push(begin());
      const lucky = all[Math.floor(random() * all.length)];
      if (lucky !== undefined && random() < 0.8) {
        overdue.end(lucky);
        if (lucky.gaveUpAfter === undefined) ended.add(lucky);
      }
      pass(25);
    }
    pass(10_000);
    for (const request of all) expect(request.gaveUpAfter === undefined).toBe(ended.has(request));
    expect(ended.size).toBeGreaterThan(50);
    expect(ended.size).toBeLessThan(250);
  });

  it('is found within a second when the limit shrinks meanwhile', () => {
    let limit = 300_000;
    const { begin, pass } = stage(() => limit);
    const waiting = begin();
    pass(20_000);
    limit = 10_000;
    pass(1_000);
    expect(waiting.gaveUpAfter).toBeLessThanOrEqual(21_000);
  });

  it('takes one timer however many requests are in flight, and none when there are none', () => {
    const { overdue, begin, pass, timers, pending } = stage(() => 2_500);
    const all = Array.from({ length: 500 }, begin);
    expect(timers()).toBe(1);
    for (const waiting of all) overdue.end(waiting);
    pass(1_000);
    expect(pending()).toBe(0);
    begin();
    expect(pending()).toBe(1);
  });
});
