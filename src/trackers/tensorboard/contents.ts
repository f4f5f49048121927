import type { Parcel } from '../delivery/parcel.js';
import { fileVersion, scalars } from './events.js';
import { bodies } from './parcels.js';
import { recordsOf } from './records.js';
import { tfRecord } from './tf-record.js';

/** What parcels add to the run's event file for good. A resumed run begins again; its file does not. */
export function lastingRecords(parcels: readonly Parcel[], isNew: boolean): Buffer {
  const lasting = parcels.filter(
    (parcel, place) => !isFailedEnd(parcel) && (parcel.kind !== 'start' || (isNew && place === 0)),
  );
  return Buffer.concat(lasting.map(recordsOf));
}

/** The file for the end of a run that failed; `undefined` when it goes on. */
export function failedEnd(parcels: readonly Parcel[], startedAt: number): Buffer | undefined {
  const last = parcels.at(-1);
  return last !== undefined && isFailedEnd(last) ? eventFile(startedAt, recordsOf(last)) : undefined;
}

/** The file for the means of a checkpoint, at the checkpoint's step; `undefined` when the run is none, or not over. */
export function checkpointFile(
  parcels: readonly Parcel[],
  startedAt: number,
): { readonly step: number; readonly dataset: string; readonly content: Buffer } | undefined {
  const end = parcels.findLast(({ kind }) => kind === 'finish');
  if (end === undefined || isFailedEnd(end)) return undefined;
  const { checkpoint, time } = bodies.finish.parse(end.body);
  if (checkpoint === undefined) return undefined;
  const { step, dataset, metrics } = checkpoint;
  // Charts of their own: the steps of `accuracy` are samples, these are steps of the training.
  const means = Object.fromEntries(Object.entries(metrics).map(([name, mean]) => [`checkpoints/${name}`, mean]));
  return { step, dataset, content: eventFile(startedAt, tfRecord(scalars({ time, step }, means))) };
}

function eventFile(startedAt: number, records: Buffer): Buffer {
  return Buffer.concat([tfRecord(fileVersion(startedAt)), records]);
}

function isFailedEnd({ kind, body }: Parcel): boolean {
  return kind === 'finish' && body.status === 'failed';
}
