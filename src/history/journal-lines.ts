import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/** A line of a file: `bytes` from `start` to `end`, without the line end. */
export interface Line {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** Where in the file it begins. */
  readonly offset: number;
  /** Counted from 1. */
  readonly number: number;
}

const CHUNK_BYTES = 1 << 20;
const LINE_END = 0x0a;

/**
 * The whole lines of the first `size` bytes of a file, chunk by chunk; the next chunk is read while one is looked at. The
 * bytes of a batch are overwritten after it, so nobody may keep a line.
 */
export async function* lineBatches(handle: FileHandle, size: number): AsyncGenerator<Iterable<Line>, void, undefined> {
  const lines = new LineSplitter();
  // Two for the whole file: a new one for each chunk would pile up until the garbage collector comes by.
  let buffer = chunkBuffer(size);
  let nextBuffer = chunkBuffer(size);
  let pending = readChunk(handle, buffer, 0, size);
  for (let position = 0; position < size; ) {
    const chunk = await pending;
    if (chunk.length === 0) return;
    position += chunk.length;
    [buffer, nextBuffer] = [nextBuffer, buffer];
    pending = readChunk(handle, buffer, position, size);
    // Waited for in the next round; when the caller stops early nobody does.
    pending.catch(() => {});
    yield lines.split(chunk);
  }
}

/** The same for a file descriptor, without waiting. */
export function* linesSync(fd: number, size: number): Generator<Line, void, undefined> {
  const lines = new LineSplitter();
  const buffer = chunkBuffer(size);
  for (let position = 0; position < size; ) {
    const length = readSync(fd, buffer, 0, Math.min(buffer.length, size - position), position);
    if (length === 0) return;
    position += length;
    yield* lines.split(buffer.subarray(0, length));
  }
}

function chunkBuffer(size: number): Buffer {
  return Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, size));
}

async function readChunk(handle: FileHandle, buffer: Buffer, position: number, size: number): Promise<Buffer> {
  const wanted = Math.min(buffer.length, size - position);
  if (wanted === 0) return buffer.subarray(0, 0);
  const { bytesRead } = await handle.read(buffer, 0, wanted, position);
  return buffer.subarray(0, bytesRead);
}

/** Cuts chunks into lines; a line that spans chunks is put together. What follows the last line end is not a line yet. */
class LineSplitter {
  #offset = 0;
  #number = 0;
  #begun: Buffer[] = [];

  *split(chunk: Buffer): Generator<Line, void, undefined> {
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, start)) {
      yield this.#begun.length === 0 ? this.#line(chunk, start, end) : this.#joined(chunk.subarray(0, end));
      start = end + 1;
    }
    // Copied, since the next chunk may come in the same place.
    if (start < chunk.length) this.#begun.push(Buffer.from(chunk.subarray(start)));
  }

  #joined(rest: Buffer): Line {
    const bytes = Buffer.concat([...this.#begun, rest]);
    this.#begun = [];
    return this.#line(bytes, 0, bytes.length);
  }

  #line(bytes: Buffer, start: number, end: number): Line {
    const offset = this.#offset;
    this.#offset += end - start + 1;
    this.#number += 1;
    return { bytes, start, end, offset, number: this.#number };
  }
}
