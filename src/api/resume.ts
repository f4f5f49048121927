import { resolve as resolvePath } from 'node:path';
import type { RunRecord } from '../core/run-record.js';
import { HretError } from '../errors.js';
import type { Execution } from './execute.js';
import type { Resolved } from './resolve.js';
import type { Sitting } from './sitting.js';

/** The run the options ask to go on with; `undefined` when a new one is to be started. */
export async function runToResume(
  { name, options: { resume } }: Execution,
  resolved: Resolved,
  { store, world }: Sitting,
): Promise<RunRecord | undefined> {
  if (resume === undefined || resume === false) return undefined;
  if (typeof resume === 'string') {
    const record = await store.record(resume);
    if (record === undefined)
      throw new HretError(
        'not_found',
        `There is no run "${resume}" under ${store.location}. hret history lists the runs.`,
      );
    if (record.specHash === resolved.specHash) return record;
    throw new HretError(
      'usage',
      `The run "${resume}" cannot go on: it was asked something else. ${differenceOf(record, resolved)}`,
    );
  }
  let newest: RunRecord | undefined;
  let namesake: RunRecord | undefined;
  for await (const record of store.records()) {
    if (record.kind !== 'evaluation' || record.status === 'finished') continue;
    if (record.specHash === resolved.specHash) newest = record;
    else if (record.name === name) namesake = record;
  }
  if (newest === undefined && namesake !== undefined) {
    world.warn(
      `The unfinished run "${namesake.runId}" was asked something else, so a new run is started. ${differenceOf(namesake, resolved)}`,
    );
  }
  return newest;
}

/** What to do to go on with a run that was stopped. */
export function howToGoOn({ runId, spec }: RunRecord, outputDir: string): string {
  if (spec?.model.source !== undefined)
    return `Go on by starting the program again with the option resume: "${runId}".`;
  return `Go on with: hret resume ${runId}${outputDirFlag(outputDir)}`;
}

/** ` --output-dir <folder>`, as a shell takes it; nothing for the default folder. */
export function outputDirFlag(outputDir: string): string {
  if (resolvePath(outputDir) === resolvePath('hret_results')) return '';
  return ` --output-dir ${/^[\w./-]+$/.test(outputDir) ? outputDir : `'${outputDir.replaceAll("'", `'\\''`)}'`}`;
}

function differenceOf(record: RunRecord, resolved: Resolved): string {
  const before = new Map(Object.entries(record.spec ?? {}).map(([key, value]) => [key, JSON.stringify(value)]));
  const after = new Map(Object.entries(resolved.spec).map(([key, value]) => [key, JSON.stringify(value)]));
  const keys = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
  return keys
    .map((key) => `${key} was ${before.get(key) ?? 'not set'} and is now ${after.get(key) ?? 'not set'}.`)
    .join(' ');
}
