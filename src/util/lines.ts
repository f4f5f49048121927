import { type FileHandle, open } from 'node:fs/promises';
import { HretError } from '../errors.js';
import { decodeUtf8, UTF8_ADVICE, withoutByteOrderMark } from './utf8.js';

/** One line of a text file, without its line end; `number` counts from 1. */
export interface Line {
  readonly text: string;
  readonly number: number;
}

export const MAX_LINE_BYTES = 64 * 1024 * 1024;
export const CHUNK_BYTES = 64 * 1024;

const NEWLINE = 0x0a;

/** The bytes of a file, a piece at a time; the next piece is read while one is looked at. */
export async function* readChunks(
  path: string,
  signal?: AbortSignal,
  chunkBytes: number = CHUNK_BYTES,
): AsyncGenerator<Buffer> {
  signal?.throwIfAborted();
  const file = await open(path);
  try {
    for (let pending = readNext(file, chunkBytes); ; ) {
      const chunk = await pending;
      signal?.throwIfAborted();
      if (chunk.length === 0) return;
      pending = readNext(file, chunkBytes);
      // Waited for in the next round; when the caller stops early nobody does.
      pending.catch(() => {});
      yield chunk;
    }
  } finally {
    await file.close();
  }
}

async function readNext(file: FileHandle, chunkBytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafeSlow(chunkBytes), 0, chunkBytes, null);
  return buffer.subarray(0, bytesRead);
}

/** The lines of UTF-8 text, many at a time; LF and CRLF both end a line. `name` is what errors call the file. */
export async function* lineBatches(
  chunks: AsyncIterable<Buffer>,
  name: string,
  maxLineBytes: number = MAX_LINE_BYTES,
): AsyncGenerator<Line[]> {
  const limit = { name, maxLineBytes };
  let nextNumber = 1;
  /** The pieces of a line whose end has not been read yet. */
  let begun: Buffer[] = [];
  let begunBytes = 0;

  for await (const chunk of chunks) {
    const lastNewline = chunk.lastIndexOf(NEWLINE);
    if (lastNewline !== -1) {
      const { lines, problem } = linesOf(joined([...begun, chunk.subarray(0, lastNewline)]), nextNumber, limit);
      yield lines;
      if (problem !== undefined) throw problem;
      nextNumber += lines.length;
      begun = [];
      begunBytes = 0;
    }
    begun.push(chunk.subarray(lastNewline + 1));
    begunBytes += chunk.length - lastNewline - 1;
    if (begunBytes > maxLineBytes) throw tooLong(nextNumber, limit);
  }

  const rest = joined(begun);
  if (rest.length === 0 || (nextNumber === 1 && withoutByteOrderMark(rest).length === 0)) return;
  const { lines, problem } = linesOf(rest, nextNumber, limit);
  yield lines;
  if (problem !== undefined) throw problem;
}

interface Limit {
  readonly name: string;
  readonly maxLineBytes: number;
}

interface Block {
  readonly lines: Line[];
  /** What is wrong with the line after `lines`. */
  readonly problem?: HretError;
}

/** Splits bytes that hold whole lines; up to the first bad line, so that nothing good before it is lost. */
function linesOf(bytes: Buffer, firstNumber: number, limit: Limit): Block {
  const block = firstNumber === 1 ? withoutByteOrderMark(bytes) : bytes;
  const text = block.length > limit.maxLineBytes ? undefined : decodeUtf8(block);
  return text === undefined ? linesOneByOne(block, firstNumber, limit) : { lines: split(text, firstNumber) };
}

/** The slow way, for a block that is not UTF-8 or may hold a line that is too long. */
function linesOneByOne(block: Buffer, firstNumber: number, limit: Limit): Block {
  const lines: Line[] = [];
  for (let start = 0; start <= block.length; ) {
    const newline = block.indexOf(NEWLINE, start);
    const end = newline === -1 ? block.length : newline;
    const number = firstNumber + lines.length;
    if (end - start > limit.maxLineBytes) return { lines, problem: tooLong(number, limit) };
    const text = decodeUtf8(block.subarray(start, end));
    if (text === undefined) return { lines, problem: notUtf8(number, limit) };
    lines.push(...split(text, number));
    start = end + 1;
  }
  return { lines };
}

function split(text: string, firstNumber: number): Line[] {
  return text
    .split('\n')
    .map((line, index) => ({ text: line.endsWith('\r') ? line.slice(0, -1) : line, number: firstNumber + index }));
}

function joined(pieces: Buffer[]): Buffer {
  const [first] = pieces;
  return pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
}

function tooLong(number: number, { name, maxLineBytes }: Limit): HretError {
  return new HretError(
    'data',
    `${name}:${number}: the line is longer than ${maxLineBytes} bytes. Is this one JSON document, or a file without line ends?`,
  );
}

function notUtf8(number: number, { name }: Limit): HretError {
  return new HretError('data', `${name}:${number}: not valid UTF-8. ${UTF8_ADVICE}`);
}
