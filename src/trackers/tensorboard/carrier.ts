import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { RunRecord } from '../../core/run-record.js';
import type { RunFolder } from '../../core/tracker.js';
import type { World } from '../../core/world.js';
import { outboxFolder } from '../delivery/outbox-files.js';
import type { Carrier, CarrierState } from '../delivery/parcel.js';
import { checkpointFile, failedEnd, lastingRecords } from './contents.js';
import { writeFrom, writeOrRemove } from './event-file.js';
import { checkpointPath, type EventFilesOwner, eventFilesOf } from './event-paths.js';
import { fileVersion } from './events.js';
import { bodies } from './parcels.js';
import { tfRecord } from './tf-record.js';

/** `size`: bytes of the run's event file that are known to be right. `logDir`: where the run began to write, when that was chosen. */
const remembered = z.object({ size: z.int().nonnegative().default(0), logDir: z.string().optional() });

/**
 * Writes parcels to the event file of one run, `<logDir>/<context>/<run>/events.out.tfevents.…`. The file only grows;
 * what is behind the part known to be right (half a record from a full disk, a delivery nobody noted down) is written
 * over. The end of a failed run has a file of its own beside it, which goes away when the run is resumed: TensorBoard
 * believes the first end it finds. A checkpoint of a context is written once more, to a run of all its checkpoints.
 */
export function eventFileCarrier(
  record: Pick<RunRecord, keyof EventFilesOwner>,
  folder: RunFolder,
  { warn }: Pick<World, 'warn'>,
): Carrier {
  const startedAt = Date.parse(record.startedAt) / 1000;
  const logDirOf = (state: CarrierState) => remembered.parse(state).logDir ?? defaultLogDir(folder);

  return {
    async deliver(parcels, state) {
      const { size } = remembered.parse(state);
      const start = size > 0 ? undefined : parcels.find(({ kind }) => kind === 'start');
      const logDir = (start && bodies.start.parse(start.body).logDir) ?? logDirOf(state);
      const paths = eventFilesOf(logDir, record);
      const records = lastingRecords(parcels, size === 0);
      if (await writeFrom(paths.run, size, records)) {
        state.size = size + records.length;
      } else {
        const header = tfRecord(fileVersion(startedAt));
        await writeFrom(paths.run, 0, Buffer.concat([header, records]));
        state.size = header.length + records.length;
        warn(removedInTheMiddle(paths.run, folder));
      }
      await writeOrRemove(paths.failedEnd, failedEnd(parcels, startedAt));
      const checkpoint = checkpointFile(parcels, startedAt);
      if (checkpoint !== undefined) {
        await writeFrom(checkpointPath(logDir, record, checkpoint), 0, checkpoint.content);
      }
      if (logDir !== defaultLogDir(folder)) state.logDir = logDir;
      return parcels.length;
    },
    link: (state) => (state.size === undefined ? undefined : `tensorboard --logdir ${quoted(logDirOf(state))}`),
  };
}

function removedInTheMiddle(path: string, folder: RunFolder): string {
  const state = join(outboxFolder(folder.path, 'tensorboard'), 'state.json');
  return `The event file ${path} was removed or cut during the run; it goes on without what was in it. To have it whole, delete ${state} after the run and call "hret sync".`;
}

/** `<outputDir>/tensorboard`, told from `<outputDir>/runs/<run>`. */
function defaultLogDir({ path }: RunFolder): string {
  return resolve(path, '..', '..', 'tensorboard');
}

function quoted(path: string): string {
  return /^[\w./\\:~-]+$/.test(path) ? path : `"${path}"`;
}
