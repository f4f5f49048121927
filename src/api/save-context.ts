import { secretsIn } from '../config/secrets.js';
import { currentConfig } from '../config/settings.js';
import type { Json, JsonObject } from '../core/json.js';
import type { EvaluateOptions } from '../core/options.js';
import type { RunRecord, RunStatus } from '../core/run-record.js';
import { newRunId } from '../history/run-id.js';
import { writeFileAtomic } from '../util/atomic-file.js';
import { redactKeys } from '../util/redact.js';
import { toJson } from '../util/to-json.js';
import { VERSIONS } from '../version.js';
import { hurryOf } from './closing.js';
import type { EvaluationResult } from './evaluation-result.js';
import { indexRun } from './run-index.js';
import { settingsOptions } from './settings-options.js';
import { sharedInterrupt } from './shared-interrupt.js';
import { openSitting, type Sitting } from './sitting.js';

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

/** What is known of a context: at its beginning, or at its end. */
export interface ContextState {
  readonly runId: string;
  readonly name: string;
  readonly status: RunStatus;
  readonly startedAt: number;
  readonly children?: readonly string[];
  readonly metrics?: Readonly<Record<string, number>>;
  readonly metadata: JsonObject;
  readonly error?: string;
}

/** The record of a context, at this moment. */
export function contextRecord({ children = [], metrics = {}, metadata, error, ...state }: ContextState): RunRecord {
  return {
    ...withoutSamples('context', { ...state, metrics, metadata: safe(metadata) }),
    children,
    ...(error !== undefined && { error }),
  };
}

/** Keeps a run without samples: its own folder, and its line in the history. */
export async function keepRecord(outputDir: string, record: RunRecord): Promise<void> {
  await keep(openSitting(outputDir, currentConfig().logLevel), record);
}

/** Keeps numbers that a function returned outside of any context, and tells the trackers of the settings. */
export async function keepTracked(name: string, values: Readonly<Record<string, number>>): Promise<void> {
  const now = Date.now();
  const options = settingsOptions();
  const sitting = sittingFor(currentConfig().outputDir, options);
  const beginning = { runId: newRunId(name, now), name, startedAt: now };
  const record = withoutSamples('tracked', { ...beginning, status: 'finished', metrics: values, metadata: {} });
  await keep(sitting, record);
  const { trackers = [] } = options;
  if (trackers.length === 0) return;
  const [{ chosenTrackers }, { tellWhole }] = await Promise.all([
    import('./resolve-trackers.js'),
    import('./told-whole.js'),
  ]);
  await tellWhole(
    record,
    await chosenTrackers(trackers, sitting.world),
    sitting,
    hurryOf(undefined, sharedInterrupt()).hurry,
  );
}

/** A sitting that keeps the secrets among the options. */
export function sittingFor(outputDir: string, options: EvaluateOptions): Sitting {
  const sitting = openSitting(outputDir, currentConfig().logLevel);
  for (const secret of secretsIn(options)) sitting.secrets.add(secret);
  return sitting;
}

async function keep(sitting: Sitting, record: RunRecord): Promise<void> {
  await sitting.store.save(record);
  await indexRun(sitting, record);
}

type Told = Pick<ContextState, 'runId' | 'name' | 'status' | 'startedAt' | 'metadata'> & Pick<RunRecord, 'metrics'>;

function withoutSamples(kind: 'context' | 'tracked', { startedAt, metrics, metadata, ...told }: Told): RunRecord {
  const now = Date.now();
  return {
    ...told,
    kind,
    startedAt: new Date(startedAt).toISOString(),
    ...(told.status !== 'running' && { finishedAt: new Date(now).toISOString(), elapsedMs: now - startedAt }),
    metrics,
    stats: {},
    groups: {},
    warnings: [],
    metadata,
    info: {},
    versions: VERSIONS,
  };
}

function safe(metadata: JsonObject): JsonObject {
  return redactKeys(toJson(metadata) as Json) as JsonObject;
}
