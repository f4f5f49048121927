import { boolean, double, float, message, text, varint } from '../protobuf.js';

/** Field numbers of the messages in TensorBoard's event.proto, summary.proto and tensor.proto. */
const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5, sourceMetadata: 10 } as const;
const SOURCE = { writer: 1 } as const;
const SUMMARY = { value: 1 } as const;
const VALUE = { tag: 1, simpleValue: 2, tensor: 8, metadata: 9 } as const;
const METADATA = { pluginData: 1, dataClass: 4 } as const;
const PLUGIN = { name: 1, content: 2 } as const;
const TENSOR = { dtype: 1, shape: 2, strings: 8 } as const;
const SHAPE = { dimension: 2 } as const;
const DIMENSION = { size: 1 } as const;
const DT_FLOAT = 1;
const DT_STRING = 7;
const DATA_CLASS_TENSOR = 2;

/** Field numbers of google.protobuf.Value and of the entries of a map. */
const JSON_VALUE = { number: 2, string: 3, boolean: 4 } as const;
const ENTRY = { key: 1, value: 2 } as const;

/** When something happened: seconds since the epoch. */
export interface Moment {
  readonly time: number;
  readonly step: number;
}

/** The event every file begins with. */
export function fileVersion(time: number): Buffer {
  return Buffer.concat([
    double(EVENT.wallTime, time),
    text(EVENT.fileVersion, 'brain.Event:2'),
    message(EVENT.sourceMetadata, text(SOURCE.writer, 'hret')),
  ]);
}

/** Points of several charts at one step. TensorBoard keeps them as 32-bit floats. */
export function scalars(moment: Moment, values: Readonly<Record<string, number>>): Buffer {
  const points = Object.entries(values).map(([tag, value]) =>
    message(SUMMARY.value, text(VALUE.tag, tag), float(VALUE.simpleValue, value)),
  );
  return summaryEvent(moment, points);
}

/** Markdown for the Text tab. */
export function markdown(moment: Moment, tag: string, content: string): Buffer {
  const shape = message(TENSOR.shape, message(SHAPE.dimension, varint(DIMENSION.size, 1)));
  const tensor = message(VALUE.tensor, varint(TENSOR.dtype, DT_STRING), shape, text(TENSOR.strings, content));
  return summaryEvent(moment, [message(SUMMARY.value, text(VALUE.tag, tag), tensor, pluginMetadata('text'))]);
}

/** Data that a plugin of TensorBoard finds in the metadata of an empty tensor. */
export function pluginEvent(moment: Moment, tag: string, plugin: string, content: Buffer): Buffer {
  const noNumbers = message(TENSOR.shape, message(SHAPE.dimension));
  const tensor = message(VALUE.tensor, varint(TENSOR.dtype, DT_FLOAT), noNumbers);
  return summaryEvent(moment, [message(SUMMARY.value, text(VALUE.tag, tag), tensor, pluginMetadata(plugin, content))]);
}

/** An entry of a `map<string, google.protobuf.Value>`. */
export function mapEntry(field: number, key: string, value: string | number | boolean): Buffer {
  return message(field, text(ENTRY.key, key), message(ENTRY.value, jsonValue(value)));
}

function jsonValue(value: string | number | boolean): Buffer {
  if (typeof value === 'number') return double(JSON_VALUE.number, value);
  return typeof value === 'string' ? text(JSON_VALUE.string, value) : boolean(JSON_VALUE.boolean, value);
}

function summaryEvent({ time, step }: Moment, values: readonly Buffer[]): Buffer {
  return Buffer.concat([double(EVENT.wallTime, time), varint(EVENT.step, step), message(EVENT.summary, ...values)]);
}

function pluginMetadata(name: string, content?: Buffer): Buffer {
  const plugin = [text(PLUGIN.name, name), ...(content === undefined ? [] : [message(PLUGIN.content, content)])];
  return message(
    VALUE.metadata,
    message(METADATA.pluginData, ...plugin),
    varint(METADATA.dataClass, DATA_CLASS_TENSOR),
  );
}
