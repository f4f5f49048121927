import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { RunRecord } from '../../../src/core/run-record.js';
import type { SampleResult } from '../../../src/core/sample-result.js';
import type { RunEvent, RunFolder, Tracker } from '../../../src/core/tracker.js';
import type { World } from '../../../src/core/world.js';
import { type TestWorld, testWorld } from '../../../src/testing/memory-world.js';
import { isMirror } from '../../../src/trackers/delivery/is-mirror.js';
import type { Mirror } from '../../../src/trackers/delivery/mirror.js';
import { wandbOptions } from '../../../src/trackers/wandb/options.js';
import { plugin } from '../../../src/trackers/wandb/plugin.js';
import { FAKE_KEY } from './fake-wandb.js';

export const startedAt = '2026-01-01T00:00:00.000Z';

export function record(overrides: Partial<RunRecord> = {}): RunRecord {
  return {
    runId: 'kmmlu-3f2a',
    name: 'kmmlu',
    kind: 'evaluation',
    status: 'running',
    spec: {
      dataset: { name: 'kmmlu', subset: ['한국사'], params: {} },
      model: { id: 'scripted', params: { temperature: 0 } },
      evaluators: [{ name: 'string_match', params: {} }],
      trials: 1,
      seed: 42,
    },
    startedAt,
    metrics: {},
    stats: {},
    groups: {},
    warnings: [],
    metadata: { lr: 0.1, 'a.b': [1, 2], 메모: '가나다' },
    info: {},
    versions: { hret: '0.1.0' },
    ...overrides,
  };
}

/** The record of a run that found something. */
export function finished(overrides: Partial<RunRecord> = {}): RunRecord {
  return record({
    status: 'finished',
    finishedAt: '2026-01-01T00:01:00.000Z',
    elapsedMs: 60_000,
    metrics: { accuracy: 0.5 },
    stats: { accuracy: { mean: 0.5, n: 10, unscored: 0, stderr: 0.1, ci95: [0.3, 0.7] } },
    counts: { total: 10, scored: 10, unscored: 0, failed: 0, truncated: 0 },
    ...overrides,
  });
}

export function sample(index: number, overrides: Partial<SampleResult> = {}): SampleResult {
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
    ...overrides,
  };
}

export const samples = (count: number) => Array.from({ length: count }, (_, index) => sample(index));

/** A run's folder on the disk, with its results. */
export async function runFolder(
  parent: string,
  results: readonly SampleResult[],
  run: RunRecord = finished(),
): Promise<RunFolder> {
  const path = join(parent, run.runId);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'run.json'), `${JSON.stringify(run)}\n`);
  return {
    path,
    async *results() {
      yield* results;
    },
  };
}

/**
 * A world whose clock moves with its sleeps, which take next to no time; the longest waits, which only limit
 * others, do not end by themselves.
 */
export function hastyWorld(overrides: Partial<World> = {}): TestWorld {
  const world: TestWorld = testWorld({
    env: { WANDB_API_KEY: FAKE_KEY, HOME: '/nowhere', WANDB_HOST: 'vm' },
    sleep: async (ms, signal) => {
      if (ms >= 30_000) return setTimeout(60_000, undefined, { signal, ref: false });
      world.advance(ms);
      await setTimeout(ms / 1000, undefined, { signal });
    },
    ...overrides,
  });
  return world;
}

/** The tracker as a user's options make it. */
export async function wandb(options: Record<string, unknown>, world: World): Promise<Mirror> {
  const tracker = await plugin.create(wandbOptions.parse(options), world);
  if (isMirror(tracker)) return tracker;
  throw new Error('it mirrors nothing');
}

export interface Telling {
  readonly folder: RunFolder;
  readonly results: readonly SampleResult[];
  /** As it begins and as it ends. */
  readonly begin?: RunRecord;
  readonly end?: RunRecord | 'killed';
}

/** What a tracker hears of a run. */
export function* events({ folder, results, begin = record(), end = finished() }: Telling): Generator<RunEvent> {
  yield { type: 'run-start', record: begin, total: results.length, folder };
  for (const result of results) yield { type: 'sample-end', result };
  if (end !== 'killed') yield { type: 'run-end', record: end };
}

export async function tell(tracker: Tracker, telling: Telling): Promise<void> {
  for (const event of events(telling)) await tracker.handle(event);
  await tracker[Symbol.asyncDispose]?.();
}

/** Everything that stands in a file of the outbox. */
export async function outboxText({ path }: RunFolder, name = 'outbox.jsonl'): Promise<string> {
  return readFile(join(path, 'trackers', 'wandb', name), 'utf8');
}
