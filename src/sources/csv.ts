import { finished } from 'node:stream/promises';
import { CsvError, Parser } from 'csv-parse';
import { HretError, messageOf } from '../errors.js';
import { MAX_LINE_BYTES } from '../util/lines.js';
import { fileBytes, type LocalFile, type OpenRows } from './local-file.js';
import { excerpt, type SourceRow } from './row.js';
import { wholeCharacters } from './whole-characters.js';

/** Comma-separated values as in RFC 4180, with a header. Cells stay the text they are: `001` is `001`, an empty cell is `""`. */
export function openCsv(file: LocalFile): OpenRows {
  return { batches: (signal) => rowBatches(file, ',', signal) };
}

/** The same with tabs between the cells. */
export function openTsv(file: LocalFile): OpenRows {
  return { batches: (signal) => rowBatches(file, '\t', signal) };
}

type Delimiter = ',' | '\t';

async function* rowBatches(file: LocalFile, delimiter: Delimiter, signal?: AbortSignal): AsyncGenerator<SourceRow[]> {
  const reader = recordReader(file.name, delimiter);
  const toRow = rowMaker(file.name);
  for await (const chunk of wholeCharacters(fileBytes(file, signal), file.name))
    yield* rowsOf(await reader.read(chunk));
  yield* rowsOf(await reader.end());

  function* rowsOf({ records, problem }: Records): Generator<SourceRow[]> {
    const rows: SourceRow[] = [];
    for (const record of records) {
      const row = toRow(record);
      if (row instanceof HretError) {
        yield rows;
        throw row;
      }
      if (row !== undefined) rows.push(row);
    }
    yield rows;
    if (problem !== undefined) throw problem;
  }
}

interface CsvRecord {
  readonly cells: readonly string[];
  /** The line it begins on. */
  readonly line: number;
}

interface Records {
  readonly records: readonly CsvRecord[];
  readonly problem?: HretError;
}

/** Takes bytes, gives the records that end in them. */
function recordReader(name: string, delimiter: Delimiter) {
  let records: CsvRecord[] = [];
  /** Lines that the records so far took; the parser's own count is off after a line break inside quotes. */
  let lines = 0;
  const parser = new Parser({
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    // Files with tabs seldom quote anything, so a quote inside a cell is a character like any other.
    relax_quotes: delimiter === '\t',
    skip_empty_lines: true,
    max_record_size: MAX_LINE_BYTES,
    // Called while the bytes are parsed. Passing nothing on spares a wait for every record.
    on_record: (cells, { empty_lines }) => {
      records.push({ cells, line: lines + empty_lines + 1 });
      lines += 1 + lineBreaksIn(cells);
      return null;
    },
  });
  parser.on('error', () => {}); // told by the callback of write, or by finished
  parser.resume();

  function taken(error: unknown): Records {
    const whole = { records };
    records = [];
    if (error === undefined || error === null) return whole;
    return { ...whole, problem: problemOf(error, `${name}:${lines + parser.info.empty_lines + 1}`) };
  }

  return {
    read: (chunk: Buffer) => new Promise<Records>((resolve) => parser.write(chunk, (error) => resolve(taken(error)))),
    end: () => {
      parser.end();
      return finished(parser).then(() => taken(undefined), taken);
    },
  };
}

function lineBreaksIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) count++;
  }
  return count;
}

/** The first record is the header; the others become rows. */
function rowMaker(name: string): (record: CsvRecord) => SourceRow | HretError | undefined {
  let header: readonly string[] | undefined;
  return ({ cells, line }) => {
    const where = `${name}:${line}`;
    if (header === undefined) {
      header = cells;
      return headerProblem(cells, where);
    }
    if (cells.length !== header.length) return countProblem(cells, header, where);
    return { row: Object.fromEntries(header.map((column, index) => [column, cells[index]])), where };
  };
}

function headerProblem(header: readonly string[], where: string): HretError | undefined {
  const repeated = header.find((column, index) => header.indexOf(column) !== index);
  if (repeated === undefined) return undefined;
  const what = repeated === '' ? 'several columns without a name' : `two columns called "${repeated}"`;
  return new HretError('data', `${where}: the header has ${what}. Give every column its own name.`);
}

function countProblem(cells: readonly string[], header: readonly string[], where: string): HretError {
  return new HretError(
    'data',
    `${where}: ${cells.length} cells, but the header has ${header.length} columns (${excerpt(header.join(', '))}). ` +
      `A cell with a separator or a line break inside needs quotes around it. The record is: ${excerpt(cells.join(' | '))}`,
  );
}

function problemOf(error: unknown, where: string): HretError {
  return new HretError('data', `${where}: ${reasonOf(error)}`, { cause: error });
}

function reasonOf(error: unknown): string {
  const code = error instanceof CsvError ? error.code : undefined;
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'the record that begins here opens a quote (") and never closes it.';
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'a quote (") stands in the middle of a cell. Put the whole cell in quotes and double those inside: "그는 ""네"" 했다".';
    case 'CSV_MAX_RECORD_SIZE':
      return `the record that begins here is longer than ${MAX_LINE_BYTES} bytes. Is a quote (") left open?`;
    default:
      return messageOf(error);
  }
}
