import { join } from 'node:path';
import type { RunRecord } from '../../core/run-record.js';

/** What the names of a run's event files are made of. */
export type EventFilesOwner = Pick<RunRecord, 'runId' | 'parentId' | 'startedAt'>;

const LONGEST_NAME = 60;
const STEP_DIGITS = String(Number.MAX_SAFE_INTEGER).length;

/** TensorBoard calls a run by its folder, takes files with `tfevents` in their names, and reads them in the order of the names. */
export function eventFilesOf(
  logDir: string,
  owner: EventFilesOwner,
): { readonly run: string; readonly failedEnd: string } {
  const folder = join(logDir, owner.parentId ?? '', owner.runId);
  return { run: join(folder, fileName(owner, 'hret')), failedEnd: join(folder, fileName(owner, 'failed.hret')) };
}

/** The file of one checkpoint, in the folder that all checkpoints of the context on this dataset share. */
export function checkpointPath(
  logDir: string,
  owner: EventFilesOwner,
  { step, dataset }: { readonly step: number; readonly dataset: string },
): string {
  const name = dataset
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}._-]+/gu, '_')
    .slice(0, LONGEST_NAME);
  // Checkpoints of one second stand in the order of their steps.
  const ending = `${String(step).padStart(STEP_DIGITS, '0')}.${owner.runId}.hret`;
  return join(logDir, owner.parentId ?? '', `checkpoints-${name}`, fileName(owner, ending));
}

function fileName({ startedAt }: EventFilesOwner, ending: string): string {
  return `events.out.tfevents.${Math.floor(Date.parse(startedAt) / 1000)}.${ending}`;
}
