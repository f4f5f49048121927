import { closeSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { SampleResult } from '../core/sample-result.js';
import { flatten } from '../util/flatten.js';
import { type Line, lineBatches, linesSync } from './journal-lines.js';
import { headOf, type JournalPart } from './journal-reader.js';
import { decodeResult } from './journal-row.js';
import { RowIndex, type RowPlace } from './row-index.js';

/** Results in dataset order, the last row of each work item. Holds some 50 bytes a row, and two batches of rows. */
export function readResults(part: JournalPart): AsyncIterable<SampleResult> {
  return flatten(resultBatches(part));
}

/** The same all at once, without waiting. */
export function readResultsSync(part: JournalPart): SampleResult[] {
  if (part.size === 0) return [];
  const fd = openSync(part.path, 'r');
  try {
    const index = new RowIndex();
    addLines(index, linesSync(fd, part.size), part);
    const results: SampleResult[] = [];
    for (const rows of readingBatches(index)) {
      const batch = new Batch(rows);
      for (const { bytes, offset } of batch.pieces) readSync(fd, bytes, 0, bytes.length, offset);
      for (const result of batch.results(part)) results.push(result);
    }
    return results;
  } finally {
    closeSync(fd);
  }
}

async function* resultBatches(part: JournalPart): AsyncGenerator<SampleResult[], void, undefined> {
  if (part.size === 0) return;
  const handle = await open(part.path, 'r');
  try {
    const index = new RowIndex();
    for await (const lines of lineBatches(handle, part.size)) addLines(index, lines, part);
    let ahead: Promise<Batch> | undefined;
    for (const rows of readingBatches(index)) {
      const current = ahead;
      ahead = readBatch(handle, rows);
      // Waited for in the next round; when the caller stops early nobody does.
      ahead.catch(() => {});
      if (current !== undefined) yield (await current).results(part);
    }
    if (ahead !== undefined) yield (await ahead).results(part);
  } finally {
    await handle.close();
  }
}

function addLines(index: RowIndex, lines: Iterable<Line>, part: JournalPart): void {
  for (const line of lines) {
    const head = headOf(line, part);
    if (head !== undefined) index.add(head, line);
  }
}

async function readBatch(handle: FileHandle, rows: readonly RowPlace[]): Promise<Batch> {
  const batch = new Batch(rows);
  await Promise.all(batch.pieces.map(({ bytes, offset }) => handle.read(bytes, 0, bytes.length, offset)));
  return batch;
}

const BATCH_BYTES = 1 << 20;
const BATCH_ROWS = 1024;

function* readingBatches(index: RowIndex): Generator<RowPlace[], void, undefined> {
  let rows: RowPlace[] = [];
  let bytes = 0;
  for (const row of index.inDatasetOrder()) {
    rows.push(row);
    bytes += row.length;
    if (bytes < BATCH_BYTES && rows.length < BATCH_ROWS) continue;
    yield rows;
    [rows, bytes] = [[], 0];
  }
  if (rows.length > 0) yield rows;
}

/** A stretch of the file to be read into `bytes` at once. */
interface Piece {
  readonly offset: number;
  readonly bytes: Buffer;
}

/** Up to this many bytes between two rows are read along rather than read around. */
const GAP_BYTES = 4096;

/** Some rows, in dataset order, and the pieces of the file that hold them. */
class Batch {
  readonly pieces: readonly Piece[];
  readonly #rows: readonly RowPlace[];
  readonly #pieceOf = new Map<RowPlace, Piece>();

  constructor(rows: readonly RowPlace[]) {
    this.#rows = rows;
    this.pieces = stretchesOf(rows).map((stretch) => this.#pieceFor(stretch));
  }

  results({ path, warn }: JournalPart): SampleResult[] {
    const results: SampleResult[] = [];
    for (const place of this.#rows) {
      const { bytes, offset } = this.#pieceOf.get(place) as Piece;
      const result = decodeResult(bytes, place.offset - offset, place.offset - offset + place.length);
      if (result !== undefined) results.push(result);
      else
        warn(`${path}: the row at byte ${place.offset} is damaged behind its scores and is left out of the results.`);
    }
    return results;
  }

  #pieceFor(stretch: readonly [RowPlace, ...RowPlace[]]): Piece {
    const [{ offset }] = stretch;
    const { offset: lastOffset, length } = stretch.at(-1) ?? stretch[0];
    const piece = { offset, bytes: Buffer.allocUnsafe(lastOffset + length - offset) };
    for (const row of stretch) this.#pieceOf.set(row, piece);
    return piece;
  }
}

/** Rows that stand close together in the file. */
function stretchesOf(rows: readonly RowPlace[]): [RowPlace, ...RowPlace[]][] {
  const stretches: [RowPlace, ...RowPlace[]][] = [];
  let end = 0;
  for (const row of rows.toSorted((a, b) => a.offset - b.offset)) {
    const stretch = stretches.at(-1);
    if (stretch !== undefined && row.offset - end <= GAP_BYTES) stretch.push(row);
    else stretches.push([row]);
    end = row.offset + row.length;
  }
  return stretches;
}
