/**
 * What every tracker that speaks to a service over HTTP promises: whatever happens to the service or to the process, the
 * service holds in the end exactly what an undisturbed run leaves there. To use it, give it a fake service:
 *
 *     describeTracker({
 *       name: 'mlflow',
 *       plugin,                                             // the TrackerPlugin
 *       start: async () => ({ url, stored: () => …, close: async () => {} }),   // a fake service on loopback, empty
 *       settings: (url) => ({ options: { … }, env: { MLFLOW_TRACKING_URI: url, MLFLOW_TRACKING_TOKEN: secret } }),
 *       secrets: [secret],                                  // what of the settings must be in no file
 *     });
 *
 * `stored()` is everything the service holds, as JSON, without what differs from run to run by nature: times, ids the
 * service makes up, and in which order several runs came in (sort them by name). A proxy stands between the tracker and the service, so the fake needs no faults of its own; `url` of
 * `settings` is the proxy's. The world is real but for its clock, which is fast.
 */
import { cpSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/json.js';
import type { TrackerPlugin } from '../../src/core/plugin.js';
import { parseOptions } from '../../src/core/plugin-options.js';
import type { RunEvent } from '../../src/core/tracker.js';
import { isMirror } from '../../src/trackers/delivery/is-mirror.js';
import type { Mirror } from '../../src/trackers/delivery/mirror.js';
import { OutboxFiles, outboxFolder } from '../../src/trackers/delivery/outbox-files.js';
import { RunningMean } from '../../src/util/running-mean.js';
import { tempDir } from '../temp-dir.js';
import { type FastWorld, fastWorld } from '../trackers/fast-world.js';
import { type TrackedRun, trackedRun } from '../trackers/tracked-run.js';
import { until } from '../until.js';
import { type FaultProxy, startFaultProxy } from './fault-proxy.js';

export interface FakeService {
  readonly url: string;
  stored(): Json | Promise<Json>;
  close(): Promise<void>;
}

export interface TrackerSettings {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
}

export interface TrackerUnderTest {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: the options are the plugin's own affair
  readonly plugin: TrackerPlugin<any>;
  start(): Promise<FakeService>;
  settings(url: string): TrackerSettings;
  readonly secrets: readonly string[];
}

/** More than any test needs, by the clock of the world. */
const LONG_MS = 3_600_000;
const SAMPLES = 8;
const MOST_KILLS = 12;

export function describeTracker(subject: TrackerUnderTest): void {
  describe(`the tracker ${subject.name}, over HTTP`, () => {
    let stage: Stage;
    beforeEach(async () => {
      stage = await Stage.open(subject);
    });
    afterEach(() => stage[Symbol.asyncDispose]());

    it('tells an undisturbed run, completely and always in the same way', async () => {
      const { stored, requests } = await undisturbed(subject);
      expect(JSON.stringify(stored).length).toBeGreaterThan(100);
      expect(requests).toBeGreaterThan(0);
      expect((await tellUndisturbed(subject)).stored).toEqual(stored);
    });

    it('survives a service that is down when the run begins', async () => {
      stage.proxy.setFate('reset');
      const tracker = await stage.tracker();
      stage.tell(tracker, stage.run.events.slice(0, 5));
      await stage.requestsMade(1);
      stage.proxy.setFate('pass');
      stage.tell(tracker, stage.run.events.slice(5));
      await tracker.close(LONG_MS);
      expect(tracker.delivery?.left).toBe(0);
      await stage.expectUndisturbed();
    });

    it('survives a service that goes down in the middle', async () => {
      const tracker = await stage.tracker();
      stage.tell(tracker, stage.run.events.slice(0, 4));
      await stage.requestsMade(1);
      stage.proxy.setFate('reset');
      stage.tell(tracker, stage.run.events.slice(4));
      const closed = tracker.close(LONG_MS);
      await stage.requestsMade(1);
      stage.proxy.setFate('pass');
      await closed;
      expect(tracker.delivery?.left).toBe(0);
      await stage.expectUndisturbed();
    });

    it('keeps everything for later when the service stays down, says so, and sends it then', async () => {
      stage.proxy.setFate('reset');
      const tracker = await stage.tracker();
      stage.tell(tracker, stage.run.events);
      await tracker.close(2000);
      expect(tracker.delivery).toMatchObject({ delivered: 0, reason: expect.stringMatching(/\w+/) });
      expect(tracker.delivery?.left).toBeGreaterThan(0);
      expect(tracker.outcome?.()).toContain('kept');
      stage.proxy.setFate('pass');
      expect(await stage.sync()).toMatchObject({ left: 0 });
      await stage.expectUndisturbed();
      const before = stage.proxy.requests.length;
      expect(await stage.sync()).toMatchObject({ delivered: 0, left: 0 });
      expect(stage.proxy.requests.length).toBe(before);
    });

    it('survives every second request failing with 500', async () => {
      stage.proxy.setFate(({ number }) => (number % 2 === 1 ? { status: 500 } : 'pass'));
      await stage.tellAll();
      await stage.expectUndisturbed();
    });

    it('comes back when it was told to with 429, and not before', async () => {
      const seen: number[] = [];
      stage.proxy.setFate(({ number }) => {
        seen.push(stage.world.now());
        return number === 1 ? { status: 429, headers: { 'retry-after': '7' } } : 'pass';
      });
      await stage.tellAll();
      expect((seen[1] ?? 0) - (seen[0] ?? 0)).toBeGreaterThanOrEqual(7000);
      await stage.expectUndisturbed();
    });

    it('has patience with a slow service, and the run does not wait for it', async () => {
      stage.proxy.setFate({ delayMs: 20 });
      const tracker = await stage.tracker();
      stage.tell(tracker, stage.run.events);
      expect(stage.proxy.requests).toHaveLength(0);
      await tracker.close(LONG_MS);
      await stage.expectUndisturbed();
    });

    it('gives up a service that never answers when the time is up, and sends the rest later', async () => {
      stage.proxy.setFate('hang');
      const tracker = await stage.tracker();
      stage.tell(tracker, stage.run.events);
      await tracker.close(5000);
      expect(tracker.delivery?.left).toBeGreaterThan(0);
      stage.proxy.setFate('pass');
      await stage.sync();
      await stage.expectUndisturbed();
    });

    it('does not ask again and again what was refused, and says why', async () => {
      stage.proxy.setFate({ status: 403 });
      const tracker = await stage.tracker();
      stage.tell(tracker, stage.run.events);
      await tracker.close(LONG_MS);
      expect(tracker.delivery?.reason).toMatch(/403|denied|refused|permission|key/i);
      expect(stage.proxy.requests.length).toBeLessThanOrEqual(3);
      stage.proxy.setFate('pass');
      await stage.sync();
      await stage.expectUndisturbed();
    });

    it('doubles nothing when the answer to any of its requests is lost', async () => {
      const { requests } = await undisturbed(subject);
      for (const lost of someOf(requests)) {
        await using other = await Stage.open(subject);
        other.proxy.setFate(({ number }) => (number === lost ? 'reset-after' : 'pass'));
        await other.tellAll();
        await other.expectUndisturbed(`the answer to request ${lost} was lost`);
      }
    });

    it('doubles and loses nothing when the process is killed during any of its requests', async () => {
      const { requests } = await undisturbed(subject);
      for (const last of someOf(requests)) {
        await using other = await Stage.open(subject);
        other.proxy.setFate(({ number }) => (number === last ? 'hang-after' : number > last ? 'hang' : 'pass'));
        const hanging = other.proxy.hanging();
        const killed = await other.tracker();
        other.tell(killed, other.run.events);
        await hanging;
        await other.kill(killed);
        expect(await other.sync()).toMatchObject({ left: 0 });
        await other.expectUndisturbed(`killed during request ${last}`);
      }
    });

    it('tells the end of a run whose process was killed before it told of it', async () => {
      const killed = await stage.tracker();
      stage.tell(killed, stage.run.events.slice(0, -1));
      await stage.requestsMade(1);
      await stage.kill(killed);
      expect(await stage.sync()).toMatchObject({ left: 0 });
      await stage.expectUndisturbed();
    });

    it.each([2, 5, SAMPLES])(
      'tells a run that was killed after %i samples and resumed like one that was not',
      async (done) => {
        const killed = await stage.tracker();
        stage.tell(killed, stage.run.events.slice(0, 1 + done));
        await stage.requestsMade(1);
        await stage.kill(killed);
        const resumed = await stage.tracker();
        stage.tell(resumed, stage.eventsOfResumption(done));
        await resumed.close(LONG_MS);
        expect(resumed.delivery?.left).toBe(0);
        await stage.expectUndisturbed();
      },
    );

    it('tells a context and what is inside it, in whatever order they get through', async () => {
      const expected = await contextTold(subject, async () => {});
      const disturbed = await contextTold(subject, async (proxy) => proxy.setFate('reset'));
      expect(disturbed).toEqual(expected);
    });

    it.runIf(subject.secrets.length > 0)('writes no secret into the folder of the run, and says none', async () => {
      stage.proxy.setFate(({ number }) => (number === 1 ? { status: 500 } : 'pass'));
      const tracker = await stage.tellAll();
      const texts = [await textsIn(stage.run.folder.path), ...stage.world.warnings, tracker.outcome?.() ?? ''];
      for (const secret of subject.secrets) expect(texts.filter((text) => text.includes(secret))).toEqual([]);
    });
  });
}

/** One service behind its proxy, one world, and one run to be told. */
class Stage implements AsyncDisposable {
  readonly proxy: FaultProxy;
  readonly world: FastWorld;
  run: TrackedRun;
  readonly #subject: TrackerUnderTest;
  readonly #service: FakeService;
  readonly #dir: { readonly path: string } & AsyncDisposable;

  private constructor(
    subject: TrackerUnderTest,
    service: FakeService,
    proxy: FaultProxy,
    run: TrackedRun,
    dir: { readonly path: string } & AsyncDisposable,
  ) {
    this.#subject = subject;
    this.#service = service;
    this.proxy = proxy;
    this.run = run;
    this.#dir = dir;
    this.world = fastWorld({ env: subject.settings(proxy.url).env, cwd: dir.path });
  }

  static async open(subject: TrackerUnderTest): Promise<Stage> {
    const dir = await tempDir();
    const service = await subject.start();
    const proxy = await startFaultProxy(service.url);
    return new Stage(subject, service, proxy, await trackedRun(dir.path, { samples: SAMPLES }), dir);
  }

  /** A new tracker object, as a new run or sitting gets one. */
  async tracker(options = this.#subject.settings(this.proxy.url).options ?? {}): Promise<Mirror> {
    const { plugin } = this.#subject;
    const tracker = await plugin.create(parseOptions(plugin, plugin.name, options), this.world);
    if (!isMirror(tracker)) throw new Error('the plugin gave no mirror');
    return tracker;
  }

  tell(tracker: Mirror, events: readonly RunEvent[]): void {
    for (const event of events) tracker.handle(event);
  }

  async tellAll(run: TrackedRun = this.run): Promise<Mirror> {
    const tracker = await this.tracker();
    this.tell(tracker, run.events);
    await tracker.close(LONG_MS);
    expect(tracker.delivery).toMatchObject({ left: 0 });
    return tracker;
  }

  /** Waits for so many requests more. */
  async requestsMade(more: number): Promise<void> {
    const wanted = this.proxy.requests.length + more;
    await until(() => this.proxy.requests.length >= wanted);
  }

  /** As if the process were gone: the run goes on in a copy of its folder as it is now, where the old tracker cannot write. */
  async kill(tracker: Mirror): Promise<void> {
    const { folder, events } = this.run;
    const path = join(this.#dir.path, `after-kill-${events.length}`, 'runs', basename(folder.path));
    cpSync(folder.path, path, { recursive: true, filter: (source) => !source.endsWith('.tmp') });
    rmSync(join(outboxFolder(path, this.#subject.plugin.name), 'lock'), { force: true });
    const moved = { ...folder, path };
    this.run = {
      ...this.run,
      folder: moved,
      events: events.map((event) => (event.type === 'run-start' ? { ...event, folder: moved } : event)),
    };
    this.proxy.setFate('hang');
    await tracker.close(0);
    this.proxy.setFate('pass');
  }

  /** What `hret sync` does: the tracker made from what is written down, then a replay. */
  async sync(run: TrackedRun = this.run) {
    const written = new OutboxFiles(outboxFolder(run.folder.path, this.#subject.plugin.name)).tracker();
    const tracker = await this.tracker({ ...written?.options });
    return tracker.replay(run.ended, run.folder, LONG_MS);
  }

  /** The events of a second sitting, after so many samples are in the journal. */
  eventsOfResumption(done: number): RunEvent[] {
    const [start, ...rest] = this.run.events;
    const mean = new RunningMean();
    const earlier = rest.slice(0, done).flatMap((event) => (event.type === 'sample-end' ? [event.result] : []));
    for (const { scores } of earlier) if (scores.accuracy !== undefined) mean.add(scores.accuracy);
    const counts = { scored: done, unscored: 0, failed: 0, truncated: 0 };
    const { n, mean: value, squares, isBinary } = mean;
    return [
      ...(start === undefined ? [] : [start]),
      {
        type: 'samples-reused',
        count: done,
        reused: { counts, means: { accuracy: { n, mean: value, squares, isBinary } } },
      },
      ...rest.slice(done),
    ];
  }

  async stored(): Promise<Json> {
    return this.#service.stored();
  }

  async expectUndisturbed(after?: string): Promise<void> {
    expect(await this.stored(), after).toEqual((await undisturbed(this.#subject)).stored);
  }

  get outputDir(): string {
    return this.#dir.path;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.proxy[Symbol.asyncDispose]();
    await this.#service.close();
    await this.#dir[Symbol.asyncDispose]();
  }
}

const told = new WeakMap<TrackerUnderTest, ReturnType<typeof tellUndisturbed>>();

/** What the service holds after a run that nothing disturbed, and how many requests that took. */
function undisturbed(subject: TrackerUnderTest): ReturnType<typeof tellUndisturbed> {
  const known = told.get(subject) ?? tellUndisturbed(subject);
  told.set(subject, known);
  return known;
}

async function tellUndisturbed(subject: TrackerUnderTest) {
  await using stage = await Stage.open(subject);
  await stage.tellAll();
  return { stored: await stage.stored(), requests: stage.proxy.requests.length };
}

/** What the service holds after a context with two evaluations, of which the last but one is told while it is disturbed. */
async function contextTold(subject: TrackerUnderTest, disturb: (proxy: FaultProxy) => Promise<void>): Promise<Json> {
  await using stage = await Stage.open(subject);
  const contextRecord = { runId: 'ctx-1', name: '맥락', kind: 'context' as const };
  const {
    spec: _s,
    specHash: _h,
    ...bare
  } = (await trackedRun(stage.outputDir, { samples: 0, record: contextRecord })).begun;
  const parent = await trackedRun(stage.outputDir, { samples: 0, record: contextRecord });
  const child = async (runId: string) =>
    trackedRun(stage.outputDir, { samples: 3, record: { runId, name: runId, parentId: 'ctx-1' } });
  const [one, two] = [await child('child-1'), await child('child-2')];
  const begin = parent.events.map((event) => withoutSpec(event, bare));
  const context = await stage.tracker();
  await disturb(stage.proxy);
  stage.tell(context, begin.slice(0, 1));
  const first = await stage.tracker();
  stage.tell(first, one.events);
  await first.close(1000);
  const second = await stage.tracker();
  stage.tell(second, two.events);
  await second.close(1000);
  stage.tell(context, begin.slice(1));
  await context.close(1000);
  stage.proxy.setFate('pass');
  for (const run of [{ ...parent, ended: { ...bare, ...ended(parent) } }, one, two])
    await stage.sync(run as TrackedRun);
  return stage.stored();
}

function ended({ ended: { spec: _s, specHash: _h, ...rest } }: TrackedRun) {
  return rest;
}

/** A context has no spec. */
function withoutSpec(event: RunEvent, begun: TrackedRun['begun']): RunEvent {
  if (event.type === 'run-start') return { ...event, record: begun };
  if (event.type !== 'run-end') return event;
  const { spec: _s, specHash: _h, ...record } = event.record;
  return { ...event, record };
}

/** Numbers from 1 to `count`; of many only some, the first and the last among them. */
function someOf(count: number): number[] {
  const all = Array.from({ length: count }, (_, place) => place + 1);
  if (count <= MOST_KILLS) return all;
  return all.filter((number) => number === count || number % Math.ceil(count / MOST_KILLS) === 1);
}

async function textsIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
}
