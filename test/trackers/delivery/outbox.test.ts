import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HretError } from '../../../src/errors.js';
import { Outbox, type OutboxOptions } from '../../../src/trackers/delivery/outbox.js';
import { OutboxFiles, stateOfRun } from '../../../src/trackers/delivery/outbox-files.js';
import { takeOutboxLock } from '../../../src/trackers/delivery/outbox-lock.js';
import type { Carrier, CarrierState, Parcel } from '../../../src/trackers/delivery/parcel.js';
import { tempDir } from '../../temp-dir.js';
import { fastWorld } from '../fast-world.js';

const LONG_MS = 3_600_000;

let dir: Awaited<ReturnType<typeof tempDir>>;
beforeEach(async () => {
  dir = await tempDir();
});
afterEach(() => dir[Symbol.asyncDispose]());

const folder = () => ({ path: join(dir.path, 'runs', 'run-1'), async *results() {} });
const own = () => join(folder().path, 'trackers', 'fake');
const linesOf = () => readFileSync(join(own(), 'outbox.jsonl'), 'utf8').split('\n').slice(0, -1);
const stored = () => JSON.parse(readFileSync(join(own(), 'state.json'), 'utf8'));

/** A system that takes parcels, once `answer` lets it. */
class FakeSystem implements Carrier {
  readonly calls: number[][] = [];
  readonly arrived: number[] = [];
  readonly states: CarrierState[] = [];
  isClosed = false;
  answer: (parcels: readonly Parcel[], state: CarrierState) => number | Promise<number> = (parcels) => parcels.length;

  async deliver(parcels: readonly Parcel[], state: CarrierState): Promise<number> {
    this.calls.push(parcels.map(({ seq }) => seq));
    this.states.push({ ...state });
    const done = await this.answer(parcels, state);
    this.arrived.push(...parcels.slice(0, done).map(({ seq }) => seq));
    return done;
  }

