import { HretError } from '../../errors.js';
import type { Parcel } from '../delivery/parcel.js';
import { fileVersion, type Moment, markdown, scalars } from './events.js';
import { type SessionBegun, sessionEnd, sessionStart } from './hparams.js';
import { bodies } from './parcels.js';
import { tfRecord } from './tf-record.js';

/** The records of the event file that a parcel becomes. The same parcel always becomes the same bytes. */
export function recordsOf({ kind, body, seq }: Parcel): Buffer {
  switch (kind) {
    case 'start': {
      const { time, params } = bodies.start.parse(body);
      return records(fileVersion(time), ...session({ time, step: 0 }, params && { startedAt: time, params }));
    }
    case 'metrics': {
      const { metrics, ...moment } = bodies.metrics.parse(body);
      return records(scalars(moment, metrics));
    }
    case 'finish': {
      const { metrics, text, status, late, time, step } = bodies.finish.parse(body);
      const moment = { time, step };
      const result = [scalars(moment, metrics), markdown(moment, 'result', text), sessionEnd(moment, status)];
      return records(...session(moment, late), ...result);
    }
    default:
      throw new HretError('store', `Parcel ${seq} of the TensorBoard outbox is of the unknown kind "${kind}".`);
  }
}

function session(moment: Moment, begun: SessionBegun | undefined): Buffer[] {
  return begun === undefined ? [] : [sessionStart(moment, begun)];
}

function records(...events: readonly Buffer[]): Buffer {
  return Buffer.concat(events.map(tfRecord));
}
