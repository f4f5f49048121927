import { crc32 } from 'node:zlib';

const BLOCK = 32_768;
const HEAD = 7;

/** Reads a `.wandb` file by the rules of LevelDB's log, strictly: a wrong checksum, order or rest is an error. */
export function recordsIn(file: Buffer): Buffer[] {
  expectHead(file);
  const records: Buffer[] = [];
  let open: Buffer[] | undefined;
  let at = HEAD;
  while (at < file.length) {
    const room = BLOCK - (at % BLOCK);
    if (room < HEAD) {
      if (file.subarray(at, at + room).some((byte) => byte !== 0))
        throw new Error(`the rest of a block is not empty at ${at}`);
      at += room;
      continue;
    }
    const length = file.readUInt16LE(at + 4);
    const type = file.readUInt8(at + 6);
    const data = file.subarray(at + HEAD, at + HEAD + length);
    if (data.length !== length || HEAD + length > room) throw new Error(`a chunk leaves its block at ${at}`);
    if (crc32(file.subarray(at + 6, at + HEAD + length)) !== file.readUInt32LE(at))
      throw new Error(`wrong checksum at ${at}`);
    if ((type === 1 || type === 2) !== (open === undefined))
      throw new Error(`a chunk of type ${type} out of order at ${at}`);
    open = [...(open ?? []), data];
    if (type === 1 || type === 4) {
      records.push(Buffer.concat(open));
      open = undefined;
    } else if (type !== 2 && type !== 3) throw new Error(`unknown type ${type} at ${at}`);
    at += HEAD + length;
  }
  if (open !== undefined) throw new Error('the last record has no end');
  return records;
}

function expectHead(file: Buffer): void {
  if (file.subarray(0, 4).toString() !== ':W&B' || file.readUInt16LE(4) !== 0xbee1 || file.readUInt8(6) !== 0)
    throw new Error('not the head of a .wandb file');
}

/** A message of protocol buffers, unread: fields by number, varints as numbers, the rest as bytes. */
export type Fields = ReadonlyMap<number, readonly (number | Buffer)[]>;

export function fieldsIn(message: Buffer): Fields {
  const fields = new Map<number, (number | Buffer)[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message.readUInt8(at++);
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    let value: number | Buffer;
    if (tag % 8 === 0) value = varint();
    else {
      if (tag % 8 !== 2) throw new Error(`wire type ${tag % 8}`);
      const length = varint();
      value = message.subarray(at, at + length);
      at += length;
    }
    fields.set(number, [...(fields.get(number) ?? []), value]);
  }
  return fields;
}
