import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ZodType } from 'zod';
import type { RunRecord } from '../../src/core/run-record.js';
import type { SampleResult } from '../../src/core/sample-result.js';
import type { RunEvent, RunFolder, Tracker } from '../../src/core/tracker.js';
import type { World } from '../../src/core/world.js';
import { type TestWorld, testWorld } from '../../src/testing/memory-world.js';
import { isMirror } from '../../src/trackers/delivery/is-mirror.js';
import type { Mirror } from '../../src/trackers/delivery/mirror.js';

export interface Telling {
  readonly folder: RunFolder;
  readonly results: readonly SampleResult[];
  /** As it begins and as it ends. */
  readonly begin?: RunRecord;
  readonly end?: RunRecord | 'killed';
}

/** An answer about a capital; every second one is right, the others have what tables and tags stumble over. */
export function capital(index: number): SampleResult {
  return {
    id: `s${index}`,
    index,
    input: `질문 ${index}: 대한민국의 수도는?`,
    reference: '서울',
    prediction: index % 2 === 0 ? '서울' : 'Busan "부산"\n',
    evaluation: {},
    scores: { accuracy: index % 2 === 0 ? 1 : 0 },
    status: 'scored',
    latencyMs: 12.5,
    metadata: {},
  };
}

/** How a tracker hears of runs that begin and end like these, unless a test says otherwise. */
export function tellings(record: () => RunRecord, finished: () => RunRecord) {
  function* events({ folder, results, begin = record(), end = finished() }: Telling): Generator<RunEvent> {
    yield { type: 'run-start', record: begin, total: results.length, folder };
    for (const result of results) yield { type: 'sample-end', result };
    if (end !== 'killed') yield { type: 'run-end', record: end };
  }
  return {
    events,
    async tell(tracker: Tracker, telling: Telling): Promise<void> {
      for (const event of events(telling)) await tracker.handle(event);
      await tracker[Symbol.asyncDispose]?.();
    },
    /** A run's folder on the disk, with its results. */
    async runFolder(parent: string, results: readonly SampleResult[], run = finished()): Promise<RunFolder> {
      const path = join(parent, run.runId);
      await mkdir(path, { recursive: true });
      await writeFile(join(path, 'run.json'), `${JSON.stringify(run)}\n`);
      return {
        path,
        async *results() {
          yield* results;
        },
      };
    },
  };
}

/**
 * A world whose clock moves with its sleeps, which take so many times less than they say; the longest waits, which only
 * limit others, do not end by themselves.
 */
export function quickWorld(speed: number, overrides: Partial<World>): TestWorld {
  const world: TestWorld = testWorld({
    sleep: async (ms, signal) => {
      if (ms >= 30_000) return setTimeout(60_000, undefined, { signal, ref: false });
      world.advance(ms);
      await setTimeout(ms / speed, undefined, { signal });
    },
    ...overrides,
  });
  return world;
}

interface TrackerPlugin<Options> {
  readonly options: ZodType<Options>;
  create(options: Options, world: World): Tracker | Promise<Tracker>;
}

/** The tracker as a user's options make it. */
export async function mirrorOf<Options>(
  plugin: TrackerPlugin<Options>,
  options: Record<string, unknown>,
  world: World,
): Promise<Mirror> {
  const tracker = await plugin.create(plugin.options.parse(options), world);
  if (isMirror(tracker)) return tracker;
  throw new Error('it mirrors nothing');
}
