import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../../src/core/run-record.js';
import type { SampleResult } from '../../src/core/sample-result.js';
import type { RunEvent, RunFolder } from '../../src/core/tracker.js';
import { VERSIONS } from '../../src/version.js';

/** The record of a run as it begins. */
export function beginningOf(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    runId: 'run-1',
    name: '한국어 실험',
    kind: 'evaluation',
    status: 'running',
    spec: {
      dataset: { name: 'kmmlu', subset: ['Law'], split: 'test', params: {} },
      model: { id: 'openai/gpt', params: { temperature: 0 } },
      evaluators: [{ name: 'string_match', params: {} }],
      trials: 1,
      seed: 0,
    },
    specHash: 'abc',
    startedAt: '2026-01-01T00:00:00.000Z',
    metrics: {},
    stats: {},
    groups: {},
    warnings: [],
    metadata: { hyperparameters: { lr: 0.001 } },
    info: {},
    versions: VERSIONS,
    ...changes,
  };
}

/** One answered question; every second one is right. */
export function resultOf(index: number): SampleResult {
  const right = index % 2 === 0;
  return {
    id: `q${index}`,
    index,
    input: `질문 ${index}`,
    reference: '(A)',
    options: ['(A)', '(B)'],
    group: index % 3 === 0 ? '법학' : '회계',
    prediction: right ? '정답: (A)' : '정답: (B)',
    evaluation: { extracted: right ? '(A)' : '(B)' },
    scores: { accuracy: right ? 1 : 0 },
    status: 'scored',
    latencyMs: 5,
    metadata: {},
  };
}

/** The record of that run once it has ended well. */
export function endOf(begun: RunRecord, samples: number): RunRecord {
  const right = Math.ceil(samples / 2);
  const mean = samples === 0 ? 0 : right / samples;
  return {
    ...begun,
    status: 'finished',
    finishedAt: '2026-01-01T00:01:00.000Z',
    elapsedMs: 60_000,
    metrics: samples === 0 ? { loss: 0.5 } : { accuracy: mean },
    stats:
      samples === 0 ? {} : { accuracy: { n: samples, unscored: 0, mean, stderr: 0.1, ci95: [mean - 0.2, mean + 0.2] } },
    ...(samples > 0 && { counts: { total: samples, scored: samples, unscored: 0, failed: 0, truncated: 0 } }),
  };
}

/** A run with its folder on the disk, and the events it is told by. */
export interface TrackedRun {
  readonly folder: RunFolder;
  readonly begun: RunRecord;
  readonly ended: RunRecord;
  readonly events: readonly RunEvent[];
}

/** Makes `<outputDir>/runs/<runId>` with the run's record and samples in it. */
export async function trackedRun(
  outputDir: string,
  { samples = 10, record = {} }: { readonly samples?: number; readonly record?: Partial<RunRecord> } = {},
): Promise<TrackedRun> {
  const begun = beginningOf(record);
  const ended = endOf(begun, samples);
  const path = join(outputDir, 'runs', begun.runId);
  const results = Array.from({ length: samples }, (_, index) => resultOf(index));
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'run.json'), JSON.stringify(ended));
  await writeFile(
    join(path, 'samples.jsonl'),
    results.map((result) => `${JSON.stringify({ key: result.id, ...result })}\n`).join(''),
  );
  const folder: RunFolder = {
    path,
    async *results() {
      yield* results;
    },
  };
  const total = samples > 0 ? { total: samples } : {};
  return {
    folder,
    begun,
    ended,
    events: [
      { type: 'run-start', record: begun, folder, ...total },
      ...results.map((result): RunEvent => ({ type: 'sample-end', result })),
      { type: 'run-end', record: ended },
    ],
  };
}
