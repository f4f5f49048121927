import { HretError, messageOf } from '../errors.js';
import { fileText, type LocalFile, type OpenRows } from './local-file.js';
import { excerpt, isRow, kindOf, type Row, type SourceRow } from './row.js';

/** One JSON document: an array of objects, or an object with such an array under `data`. It is read whole. */
export async function openJson(file: LocalFile, signal?: AbortSignal): Promise<OpenRows> {
  const rows = rowsOf(parse(await fileText(file, signal), file.name), file.name);
  return {
    size: rows.length,
    async *batches() {
      yield rows;
    },
  };
}

function parse(text: string, name: string): unknown {
  if (text.trim() === '') throw new HretError('data', `${name} has no rows.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    const where = name + placeOf(messageOf(error), text);
    const advice = looksLikeLines(text) ? ' It looks like JSON Lines; set format: "jsonl".' : '';
    throw new HretError('data', `${where}: not valid JSON (${messageOf(error)}).${advice}`, { cause: error });
  }
}

/** `:line:column` of the position named in a message of JSON.parse, if it names one. */
function placeOf(message: string, text: string): string {
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position));
  return `:${before.split('\n').length}:${before.length - before.lastIndexOf('\n')}`;
}

function looksLikeLines(text: string): boolean {
  const firstLine = text.trimStart().split('\n', 1)[0] ?? '';
  try {
    return isRow(JSON.parse(firstLine));
  } catch {
    return false;
  }
}

function rowsOf(document: unknown, name: string): SourceRow[] {
  const list = isRow(document) && Array.isArray(document.data) ? document.data : document;
  if (!Array.isArray(list)) throw notRows(document, name);
  return list.map((row: unknown, index) => {
    const where = `${name} row ${index + 1}`;
    if (!isRow(row)) throw new HretError('data', `${where}: expected an object with columns, got ${kindOf(row)}.`);
    return { row, where };
  });
}

function notRows(document: unknown, name: string): HretError {
  const expected = 'Expected an array of objects, or {"data": [...]} with one';
  if (!isRow(document)) return new HretError('data', `${name}: ${expected}; got ${kindOf(document)}.`);
  if (isByColumn(document)) {
    return new HretError(
      'data',
      `${name} is written column by column (${columnNames(document)}), so it does not say which values belong together. ` +
        `${expected}; pandas writes it with df.to_json(path, orient="records").`,
    );
  }
  return new HretError('data', `${name}: ${expected}; got an object with ${columnNames(document)}.`);
}

/** `{"input": […], "reference": […]}`, or what pandas writes unasked: `{"input": {"0": …}, …}`. */
function isByColumn(document: Row): boolean {
  const columns = Object.values(document);
  return columns.length > 0 && (columns.every(Array.isArray) || columns.every(isRow));
}

function columnNames(document: Row): string {
  return excerpt(Object.keys(document).join(', ') || 'no keys');
}
