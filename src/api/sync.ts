import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../core/run-record.js';
import { HretError, messageOf } from '../errors.js';
import { findRun } from '../history/find-run.js';
import { isMirror } from '../trackers/delivery/is-mirror.js';
import { outcomeOf } from '../trackers/delivery/mirror.js';
import { OutboxFiles, outboxFolder } from '../trackers/delivery/outbox-files.js';
import { hasCode } from '../util/system-error.js';
import { discreet } from './discreet.js';
import { registries } from './registries.js';
import { trackerNamed } from './resolve-trackers.js';
import { runFolder } from './run-folder.js';
import type { Sitting } from './sitting.js';

/** What became of one run in one tracker. */
export interface SyncedRun {
  readonly runId: string;
  readonly name: string;
  readonly status: RunRecord['status'];
  readonly tracker: string;
  /** Parcels that arrived now, and those that are still left. */
  readonly delivered: number;
  readonly left: number;
  readonly link?: string;
  /** Why some are left. */
  readonly reason?: string;
  /** The same for people. */
  readonly outcome: string;
}

/** Without anything arriving for so long, a delivery is given up. */
const LIMIT_MS = 600_000;

/**
 * Delivers what trackers missed, of one run and what is inside it or of all of them, parents before children. Yields what
 * became of each that had something left; one that fails does not keep the others from being tried.
 */
export async function* syncRuns(
  sitting: Sitting,
  nameOrId: string | undefined,
  hurry?: AbortSignal,
): AsyncGenerator<SyncedRun, void, undefined> {
  for (const record of await runsOf(sitting, nameOrId)) {
    for (const tracker of trackersOf(sitting, record)) {
      if (hurry?.aborted) return;
      const became = await synced(record, tracker, sitting, hurry);
      if (became !== undefined) yield became;
    }
  }
}

async function runsOf({ store }: Sitting, nameOrId: string | undefined): Promise<RunRecord[]> {
  const wanted = nameOrId === undefined ? undefined : await findRun(store, nameOrId);
  const records: RunRecord[] = [];
  for await (const record of store.records()) {
    const family = [record.runId, record.parentId];
    if (wanted === undefined || family.includes(wanted.runId) || record.runId === wanted.parentId) records.push(record);
  }
  const isChild = ({ parentId }: RunRecord) => (parentId === undefined ? 0 : 1);
  return records.sort((a, b) => isChild(a) - isChild(b));
}

/** Names of the folders in `<run folder>/trackers`. */
function trackersOf(sitting: Sitting, record: RunRecord): string[] {
  try {
    const folder = join(runFolder(sitting, record).path, 'trackers');
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** The trackers that have not had everything of this run; one whose files cannot be read is among them. */
export function undelivered(sitting: Sitting, record: RunRecord): string[] {
  return trackersOf(sitting, record).filter((tracker) => {
    try {
      return !new OutboxFiles(outboxFolder(runFolder(sitting, record).path, tracker)).isDelivered(record);
    } catch {
      return true;
    }
  });
}

async function synced(
  record: RunRecord,
  tracker: string,
  sitting: Sitting,
  hurry: AbortSignal | undefined,
): Promise<SyncedRun | undefined> {
  const { runId, name, status } = record;
  const about = { runId, name, status, tracker };
  try {
    const became = await delivered(record, tracker, sitting, hurry);
    return became && { ...about, ...became };
  } catch (error) {
    const reason = sitting.secrets.redact(messageOf(error));
    return { ...about, delivered: 0, left: 1, reason, outcome: `${tracker}: ${reason}` };
  }
}

async function delivered(record: RunRecord, tracker: string, sitting: Sitting, hurry: AbortSignal | undefined) {
  const folder = runFolder(sitting, record);
  const files = new OutboxFiles(outboxFolder(folder.path, tracker));
  if (files.isDelivered(record)) return undefined;
  const written = files.tracker();
  if (written === undefined)
    throw new HretError(
      'store',
      `${join(folder.path, 'trackers', tracker)} has no tracker.json and is not understood.`,
    );
  if (!registries.trackers.has(written.tracker))
    throw new HretError(
      'not_found',
      `nothing is called "${written.tracker}" here. A tracker of your own is known to the program that registers it only.`,
    );
  const mirror = await trackerNamed({ name: written.tracker, options: written.options }, sitting.world);
  if (!isMirror(mirror))
    throw new HretError('usage', 'it is switched off by its settings now, or keeps nothing to deliver.');
  discreet(mirror, sitting.secrets);
  const delivery = await mirror.replay(record, folder, LIMIT_MS, hurry);
  if (delivery.delivered + delivery.left === 0) return undefined;
  const redact = (text: string) => sitting.secrets.redact(text);
  return {
    delivered: delivery.delivered,
    left: delivery.left,
    ...(delivery.link !== undefined && { link: redact(delivery.link) }),
    ...(delivery.reason !== undefined && { reason: redact(delivery.reason) }),
    outcome: redact(outcomeOf(mirror.title, delivery)),
  };
}
