import { HretError, messageOf } from '../errors.js';
import { type Line, lineBatches } from '../util/lines.js';
import { fileBytes, type LocalFile, type OpenRows } from './local-file.js';
import { excerpt, isRow, kindOf, NumberedRow, type SourceRow } from './row.js';

/** JSON Lines: one object a line. Blank lines are passed over. */
export function openJsonl(file: LocalFile): OpenRows {
  return { batches: (signal) => rowBatches(file, signal) };
}

async function* rowBatches(file: LocalFile, signal?: AbortSignal): AsyncGenerator<SourceRow[]> {
  const before = `${file.name}:`;
  for await (const lines of lineBatches(fileBytes(file, signal), file.name)) {
    const rows: SourceRow[] = [];
    for (const line of lines) {
      const row = parseLine(line, before);
      if (row instanceof HretError) {
        // The rows before the bad line are good; they go out first.
        yield rows;
        throw row;
      }
      if (row !== undefined) rows.push(row);
    }
    yield rows;
  }
}

function parseLine({ text, number }: Line, before: string): SourceRow | HretError | undefined {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch (error) {
    if (text.trim() === '') return undefined;
    const message = `${before}${number}: not valid JSON (${messageOf(error)}). The line is: ${excerpt(text)}${advice(text, number)}`;
    return new HretError('data', message, { cause: error });
  }
  if (isRow(row)) return new NumberedRow(row, before, number);
  return new HretError(
    'data',
    `${before}${number}: expected an object with columns, got ${kindOf(row)}.${advice(text, number)}`,
  );
}

function advice(text: string, number: number): string {
  if (number === 1 && /^\s*[[{]/.test(text)) return ' If the whole file is one JSON document, set format: "json".';
  if (/[:[,]\s*-?(?:NaN|Infinity)\b/.test(text)) return ' JSON has no NaN or Infinity; write null.';
  return '';
}