  link(state: CarrierState): string | undefined {
    return typeof state.id === 'string' ? `http://fake/${state.id}` : undefined;
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

const down = () => {
  throw new HretError('not_available', 'the system is down', { isRetryable: true });
};
const refuse = () => {
  throw new HretError('not_available', 'the system answered 403');
};

function optionsFor(system: FakeSystem, changes: Partial<OutboxOptions> = {}): OutboxOptions {
  const { now, sleep, random } = fastWorld();
  return {
    tracker: 'fake',
    options: { project: 'p' },
    folder: folder(),
    carrier: () => system,
    world: { now, sleep, random },
    ...changes,
  };
}

/** Appends parcels of one kind, each by itself. */
function fill(outbox: Outbox, count: number): void {
  for (let place = 0; place < count; place++) outbox.append([{ kind: 'metrics', body: { place } }], 'sample-end');
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe('an outbox', () => {
  it('has a parcel on the disk before anybody is asked to deliver it', async () => {
    const system = new FakeSystem();
    let onDisk: string[] = [];
    system.answer = (parcels) => {
      onDisk = linesOf();
      return parcels.length;
    };
    const outbox = Outbox.open(optionsFor(system));
    outbox.append([{ kind: 'start', body: { name: '한글' } }], 'run-start');
    expect(linesOf().map((line) => JSON.parse(line))).toEqual([
      { seq: 0, kind: 'start', event: 'run-start', body: { name: '한글' } },
    ]);
    expect(system.calls).toEqual([]);
    await outbox.close(LONG_MS);
    expect(onDisk).toHaveLength(1);
    expect(system.arrived).toEqual([0]);
  });

  it('delivers in order, what has come meanwhile together, one delivery at a time', async () => {
    const system = new FakeSystem();
    let atOnce = 0;
    system.answer = async (parcels) => {
      expect(++atOnce).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atOnce--;
      return Math.min(parcels.length, 3);
    };
    const outbox = Outbox.open(optionsFor(system));
    fill(outbox, 1);
    await until(() => system.calls.length === 1);
    fill(outbox, 7);
    expect(await outbox.close(LONG_MS)).toEqual({ delivered: 8, left: 0 });
    expect(system.arrived).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(system.calls.length).toBeLessThanOrEqual(4);
  });

  it('notes down how far it has come and what the carrier remembers, before the next call', async () => {
    const system = new FakeSystem();
    const seen: unknown[] = [];
    system.answer = (_, state) => {
      seen.push(existsSync(join(own(), 'state.json')) ? stored() : undefined);
      state.id = 'abc';
      state.offset = Number(state.offset ?? 0) + 1;
      return 1;
    };
    const outbox = Outbox.open(optionsFor(system));
    fill(outbox, 2);
    expect(await outbox.close(LONG_MS)).toEqual({ delivered: 2, left: 0, link: 'http://fake/abc' });
    expect(seen).toEqual([undefined, { delivered: 1, state: { id: 'abc', offset: 1 } }]);
    expect(stored()).toEqual({ delivered: 2, state: { id: 'abc', offset: 2 } });
    expect(stateOfRun({ ...folder(), path: join(dir.path, 'runs', 'child') }, 'run-1', 'fake')).toEqual({
      id: 'abc',
      offset: 2,
    });
  });

  it('keeps what the carrier learned in a delivery that failed', async () => {
    const system = new FakeSystem();
    system.answer = (parcels, state) => {
      if (state.id !== undefined) return parcels.length;
      state.id = 'made';
      return down();
    };
    const outbox = Outbox.open(optionsFor(system));
    fill(outbox, 1);
    await outbox.close(LONG_MS);
    expect(system.states).toEqual([{}, { id: 'made' }]);
  });

  it('tries again what may pass, waiting longer each time, and forgets the failures when one arrives', async () => {
    const system = new FakeSystem();
    const waits: number[] = [];
    const { now, sleep } = fastWorld();
    system.answer = (parcels) => (system.calls.length < 5 ? down() : parcels.length);
    const outbox = Outbox.open(
      optionsFor(system, {
        world: {
          now,
          sleep: (ms, signal) => {
            waits.push(ms);
            return sleep(ms, signal);
          },
          random: () => 1,
        },
      }),
    );
    fill(outbox, 1);
    await until(() => system.arrived.length === 1);
    expect(waits.slice(0, 4)).toEqual([500, 1000, 2000, 4000]);
    expect(await outbox.close(LONG_MS)).toEqual({ delivered: 1, left: 0 });
  });

  it('waits as long as the system asks for, also when it is being closed', async () => {
    const system = new FakeSystem();
    const { now, sleep, random } = fastWorld();
    const times: number[] = [];
    system.answer = (parcels) => {
      times.push(now());
      if (times.length > 1) return parcels.length;
      throw new HretError('not_available', 'busy', { isRetryable: true, retryAfterMs: 9000 });
    };
    const outbox = Outbox.open(optionsFor(system, { world: { now, sleep, random } }));
    fill(outbox, 1);
    expect(await outbox.close(LONG_MS)).toEqual({ delivered: 1, left: 0 });
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(9000);
  });

  it('does not wait at its end for longer than it has', async () => {
    const system = new FakeSystem();
    const { now, sleep, random } = fastWorld();
    const asked: number[] = [];
    const remembering = (ms: number, signal?: AbortSignal) => sleep(asked[asked.push(ms) - 1] ?? 0, signal);
    system.answer = () => {
      throw new HretError('not_available', 'busy for an hour', { isRetryable: true, retryAfterMs: LONG_MS });
    };
    const outbox = Outbox.open(optionsFor(system, { world: { now, sleep: remembering, random } }));
    fill(outbox, 1);
    expect(await outbox.close(10_000)).toEqual({ delivered: 0, left: 1, reason: 'busy for an hour' });
    expect(system.calls).toHaveLength(1);
    expect(Math.max(...asked)).toBeLessThanOrEqual(10_000);
  });

  it('ends the delivery when the system refuses, tells it once, and keeps taking parcels', async () => {
    const system = new FakeSystem();
    const told: string[] = [];
    system.answer = refuse;
    const outbox = Outbox.open(optionsFor(system, { onRefused: (reason) => void told.push(reason) }));
    fill(outbox, 1);
    await until(() => told.length === 1);
    fill(outbox, 3);
    expect(await outbox.close(LONG_MS)).toEqual({ delivered: 0, left: 4, reason: 'the system answered 403' });
    expect(told).toEqual(['the system answered 403']);
    expect(system.calls).toHaveLength(1);
    expect(linesOf()).toHaveLength(4);
  });

  it('does not go round in circles when a carrier delivers nothing and says nothing', async () => {
    const system = new FakeSystem();
    system.answer = () => 0;
    const outbox = Outbox.open(optionsFor(system));
    fill(outbox, 1);
    expect(await outbox.close(LONG_MS)).toMatchObject({ left: 1, reason: /nobody said why/ });
    expect(system.calls).toHaveLength(1);
  });

  it('leaves a system that never answers when the time is up, and closes it', async () => {
    const system = new FakeSystem();
    system.answer = () => new Promise(() => {});
    const outbox = Outbox.open(optionsFor(system));
    fill(outbox, 2);
    expect(await outbox.close(1000)).toEqual({ delivered: 0, left: 2, reason: 'there was not enough time' });
    expect(system.isClosed).toBe(true);
    expect(existsSync(join(own(), 'lock'))).toBe(false);
  });

  it('is closed within moments once somebody waits', async () => {
    const system = new FakeSystem();
    const hurry = new AbortController();
    const { now, sleep, random } = fastWorld();
    system.answer = () => new Promise(() => {});
    const outbox = Outbox.open(optionsFor(system, { world: { now, sleep, random } }));
    fill(outbox, 1);
    await until(() => system.calls.length === 1);
    const closed = outbox.close(LONG_MS, hurry.signal);
    hurry.abort();
    expect(await closed).toMatchObject({ left: 1 });
  });

  it('takes no more parcels once it is being closed', async () => {
    const outbox = Outbox.open(optionsFor(new FakeSystem()));
    const closed = outbox.close(LONG_MS);
    expect(() => fill(outbox, 1)).toThrow(/was closed/);
    await closed;
  });

  it('with nothing in it asks nobody', async () => {
    const system = new FakeSystem();
    const outbox = Outbox.open(optionsFor(system));
    expect(await outbox.close(LONG_MS)).toEqual({ delivered: 0, left: 0 });
    expect(system.calls).toEqual([]);
  });
});

describe('an outbox that is opened again', () => {
  async function leftBehind(count: number, delivered: number): Promise<void> {
    const system = new FakeSystem();
    system.answer = (_, state) => {
      state.id = 'abc';
      return system.arrived.length < delivered ? 1 : refuse();
    };
    const outbox = Outbox.open(optionsFor(system));
    fill(outbox, count);
    await outbox.close(LONG_MS);
  }

  it('delivers what is left and nothing twice', async () => {
    await leftBehind(5, 2);
    const system = new FakeSystem();
    expect(await Outbox.reopen(optionsFor(system)).drain(LONG_MS)).toEqual({
      delivered: 3,
      left: 0,
      link: 'http://fake/abc',
    });
    expect(system.arrived).toEqual([2, 3, 4]);
    const again = new FakeSystem();
    expect(await Outbox.reopen(optionsFor(again)).drain(LONG_MS)).toMatchObject({ delivered: 0, left: 0 });
    expect(again.calls).toEqual([]);
  });

  it('cuts off a line that a crash left unfinished, and goes on with the number it would have had', async () => {
    await leftBehind(2, 2);
    appendFileSync(join(own(), 'outbox.jsonl'), '{"seq":2,"kind":"metr\ud800');
    const system = new FakeSystem();
    const outbox = Outbox.open(optionsFor(system));
    expect(outbox.earlier).toHaveLength(2);
    fill(outbox, 1);
    await outbox.close(LONG_MS);
    expect(system.calls).toEqual([[2]]);
    expect(linesOf().map((line) => JSON.parse(line).seq)).toEqual([0, 1, 2]);
  });

  it('delivers anew parcels that were made after a power loss had taken delivered ones', async () => {
    await leftBehind(4, 4);
    writeFileSync(join(own(), 'outbox.jsonl'), `${linesOf().slice(0, 2).join('\n')}\n`);
    const system = new FakeSystem();
    const outbox = Outbox.open(optionsFor(system));
    fill(outbox, 1);
    await outbox.close(LONG_MS);
    expect(system.arrived).toEqual([2]);
  });

  it.each([
    ['outbox.jsonl', '{"seq":0}\n', /outbox\.jsonl:1 is no parcel/],
    [
      'outbox.jsonl',
      '{"seq":7,"kind":"start","body":{}}\n',
      /outbox\.jsonl:1 is no parcel: expected the number 0, got 7/,
    ],
  ])('says where %s is broken', async (file, content, message) => {
    await leftBehind(1, 0);
    writeFileSync(join(own(), file), content);
    expect(() => Outbox.reopen(optionsFor(new FakeSystem()))).toThrow(message);
  });

  it('says that state.json is broken, and what to do', async () => {
    await leftBehind(1, 0);
    writeFileSync(join(own(), 'state.json'), '{');
    const delivery = await Outbox.reopen(optionsFor(new FakeSystem())).drain(LONG_MS);
    expect(delivery).toMatchObject({
      left: 1,
      reason: /state\.json cannot be read.*Delete it to deliver everything again/s,
    });
  });

  it('gives up after some failures in a row, so that a system that is down holds nobody up', async () => {
    await leftBehind(1, 0);
    const system = new FakeSystem();
    system.answer = down;
    expect(await Outbox.reopen(optionsFor(system)).drain(LONG_MS)).toMatchObject({
      left: 1,
      reason: 'the system is down',
    });
    expect(system.calls).toHaveLength(5);
  });

  it('takes all the time it needs as long as something arrives', async () => {
    await leftBehind(6, 0);
    const system = new FakeSystem();
    const { sleep } = fastWorld();
    system.answer = async () => {
      await sleep(20_000);
      return 1;
    };
    expect(await Outbox.reopen(optionsFor(system)).drain(80_000)).toEqual({
      delivered: 6,
      left: 0,
      link: 'http://fake/abc',
    });
  });

  it('writes down how it is made again', async () => {
    await leftBehind(1, 0);
    expect(new OutboxFiles(own()).tracker()).toEqual({ tracker: 'fake', options: { project: 'p' } });
  });
});

describe('the lock', () => {
  const path = () => join(dir.path, 'lock');
  const since = '2026-01-01T00:00:00.000Z';
  const held = (holder: object) => writeFileSync(path(), JSON.stringify({ since, ...holder }));
  const take = () => takeOutboxLock(path(), Date.parse(since));

  it('keeps a second delivery out until the first has ended, also in the same process', async () => {
    const [first, second] = [new FakeSystem(), new FakeSystem()];
    let finish = (_: number) => {};
    first.answer = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    const outbox = Outbox.open(optionsFor(first));
    fill(outbox, 1);
    await until(() => first.calls.length === 1);
    expect(await Outbox.reopen(optionsFor(second)).drain(LONG_MS)).toMatchObject({
      left: 1,
      reason: expect.stringContaining(`process ${process.pid} on ${hostname()} is delivering it`),
    });
    finish(1);
    await outbox.close(LONG_MS);
    expect(await Outbox.reopen(optionsFor(second)).drain(LONG_MS)).toMatchObject({ delivered: 0, left: 0 });
    expect(second.calls).toEqual([]);
  });

  it('of a dead process is taken over', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    held({ pid, host: hostname(), began: '1' });
    take();
    expect(JSON.parse(readFileSync(path(), 'utf8')).pid).toBe(process.pid);
  });

  it.runIf(process.platform === 'linux')('of a dead process whose number another one has now is taken over', () => {
    held({ pid: process.pid, host: hostname(), began: '1' });
    take();
    expect(JSON.parse(readFileSync(path(), 'utf8')).began).not.toBe('1');
  });

  it.each([
    ['on another host', { pid: 1, host: 'elsewhere', began: null }, /process 1 on elsewhere/],
    ['that cannot be read', { some: 'thing' }, /another process/],
  ])('of a process %s is respected, with the file to delete', (_, holder, message) => {
    held(holder);
    expect(take).toThrow(message);
    expect(take).toThrow(`delete ${path()}`);
    expect(existsSync(path())).toBe(true);
  });
});
