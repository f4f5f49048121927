import type { RunRecord } from '../../../src/core/run-record.js';
import type { SampleResult } from '../../../src/core/sample-result.js';
import type { World } from '../../../src/core/world.js';
import { plugin } from '../../../src/trackers/mlflow/plugin.js';
import { capital, mirrorOf, quickWorld, tellings } from '../tellings.js';

export function record(overrides: Partial<RunRecord> = {}): RunRecord {
  return {
    runId: 'kmmlu-20260101T000000Z-3f2a11',
    name: '한국사 평가',
    kind: 'evaluation',
    status: 'running',
    spec: {
      dataset: { name: 'kmmlu', subset: ['한국사'], split: 'test', params: {} },
      model: { id: 'scripted', params: { temperature: 0 } },
      evaluators: [{ name: 'string_match', params: {} }],
      trials: 1,
      seed: 42,
    },
    specHash: 'abc123',
    startedAt: '2026-01-01T00:00:00.000Z',
    metrics: {},
    stats: {},
    groups: {},
    warnings: [],
    metadata: { hyperparameters: { lr: 0.1, 'top@5%': true }, 메모: '가나다' },
    info: { source: { hub: 'HAERAE-HUB/KMMLU', commit: 'c0ffee' } },
    versions: { hret: '0.1.0' },
    ...overrides,
  };
}

/** The record of a run that found something; keys that MLflow does not take as they are. */
export function finished(overrides: Partial<RunRecord> = {}): RunRecord {
  const metric = { mean: 0.5, n: 8, unscored: 0, stderr: 0.1, ci95: [0.3, 0.7] as const };
  return record({
    status: 'finished',
    finishedAt: '2026-01-01T00:01:00.000Z',
    elapsedMs: 60_000,
    metrics: { accuracy: 0.5, 'pass@1': 0.25, 'f1 (macro)%': 0.75 },
    stats: { accuracy: metric },
    groups: { '한국사/조선': { accuracy: metric }, 'law & order': { accuracy: metric } },
    counts: { total: 8, scored: 8, unscored: 0, failed: 0, truncated: 0 },
    ...overrides,
  });
}

export function sample(index: number, overrides: Partial<SampleResult> = {}): SampleResult {
  return {
    ...capital(index),
    evaluation: { extracted: '서울', explanation: '같은 글자' },
    usage: { inputTokens: 10, outputTokens: 2 },
    ...overrides,
  };
}

export const samples = (count: number) => Array.from({ length: count }, (_, index) => sample(index));

export const { events, runFolder, tell } = tellings(record, finished);

export const hastyWorld = (overrides: Partial<World> = {}) =>
  quickWorld(100, { cwd: '/', ...overrides, env: { HOME: '/nowhere', USER: 'haerae', ...overrides.env } });

export const mlflow = (options: Record<string, unknown>, world: World) => mirrorOf(plugin, options, world);
