import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Audience, follow } from '../../src/core/follow.js';
import type { RunRecord } from '../../src/core/run-record.js';
import type { RunEvent, Tracker } from '../../src/core/tracker.js';
import { beginningOf, endOf } from '../trackers/tracked-run.js';

const begun = beginningOf();
const ended = endOf(begun, 0);

async function* events(): AsyncGenerator<RunEvent, RunRecord, undefined> {
  yield { type: 'run-start', record: begun };
  yield { type: 'run-end', record: ended };
  return ended;
}

/** A sleep in a world where a second takes a millisecond. */
const sleep = async (ms: number, signal?: AbortSignal) => {
  await wait(ms / 1000, undefined, signal === undefined ? {} : { signal });
};
const hanging: Tracker = { name: 'hanging', handle: () => new Promise(() => {}) };

describe('following a run', () => {
  it('tells trackers where the run is kept', async () => {
    const folder = { path: '/runs/x', async *results() {} };
    const heard: RunEvent[] = [];
    await follow(events(), [{ name: 'ear', handle: (event) => void heard.push(event) }], () => {}, { folder });
    expect(heard[0]).toEqual({ type: 'run-start', record: begun, folder });
  });

  it('closes all trackers at once, so that the slowest one decides', async () => {
    const order: string[] = [];
    const closing = (name: string, ms: number): Tracker => ({
      name,
      handle() {},
      async [Symbol.asyncDispose]() {
        order.push(`${name} begins`);
        await wait(ms);
        order.push(`${name} ends`);
      },
    });
    await follow(events(), [closing('slow', 30), closing('quick', 1)], () => {}, { sleep });
    expect(order).toEqual(['slow begins', 'quick begins', 'quick ends', 'slow ends']);
  });

  it('does not wait for ever for a tracker that does not end, and says so; the others are not disturbed', async () => {
    const warnings: string[] = [];
    let isClosed = false;
    const other: Tracker = {
      name: 'other',
      handle() {},
      async close() {
        isClosed = true;
      },
    };
    const record = await follow(events(), [hanging, other], (message) => void warnings.push(message), { sleep });
    expect(record).toBe(ended);
    expect(isClosed).toBe(true);
    expect(warnings).toEqual([expect.stringMatching(/"hanging" failed .*did not come to an end in time/)]);
  });

  it('waits for moments only once somebody waits', async () => {
    const asked: number[] = [];
    const hurry = new AbortController();
    const audience = new Audience([hanging], () => {});
    audience.hear({ type: 'run-start', record: begun });
    const closed = audience.close({
      sleep: async (ms, signal) => {
        asked.push(ms);
        return asked.length > 1 ? undefined : wait(2 ** 30, undefined, { ...(signal && { signal }) });
      },
      hurry: hurry.signal,
    });
    await wait(1);
    expect(asked).toEqual([35_000]);
    hurry.abort();
    await closed;
    expect(asked).toEqual([35_000, 5000]);
  });

  it('asks a tracker that can be hurried to close, and hands it the signal', async () => {
    const hurry = new AbortController();
    const asked: unknown[] = [];
    const tracker: Tracker = {
      name: 'mirror',
      handle() {},
      async close(limitMs, signal) {
        asked.push([limitMs, signal]);
      },
      async [Symbol.asyncDispose]() {
        asked.push('disposed');
      },
    };
    await follow(events(), [tracker], () => {}, { sleep, hurry: hurry.signal });
    expect(asked).toEqual([[30_000, hurry.signal]]);
  });

  it('closes a tracker that has failed, too', async () => {
    const log: string[] = [];
    const tracker: Tracker = {
      name: 'fragile',
      handle() {
        throw new Error('no');
      },
      async [Symbol.asyncDispose]() {
        log.push('closed');
      },
    };
    await follow(events(), [tracker], (message) => void log.push(message), { sleep });
    expect(log).toEqual(['the tracker "fragile" failed and hears nothing more of this run: no', 'closed']);
  });
});
