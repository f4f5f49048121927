import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../../../src/core/run-record.js';
import type { SampleResult } from '../../../src/core/sample-result.js';
import type { RunFolder } from '../../../src/core/tracker.js';
import type { World } from '../../../src/core/world.js';
import { plugin } from '../../../src/trackers/wandb/plugin.js';
import { capital, mirrorOf, quickWorld, tellings } from '../tellings.js';
import { FAKE_KEY } from './fake-wandb.js';

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
    startedAt: '2026-01-01T00:00:00.000Z',
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
  return { ...capital(index), ...overrides };
}

export const samples = (count: number) => Array.from({ length: count }, (_, index) => sample(index));

export const { events, runFolder, tell } = tellings(record, finished);

export const hastyWorld = (overrides: Partial<World> = {}) =>
  quickWorld(1000, { env: { WANDB_API_KEY: FAKE_KEY, HOME: '/nowhere', WANDB_HOST: 'vm' }, ...overrides });

export const wandb = (options: Record<string, unknown>, world: World) => mirrorOf(plugin, options, world);

/** Everything that stands in a file of the outbox. */
export async function outboxText({ path }: RunFolder, name = 'outbox.jsonl'): Promise<string> {
  return readFile(join(path, 'trackers', 'wandb', name), 'utf8');
}
