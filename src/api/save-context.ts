import { currentConfig } from '../config/settings.js';
import type { Json, JsonObject } from '../core/json.js';
import type { RunRecord, RunStatus } from '../core/run-record.js';
import { newRunId } from '../history/run-id.js';
import { writeFileAtomic } from '../util/atomic-file.js';
import { redactKeys } from '../util/redact.js';
import { toJson } from '../util/to-json.js';
import { VERSIONS } from '../version.js';
import type { EvaluationResult } from './evaluation-result.js';
import { indexRun } from './run-index.js';
import { openSitting } from './sitting.js';

export interface ContextFile {
  readonly runMetadata: JsonObject;
  readonly metrics: Readonly<Record<string, number>>;
  readonly results: readonly EvaluationResult[];
}

/** The guide's result file: run metadata, metrics, and every result with its samples. */
export async function saveContext(path: string, { runMetadata, metrics, results }: ContextFile): Promise<void> {
  const file = { run_metadata: safe(runMetadata), metrics, results: results.map((result) => result.toJSON()) };
  await writeFileAtomic(path, `${JSON.stringify(file, null, 2)}\n`);
}

export interface ContextEnd {
  readonly runId: string;
  readonly name: string;
  readonly outputDir: string;
  readonly status: RunStatus;
  readonly startedAt: number;
  readonly children: readonly string[];
  readonly metrics: Readonly<Record<string, number>>;
  readonly metadata: JsonObject;
  readonly error?: string;
}

/** Keeps a context that is over: its own folder, and its line in the history. */
export async function keepContext(end: ContextEnd): Promise<void> {
  await keep(end.outputDir, {
    ...withoutSamples('context', end.runId, end.name, end.startedAt, end.metrics),
    children: end.children,
    status: end.status,
    metadata: safe(end.metadata),
    ...(end.error !== undefined && { error: end.error }),
  });
}

/** Keeps numbers that a function returned outside of any context. */
export async function keepTracked(name: string, values: Readonly<Record<string, number>>): Promise<void> {
  const now = Date.now();
  await keep(currentConfig().outputDir, withoutSamples('tracked', newRunId(name, now), name, now, values));
}

async function keep(outputDir: string, record: RunRecord): Promise<void> {
  const sitting = openSitting(outputDir, currentConfig().logLevel);
  await sitting.store.save(record);
  await indexRun(sitting, record);
}

function withoutSamples(
  kind: 'context' | 'tracked',
  runId: string,
  name: string,
  startedAt: number,
  metrics: Readonly<Record<string, number>>,
): RunRecord {
  const now = Date.now();
  return {
    runId,
    name,
    kind,
    status: 'finished',
    startedAt: new Date(startedAt).toISOString(),
    finishedAt: new Date(now).toISOString(),
    elapsedMs: now - startedAt,
    metrics,
    stats: {},
    groups: {},
    warnings: [],
    metadata: {},
    info: {},
    versions: VERSIONS,
  };
}

function safe(metadata: JsonObject): JsonObject {
  return redactKeys(toJson(metadata) as Json) as JsonObject;
}
