/** Reads event files without the code that writes them: wire format by wire format, every checksum by the definition. */

export type Fields = ReadonlyMap<number, readonly (number | Buffer)[]>;

export interface SeenEvent {
  readonly time: number;
  readonly step: number;
  readonly version?: string;
  readonly values: readonly SeenValue[];
}

export interface SeenValue {
  readonly tag: string;
  readonly scalar?: number;
  readonly plugin?: string;
  readonly text?: string;
  readonly hparams?: Fields;
}

/** Throws where a record is cut short or a checksum is wrong. */
export function eventsIn(file: Buffer): SeenEvent[] {
  return recordsIn(file).map(eventIn);
}

export function recordsIn(file: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    requireChecksum(file.subarray(at, at + 8), file.readUInt32LE(at + 8));
    const data = file.subarray(at + 12, at + 12 + length);
    requireChecksum(data, file.readUInt32LE(at + 12 + length));
    records.push(data);
    at += length + 16;
  }
  return records;
}

function requireChecksum(data: Buffer, masked: number): void {
  const turned = (masked - 0xa282ead8) >>> 0;
  const crc = ((turned << 15) | (turned >>> 17)) >>> 0;
  if (crc !== castagnoli(data)) throw new Error(`checksum ${crc.toString(16)} is wrong`);
}

/** The remainder of the reflected polynomial division, bit by bit. */
function castagnoli(data: Buffer): number {
  let rest = 0xffffffff;
  for (const byte of data) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0x82f63b78 : rest >>> 1;
  }
  return (rest ^ 0xffffffff) >>> 0;
}

/** Numbers of varint, 32-bit float and 64-bit double fields; bytes of the others. */
export function fieldsIn(bytes: Buffer): Fields {
  const fields = new Map<number, (number | Buffer)[]>();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(value);
    }
  };
  const take = (length: number) => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = varint();
    const kind = key & 7;
    const value =
      kind === 0 ? varint() : kind === 1 ? take(8).readDoubleLE() : kind === 5 ? take(4).readFloatLE() : take(varint());
    const field = Math.floor(key / 8);
    fields.set(field, [...(fields.get(field) ?? []), value]);
  }
  return fields;
}

function eventIn(record: Buffer): SeenEvent {
  const event = fieldsIn(record);
  const version = textOf(event, 3);
  return {
    time: numberOf(event, 1) ?? 0,
    step: numberOf(event, 2) ?? 0,
    ...(version !== undefined && { version }),
    values: messagesOf(event, 5).flatMap((summary) => messagesOf(summary, 1).map(valueIn)),
  };
}

function valueIn(value: Fields): SeenValue {
  const [plugin] = messagesOf(value, 9).flatMap((metadata) => messagesOf(metadata, 1));
  const name = plugin && textOf(plugin, 1);
  const scalar = numberOf(value, 2);
  const text = messagesOf(value, 8).map((tensor) => textOf(tensor, 8))[0];
  const [hparams] = plugin === undefined ? [] : messagesOf(plugin, 2);
  return {
    tag: textOf(value, 1) ?? '',
    ...(scalar !== undefined && { scalar }),
    ...(name !== undefined && { plugin: name }),
    ...(text !== undefined && { text }),
    ...(hparams !== undefined && { hparams }),
  };
}

export function numberOf(fields: Fields, field: number): number | undefined {
  return fields.get(field)?.find((value) => typeof value === 'number');
}

export function textOf(fields: Fields, field: number): string | undefined {
  const found = fields.get(field)?.find((value) => typeof value !== 'number');
  return found?.toString('utf8');
}

export function messagesOf(fields: Fields, field: number): Fields[] {
  return (fields.get(field) ?? []).flatMap((value) => (typeof value === 'number' ? [] : [fieldsIn(value)]));
}
