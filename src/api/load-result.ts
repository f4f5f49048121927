import { join } from 'node:path';
import { currentConfig } from '../config/settings.js';
import { checkOptions } from '../core/check-options.js';
import type { JsonObject } from '../core/json.js';
import type { EvaluateOptions } from '../core/options.js';
import type { RunRecord } from '../core/run-record.js';
import { HretError } from '../errors.js';
import { findRun } from '../history/find-run.js';
import { REDACTED } from '../util/redact.js';
import { EvaluationResult } from './evaluation-result.js';
import { sourceOf } from './execute.js';
import { resultTools } from './result-tools.js';
import { openSitting } from './sitting.js';

/** A run that was kept, by id, unique beginning of an id, or name (the newest of that name). */
export async function loadResult(outputDir: string, nameOrId: string): Promise<EvaluationResult> {
  const { store } = openSitting(outputDir, currentConfig().logLevel);
  const record = await findRun(store, nameOrId);
  if (record.kind !== 'evaluation') throw new HretError('usage', notAnEvaluation(record));
  return new EvaluationResult(
    record,
    sourceOf(store, { runId: record.runId, location: join(store.location, 'runs', record.runId) }),
    resultTools,
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
  return { runId, runName, options: checkOptions(withoutRedacted(written as JsonObject), `the options of ${runId}`) };
}

function notAnEvaluation({ runId, kind, children = [] }: RunRecord): string {
  const inside = children.length > 0 ? ` Its evaluations are: ${children.join(', ')}.` : '';
  return `"${runId}" is ${kind === 'context' ? 'a context' : 'a record of tracked numbers'}, without samples of its own.${inside}`;
}

/** Secrets are not written down; without them a backend looks in its environment variable, as it did or may do now. */
function withoutRedacted(options: JsonObject): JsonObject {
  const kept = Object.entries(options).filter(([, value]) => !(typeof value === 'string' && value.includes(REDACTED)));
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? withoutRedacted(value as JsonObject)
        : value,
    ]),
  );
}
