import type { RunRecord } from '../core/run-record.js';
import type { RunStore } from '../core/run-store.js';
import { HretError } from '../errors.js';
import { didYouMean } from '../util/did-you-mean.js';

/** What a run is looked up by. */
export type RunName = Pick<RunRecord, 'runId' | 'name'> & { readonly parentId?: string };

const CANDIDATES_SHOWN = 10;

/** The run meant by a full id, a run's name (the newest of that name, those of contexts last), or the beginning of an id when only one begins so. */
export async function findRun(store: RunStore, nameOrId: string): Promise<RunRecord> {
  const exact = await store.record(nameOrId);
  if (exact !== undefined) return exact;
  const runs: RunName[] = [];
  for await (const { runId, name, parentId } of store.records()) {
    runs.push({ runId, name, ...(parentId !== undefined && { parentId }) });
  }
  const { runId } = pickRun(runs, nameOrId, store.location);
  return (await store.record(runId)) ?? raise(unknownRun(nameOrId, [], store.location));
}

/** The same among runs at hand, oldest first; `where` is named when there is none. */
export function pickRun<Run extends RunName>(runs: readonly Run[], nameOrId: string, where: string): Run {
  const named =
    runs.find((run) => run.runId === nameOrId) ??
    runs.findLast((run) => run.name === nameOrId && run.parentId === undefined) ??
    runs.findLast((run) => run.name === nameOrId);
  if (named !== undefined) return named;
  const begun = nameOrId === '' ? [] : runs.filter((run) => run.runId.startsWith(nameOrId));
  if (begun.length > 1) throw ambiguous(begun, nameOrId);
  const known = runs.flatMap(({ runId, name }) => [name, runId]);
  return begun[0] ?? raise(unknownRun(nameOrId, known, where));
}

/** The error about a run that does not exist. */
export function unknownRun(nameOrId: string, known: readonly string[], where: string): HretError {
  return new HretError(
    'not_found',
    `There is no run "${nameOrId}" in ${where}.${didYouMean(nameOrId, known)} hret history lists the runs.`,
  );
}

function ambiguous(runs: readonly RunName[], prefix: string): HretError {
  const newest = runs.slice(-CANDIDATES_SHOWN).map(({ runId }) => `\n  ${runId}`);
  const older = runs.length > CANDIDATES_SHOWN ? `\n  and ${runs.length - CANDIDATES_SHOWN} older ones` : '';
  return new HretError(
    'usage',
    `"${prefix}" begins the id of ${runs.length} runs. Write more of it:${newest.join('')}${older}`,
  );
}

function raise(error: Error): never {
  throw error;
}
