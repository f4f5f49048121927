import { join } from 'node:path';
import { currentConfig } from '../config/settings.js';
import { checkOptions } from '../core/check-options.js';
import type { JsonObject } from '../core/json.js';
import type { EvaluateOptions } from '../core/options.js';
import type { RunRecord } from '../core/run-record.js';
import type { RunStore } from '../core/run-store.js';
import { HretError } from '../errors.js';
import { findRun } from '../history/find-run.js';
import { withoutRedacted } from '../util/redact.js';
import { EvaluationResult } from './evaluation-result.js';
import { sourceOf } from './execute.js';
import { resultTools } from './result-tools.js';
import { openSitting } from './sitting.js';

/** A run that was kept, by id, unique beginning of an id, or name (the newest of that name). */
export async function loadResult(outputDir: string, nameOrId: string): Promise<EvaluationResult> {
  const { store } = openSitting(outputDir, currentConfig().logLevel);
  const record = await evaluationNamed(store, nameOrId);
  return new EvaluationResult(
    record,
    sourceOf(store, { runId: record.runId, location: join(store.location, 'runs', record.runId) }),
    resultTools,
  );
}

/** As the history shows them: a context stands for its only evaluation, and `context/evaluation` is one of several. */
async function evaluationNamed(store: RunStore, nameOrId: string): Promise<RunRecord> {
  const record = (await childNamed(store, nameOrId)) ?? (await findRun(store, nameOrId));
  if (record.kind === 'evaluation') return record;
  const [only, ...others] = record.children ?? [];
  const child = only === undefined || others.length > 0 ? undefined : await store.record(only);
  if (child === undefined) throw new HretError('usage', notAnEvaluation(record));
  return child;
}

async function childNamed(store: RunStore, name: string): Promise<RunRecord | undefined> {
  if (!name.includes('/')) return undefined;
  const records: RunRecord[] = [];
  for await (const record of store.records()) records.push(record);
  const contexts = new Map(
    records.filter(({ kind }) => kind === 'context').map(({ runId, name: own }) => [runId, own]),
  );
  return records.findLast(
    ({ parentId, name: own }) => parentId !== undefined && `${contexts.get(parentId)}/${own}` === name,
  );
}

/** Id of the evaluation that was started last. */
export async function newestRun(outputDir: string): Promise<string> {
  const { store } = openSitting(outputDir, currentConfig().logLevel);
  let newest: RunRecord | undefined;
  for await (const record of store.records()) if (record.kind === 'evaluation') newest = record;
  if (newest === undefined) throw new HretError('not_found', `There are no runs in ${outputDir} yet.`);
  return newest.runId;
}

export interface Unfinished {
  readonly runId: string;
  readonly runName: string;
  readonly options: EvaluateOptions;
}

/** What it takes to go on with a run that a command line started. */
export async function findUnfinished(outputDir: string, nameOrId: string): Promise<Unfinished> {
  const { store } = openSitting(outputDir, currentConfig().logLevel);
  const record = await findRun(store, nameOrId);
  const { runId, name: runName, kind, spec } = record;
  if (kind !== 'evaluation') throw new HretError('usage', notAnEvaluation(record));
  if (spec?.model.source !== undefined) {
    throw new HretError(
      'usage',
      `"${runId}" runs a function of a program, which this command cannot call. Start that program again with the option resume: "${runId}".`,
    );
  }
  if (spec?.model.id === 'given-answers')
    throw new HretError('usage', `"${runId}" scored answers from a file; run hret score again.`);
  const written = record.info.options;
  if (written === null || typeof written !== 'object' || Array.isArray(written)) {
    throw new HretError(
      'store',
      `The record of "${runId}" does not say with which options it was started; give them again: hret eval … --resume`,
    );
  }
  // Secrets are not written down; without them a backend looks into its environment variable.
  return { runId, runName, options: checkOptions(withoutRedacted(written) as JsonObject, `the options of ${runId}`) };
}

function notAnEvaluation({ runId, kind, children = [] }: RunRecord): string {
  const inside = children.length > 0 ? ` Its evaluations are: ${children.join(', ')}.` : '';
  return `"${runId}" is ${kind === 'context' ? 'a context' : 'a record of tracked numbers'}, without samples of its own.${inside}`;
}
