import type { ParamValue } from '../delivery/params.js';
import { double, message, varint } from '../protobuf.js';
import { type Moment, mapEntry, pluginEvent } from './events.js';

/** Field numbers of the messages in plugin_data.proto of TensorBoard's hparams plugin. */
const DATA = { sessionStart: 3, sessionEnd: 4 } as const;
const START = { hyperparameters: 1, startTime: 5 } as const;
const END = { status: 1, endTime: 2 } as const;
const STATUS = { finished: 1, failed: 2 } as const;

export interface SessionBegun {
  /** Seconds since the epoch. */
  readonly startedAt: number;
  readonly params: Readonly<Record<string, ParamValue>>;
}

/**
 * A row of the HParams tab begins. There is no event for the experiment, which would list the columns: TensorBoard takes
 * the first one it finds in the whole folder, and the parameters of all other runs would be missing from the table.
 */
export function sessionStart(moment: Moment, { startedAt, params }: SessionBegun): Buffer {
  const entries = Object.entries(params).map(([name, value]) => mapEntry(START.hyperparameters, name, value));
  const content = message(DATA.sessionStart, ...entries, double(START.startTime, startedAt));
  return pluginEvent(moment, '_hparams_/session_start_info', 'hparams', content);
}

/** A row of the HParams tab is complete. */
export function sessionEnd(moment: Moment, status: keyof typeof STATUS): Buffer {
  const content = message(DATA.sessionEnd, varint(END.status, STATUS[status]), double(END.endTime, moment.time));
  return pluginEvent(moment, '_hparams_/session_end_info', 'hparams', content);
}
