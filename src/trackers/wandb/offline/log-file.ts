import { crc32 } from 'node:zlib';

/**
 * The file `run-<id>.wandb` is a LevelDB log: blocks of 32 KiB, in them chunks of crc32 (u32le, over type and data), length
 * (u16le), type and data. A record that does not fit into its block goes on in the next one.
 */
const BLOCK = 32 * 1024;
const CHUNK_HEAD = 7;
const FULL = 1;
const FIRST = 2;
const MIDDLE = 3;
const LAST = 4;

/** `:W&B`, the magic number 0xBEE1 and version 0. Counts as the first bytes of the first block. */
export const LOG_HEAD: Uint8Array = Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00]);

/** Where the next record goes: how long the file is, and how many records it has. */
export interface LogEnd {
  readonly bytes: number;
  readonly records: number;
}

/** The bytes that put records behind `offset` bytes of a log. They depend on nothing else, so a repeat writes the same. */
export function logBytes(records: readonly Uint8Array[], offset: number): Buffer {
  const parts: Uint8Array[] = [];
  let at = offset;
  for (const record of records) {
    for (const part of chunksOf(record, at)) {
      parts.push(part);
      at += part.length;
    }
  }
  return Buffer.concat(parts);
}

function* chunksOf(record: Uint8Array, offset: number): Generator<Uint8Array, void, undefined> {
  let at = offset;
  let taken = 0;
  let isFirst = true;
  do {
    const room = BLOCK - (at % BLOCK);
    if (room < CHUNK_HEAD) {
      yield new Uint8Array(room);
      at += room;
      continue;
    }
    const data = record.subarray(taken, taken + room - CHUNK_HEAD);
    taken += data.length;
    const isLast = taken === record.length;
    yield chunk(isFirst ? (isLast ? FULL : FIRST) : isLast ? LAST : MIDDLE, data);
    isFirst = false;
    at += CHUNK_HEAD + data.length;
    if (isLast) return;
  } while (true);
}

function chunk(type: number, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(CHUNK_HEAD + data.length);
  bytes.writeUInt16LE(data.length, 4);
  bytes.writeUInt8(type, 6);
  bytes.set(data, CHUNK_HEAD);
  bytes.writeUInt32LE(crc32(bytes.subarray(6)), 0);
  return bytes;
}
