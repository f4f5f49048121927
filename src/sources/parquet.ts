import { type FileHandle, open } from 'node:fs/promises';
import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  type RowGroup,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { HretError, messageOf } from '../errors.js';
import { decodeUtf8 } from '../util/utf8.js';
import type { LocalFile, OpenRows } from './local-file.js';
import { NumberedRow, type SourceRow } from './row.js';

/** Unpacked bytes decoded at once: a row group larger than this is read in parts. */
const BYTES_AT_ONCE = 64 * 1024 * 1024;

/** Parquet, one range of rows at a time; any codec that hyparquet-compressors knows. */
export async function openParquet(file: LocalFile): Promise<OpenRows> {
  const metadata = await withHandle(file, (buffer) => parquetMetadataAsync(buffer));
  return {
    size: Number(metadata.num_rows),
    batches: (signal) => rowBatches(file, metadata, signal),
  };
}

async function* rowBatches(file: LocalFile, metadata: FileMetaData, signal?: AbortSignal): AsyncGenerator<SourceRow[]> {
  const decimals = decimalColumns(metadata);
  const before = `${file.name} row `;
  for (const { rowStart, rowEnd } of rowRanges(metadata.row_groups)) {
    signal?.throwIfAborted();
    const rows = await withHandle(file, (buffer) =>
      parquetReadObjects({
        file: buffer,
        metadata,
        rowStart,
        rowEnd,
        compressors,
        parsers: { stringFromBytes, dateFromDays },
        utf8: false, // bytes that are not declared as text are looked at in plainValue
        useOffsetIndex: true,
      }),
    );
    const columns = Object.keys(rows[0] ?? {});
    yield rows.map((row, index) => {
      makePlain(row, columns, decimals);
      return new NumberedRow(row, before, rowStart + index + 1);
    });
  }
}

/** Ranges within single row groups, in order. */
function* rowRanges(groups: readonly RowGroup[]): Generator<{ rowStart: number; rowEnd: number }> {
  let groupStart = 0;
  for (const group of groups) {
    const rowCount = Number(group.num_rows);
    const parts = Math.ceil(Number(group.total_byte_size) / BYTES_AT_ONCE);
    const step = Math.max(1, Math.ceil(rowCount / Math.max(1, parts)));
    for (let start = 0; start < rowCount; start += step) {
      yield { rowStart: groupStart + start, rowEnd: groupStart + Math.min(start + step, rowCount) };
    }
    groupStart += rowCount;
  }
}

async function withHandle<Result>(file: LocalFile, read: (buffer: AsyncBuffer) => Promise<Result>): Promise<Result> {
  const handle = await open(file.path);
  try {
    const { size } = await handle.stat();
    return await read({ byteLength: size, slice: (start, end = size) => readSlice(handle, start, end) });
  } catch (error) {
    throw new HretError('data', `${file.name} cannot be read as Parquet: ${messageOf(error)}.`, { cause: error });
  } finally {
    await handle.close();
  }
}

async function readSlice(handle: FileHandle, start: number, end: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(new ArrayBuffer(end - start));
  for (let read = 0; read < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, read, bytes.length - read, start + read);
    if (bytesRead === 0) throw new Error('the file ends too early');
    read += bytesRead;
  }
  return bytes.buffer;
}

/** From here on it is worth the calls that `decodeUtf8` makes: of a long Korean text they take half the time. */
const LONG_TEXT_BYTES = 300;
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Unlike the library's own, refuses bytes that are not UTF-8 instead of replacing them. */
function stringFromBytes(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  const isLong = bytes.length >= LONG_TEXT_BYTES;
  const text = isLong ? decodeUtf8(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) : undefined;
  return text ?? strictDecoder.decode(bytes);
}

/** A day has no time of day: `2024-03-01`. */
function dateFromDays(days: number): string {
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}

/** Scales of the decimal columns at the top level; the library multiplies, which gives 0.35000000000000003 for 0.35. */
function decimalColumns(metadata: FileMetaData): ReadonlyMap<string, number> {
  const decimals = metadata.schema.filter((element) => element.converted_type === 'DECIMAL');
  return new Map(decimals.map((element) => [element.name, element.scale ?? 0]));
}

/** In place, as the row is ours alone: most columns are text already, and making every row anew takes longer than decoding some. */
function makePlain(
  row: Record<string, unknown>,
  columns: readonly string[],
  decimals: ReadonlyMap<string, number>,
): void {
  for (const column of columns) {
    const value = row[column];
    if (typeof value === 'string') continue;
    const scale = decimals.get(column);
    row[column] = scale !== undefined && typeof value === 'number' ? Number(value.toFixed(scale)) : plainValue(value);
  }
}

/** What JSON has: whole numbers beyond 2^53 become text, times ISO 8601, bytes text if they are UTF-8 and base64 if not. */
function plainValue(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value !== 'object') return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return textOfBytes(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
  if (Array.isArray(value)) return value.map(plainValue);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plainValue(part)]));
}

function textOfBytes(bytes: Buffer): string {
  return decodeUtf8(bytes) ?? bytes.toString('base64');
}
