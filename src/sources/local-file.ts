import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { HretError, messageOf } from '../errors.js';
import { CHUNK_BYTES, readChunks } from '../util/lines.js';
import { decodeUtf8, UTF8_ADVICE, withoutByteOrderMark } from '../util/utf8.js';
import type { SourceRow } from './row.js';

/** A file to read rows from. */
export interface LocalFile {
  /** Absolute. */
  readonly path: string;
  /** The path as the user wrote it; what errors call the file. */
  readonly name: string;
  readonly isGzip: boolean;
}

/** What a format makes of a file. */
export interface OpenRows {
  /** How many rows, when the format knows. */
  readonly size?: number;
  /** The rows from the first to the last, many at a time; every call starts again. */
  batches(signal?: AbortSignal): AsyncIterable<readonly SourceRow[]>;
}

/** The bytes of a file, unpacked if it is packed. */
export async function* fileBytes(file: LocalFile, signal?: AbortSignal): AsyncGenerator<Buffer> {
  if (!file.isGzip) {
    yield* readChunks(file.path, signal);
    return;
  }
  // A failure of either stream reaches the loop through the second one.
  const unpacked = pipeline(readChunks(file.path, signal), createGunzip({ chunkSize: CHUNK_BYTES }), () => {});
  try {
    yield* unpacked;
  } catch (error) {
    signal?.throwIfAborted();
    throw new HretError('data', `${file.name} cannot be unpacked: ${messageOf(error)}.`, { cause: error });
  }
}

/** Below the longest text that JavaScript can hold. */
const MAX_TEXT_BYTES = 500_000_000;

/** The whole text of a file. */
export async function fileText(file: LocalFile, signal?: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of fileBytes(file, signal)) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_TEXT_BYTES) {
      throw new HretError('data', `${file.name} is too large to be read whole. Write it as JSON Lines (.jsonl).`);
    }
  }
  const text = decodeUtf8(withoutByteOrderMark(Buffer.concat(chunks)));
  if (text === undefined) throw new HretError('data', `${file.name}: not valid UTF-8. ${UTF8_ADVICE}`);
  return text;
}
