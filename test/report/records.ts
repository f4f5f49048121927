import type { Progress } from '../../src/core/options.js';
import type { RunRecord } from '../../src/core/run-record.js';

/** A finished run with an accuracy of 0.6842 over 190 of 200 samples. */
export function runRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    runId: 'run-1',
    name: 'eval_baseline',
    kind: 'evaluation',
    status: 'finished',
    spec: {
      dataset: { name: 'kmmlu', params: {} },
      model: { id: 'openai/gpt-4o-mini', params: {} },
      evaluators: [{ name: 'string_match', params: {} }],
      trials: 1,
      seed: 0,
    },
    startedAt: '2025-03-01T09:12:44.123Z',
    metrics: { accuracy: 0.6842, f1: 0.61 },
    stats: {
      accuracy: { n: 190, unscored: 4, mean: 0.6842, stderr: 0.03, ci95: [0.6149, 0.7459] },
      f1: { n: 186, unscored: 8, mean: 0.61 },
    },
    groups: {
      회계학: { accuracy: { n: 100, unscored: 0, mean: 0.7, ci95: [0.6042, 0.7811] } },
      'Criminal-Law': { accuracy: { n: 90, unscored: 4, mean: 0.6667, ci95: [0.5643, 0.7552] } },
    },
    counts: { total: 200, scored: 190, unscored: 4, failed: 3, truncated: 3 },
    warnings: [],
    metadata: {},
    info: {},
    versions: {},
    ...changes,
  };
}

export function progressAt(done: number, changes: Partial<Progress> = {}): Progress {
  return {
    runId: 'run-1',
    name: 'eval_기준',
    done,
    total: 1000,
    scored: done,
    unscored: 0,
    failed: 0,
    truncated: 0,
    metric: 'accuracy',
    mean: 0.6842,
    ci95: [0.61, 0.75],
    elapsedMs: 32_000,
    etaMs: 185_000,
    retries: 0,
    ...changes,
  };
}
