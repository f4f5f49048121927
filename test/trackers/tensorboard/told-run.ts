import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { RunRecord, RunSpec } from '../../../src/core/run-record.js';
import type { SampleResult } from '../../../src/core/sample-result.js';
import { metricOf } from '../../../src/core/summarize.js';
import type { RunEvent, RunFolder, Tracker } from '../../../src/core/tracker.js';
import type { World } from '../../../src/core/world.js';
import { type TestWorld, testWorld } from '../../../src/testing/memory-world.js';
import { RunningMean } from '../../../src/util/running-mean.js';
import { recordOf, rowOf } from '../../history/fixtures.js';

export const RUN_ID = '한국사_평가-20261121T034455Z-1a2b3c';

export const spec: RunSpec = {
  dataset: { name: 'kmmlu', subset: ['Accounting', 'Korean-History'], split: 'test', params: {} },
  model: { id: 'openai/gpt-4o-mini', params: { temperature: 0.7, maxTokens: 256, systemMessage: '한국어로 답하라' } },
  evaluators: [{ name: 'string_match', params: {} }],
  trials: 1,
  seed: 42,
};

export function startOf(parts: Partial<RunRecord> = {}): RunRecord {
  return recordOf(RUN_ID, { name: '한국사 평가', spec, metadata: { hyperparameters: { lr: 0.001 } }, ...parts });
}

/** Every third answer is wrong; groups with names that are awkward in tags, paths and markdown. */
export function resultsOf(count: number): SampleResult[] {
  return Array.from({ length: count }, (_, index) => {
    const group = index % 2 === 0 ? '한국사/조선 <전기>' : 'pass@1 | "odd"';
    const { key: _key, ...result } = rowOf(index, { group, scores: { accuracy: index % 3 === 0 ? 0 : 1 } });
    return result;
  });
}

/** The record at the end, with what the results mean. */
export function endOf(start: RunRecord, results: readonly SampleResult[], parts: Partial<RunRecord> = {}): RunRecord {
  const groups = [...new Set(results.map(({ group }) => group ?? ''))];
  const metric = (chosen: readonly SampleResult[]) => {
    const accuracy = metricOf(
      chosen.map(({ scores }) => scores.accuracy ?? Number.NaN),
      0,
    );
    return accuracy === undefined ? {} : { accuracy };
  };
  const stats = metric(results);
  return {
    ...start,
    status: 'finished',
    finishedAt: '2026-11-21T03:46:00.000Z',
    elapsedMs: 65_000,
    metrics: Object.fromEntries(Object.entries(stats).map(([name, { mean }]) => [name, mean])),
    stats,
    groups: Object.fromEntries(groups.map((group) => [group, metric(results.filter((one) => one.group === group))])),
    counts: { total: results.length, scored: results.length, unscored: 0, failed: 0, truncated: 0 },
    usage: { inputTokens: 12_345, outputTokens: 678 },
    costUsd: 0.0125,
    ...parts,
  };
}

export function folderOf(outputDir: string, runId: string): RunFolder {
  const path = join(outputDir, 'runs', runId);
  mkdirSync(path, { recursive: true });
  return { path, async *results() {} };
}

/** The events of one sitting: of a new run, or of one that goes on after `reused` samples. */
export function* sitting(
  start: RunRecord,
  folder: RunFolder,
  results: readonly SampleResult[],
  { from = 0, to = results.length, end }: { from?: number; to?: number; end?: RunRecord } = {},
): Generator<RunEvent> {
  yield { type: 'run-start', record: start, total: results.length, folder };
  if (from > 0) yield reusedEvent(results.slice(0, from));
  for (const result of results.slice(from, to)) yield { type: 'sample-end', result };
  if (end !== undefined) yield { type: 'run-end', record: end };
}

function reusedEvent(results: readonly SampleResult[]): RunEvent {
  const accuracy = new RunningMean();
  for (const { scores } of results) accuracy.add(scores.accuracy ?? 0);
  const counts = { scored: results.length, unscored: 0, failed: 0, truncated: 0 };
  return { type: 'samples-reused', count: results.length, reused: { counts, means: { accuracy } } };
}

/** Tells a tracker and closes it, as a run does. */
export async function tell(tracker: Tracker, events: Iterable<RunEvent>): Promise<void> {
  for (const event of events) await tracker.handle(event);
  await tracker[Symbol.asyncDispose]?.();
}

/** A world whose waits take time: a delivery is given up when they are over. */
export function waitingWorld(overrides: Partial<World> = {}): TestWorld {
  return testWorld({ sleep: (ms, signal) => setTimeout(ms, undefined, { signal }), ...overrides });
}
