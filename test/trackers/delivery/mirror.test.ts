import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discreet } from '../../../src/api/discreet.js';
import { HretError } from '../../../src/errors.js';
import { type Mirror, type MirrorOptions, mirrorTracker } from '../../../src/trackers/delivery/mirror.js';
import type { Parcel } from '../../../src/trackers/delivery/parcel.js';
import { Secrets } from '../../../src/util/redact.js';
import { tempDir } from '../../temp-dir.js';
import { type FastWorld, fastWorld } from '../fast-world.js';
import { trackedRun } from '../tracked-run.js';

const LONG_MS = 3_600_000;
let dir: Awaited<ReturnType<typeof tempDir>>;
let world: FastWorld;
let arrived: Parcel[];
beforeEach(async () => {
  dir = await tempDir();
  world = fastWorld();
  arrived = [];
});
afterEach(() => dir[Symbol.asyncDispose]());

function mirror(changes: Partial<MirrorOptions> = {}): Mirror {
  return mirrorTracker({
    name: 'fake',
    title: 'Fake',
    world,
    options: {},
    carrierFor: () => ({
      async deliver(parcels) {
        arrived.push(...parcels);
        return parcels.length;
      },
      link: () => 'http://fake/1',
    }),
    parcels(event, { step, snapshot }) {
      if (event.type === 'sample-end')
        return snapshot === undefined ? [] : [{ kind: 'metrics', body: { ...snapshot } }];
      return event.type === 'run-end' ? [{ kind: 'end', body: { step, error: event.record.error ?? '' } }] : [];
    },
    ...changes,
  });
}

describe('a mirror', () => {
  it('turns the due events of a run into parcels, and says where the run can be seen', async () => {
    const tracker = mirror();
    const { events } = await trackedRun(dir.path, { samples: 3 });
    for (const event of events) tracker.handle(event);
    expect(tracker.outcome?.()).toBeUndefined();
    await tracker.close(LONG_MS);
    expect(arrived.map(({ kind, event, body }) => [kind, event, body.step])).toEqual([
      ['metrics', 'sample-end', 1],
      ['metrics', 'sample-end', 2],
      ['end', 'run-end', 3],
    ]);
    expect(tracker.outcome?.()).toBe('Fake: http://fake/1');
  });

  it('takes secrets out of parcels, of which there are few, and leaves the events as they are', async () => {
    const secrets = new Secrets();
    secrets.add('sk-0123456789');
    const tracker = mirror();
    expect(discreet(tracker, secrets)).toBe(tracker);
    const { events, ended, folder } = await trackedRun(dir.path, { samples: 1 });
    for (const event of events.slice(0, -1)) tracker.handle(event);
    tracker.handle({ type: 'run-end', record: { ...ended, error: 'bad key sk-0123456789' } });
    await tracker.close(LONG_MS);
    expect(arrived.at(-1)?.body.error).toBe('bad key [redacted]');
    expect(readFileSync(join(folder.path, 'trackers', 'fake', 'outbox.jsonl'), 'utf8')).not.toContain('sk-0123456789');
  });

  it('says at once when the system refuses, and that nothing is lost', async () => {
    const refusing = {
      async deliver(): Promise<number> {
        throw new HretError('not_available', 'Fake answered 403.');
      },
    };
    const tracker = mirror({ carrierFor: () => refusing });
    for (const event of (await trackedRun(dir.path, { samples: 3 })).events) tracker.handle(event);
    await tracker.close(LONG_MS);
    expect(world.warnings).toEqual([
      'Fake: Fake answered 403. The run goes on; what could not be delivered is kept with it.',
    ]);
  });

  it('waits long for a system that is down at the end of one run only, until it is up again', async () => {
    let isDown = true;
    const carrier = {
      async deliver(parcels: readonly Parcel[]): Promise<number> {
        if (isDown) throw new HretError('not_available', 'Fake is down.', { isRetryable: true });
        return parcels.length;
      },
    };
    const asked: number[] = [];
    const slow = {
      ...world,
      sleep: (ms: number, signal?: AbortSignal) => world.sleep(asked[asked.push(ms) - 1] ?? 0, signal),
    };
    const closeOne = async (runId: string) => {
      const tracker = mirror({ carrierFor: () => carrier, world: slow });
      for (const event of (await trackedRun(dir.path, { samples: 2, record: { runId } })).events) tracker.handle(event);
      asked.length = 0;
      await tracker.close(20_000);
      return { left: tracker.delivery?.left, waited: Math.max(...asked) };
    };
    const [first, second] = [await closeOne('one'), await closeOne('two')];
    isDown = false;
    const third = await closeOne('three');
    isDown = true;
    const fourth = await closeOne('four');
    expect([first, second, third, fourth].map(({ left }) => left)).toEqual([2, 2, 0, 2]);
    for (const { waited } of [first, fourth]) expect(waited).toBeGreaterThan(10_000);
    expect(second.waited).toBeLessThanOrEqual(3000);
  });

  it('has nothing to deliver from when the run is kept in memory, and says so', async () => {
    const tracker = mirror();
    for (const event of (await trackedRun(dir.path, { samples: 1 })).events)
      tracker.handle(event.type === 'run-start' ? { type: 'run-start', record: event.record } : event);
    await tracker.close(LONG_MS);
    expect(world.warnings).toEqual([expect.stringContaining('kept in memory')]);
    expect(tracker.outcome?.()).toBeUndefined();
  });
});
