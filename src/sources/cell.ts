import { HretError } from '../errors.js';
import { excerpt, kindOf, type SourceRow } from './row.js';

/** One value of a row, with what errors need to point at it. */
export interface Cell {
  readonly value: unknown;
  readonly column: string;
  /** Where the row came from. */
  readonly where: string;
}

/** A cell of a row at hand; where the row came from is only asked for by errors. */
export class RowCell implements Cell {
  readonly value: unknown;
  readonly column: string;
  readonly #source: SourceRow;

  constructor(source: SourceRow, column: string) {
    this.value = source.row[column];
    this.column = column;
    this.#source = source;
  }

  get where(): string {
    return this.#source.where;
  }
}

/** An error about one cell: `questions.jsonl:17: column "answer" …`. */
export function cellError({ where, column }: Cell, what: string): HretError {
  return new HretError('data', `${where}: column "${column}" ${what}`);
}

/** No value at all: what formats with types write for a missing one. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** The cell as text; a number or a boolean keeps the text it has in JSON. */
export function textOf(cell: Cell): string {
  const { value } = cell;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return textOfNumber(value, cell);
  if (isAbsent(value)) throw cellError(cell, 'has no value (null).');
  throw cellError(cell, `holds ${kindOf(value)}; expected text or a number.`);
}

/** Texts of a list, or of a string that is a JSON list of strings; `undefined` for anything else. */
export function listOf(cell: Cell): string[] | undefined {
  const values = Array.isArray(cell.value) ? cell.value : jsonList(cell.value);
  return values?.map((value: unknown) =>
    typeof value === 'string' ? value : textOf({ value, column: cell.column, where: cell.where }),
  );
}

/** Only a list of strings: `[]` and `[1, 2]` are more often a list, an interval or a vector that is the answer. */
function jsonList(value: unknown): string[] | undefined {
  if (typeof value !== 'string' || !/^\s*\[/.test(value)) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    const isTexts = Array.isArray(parsed) && parsed.length > 0 && parsed.every((part) => typeof part === 'string');
    return isTexts ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function textOfNumber(value: number, cell: Cell): string {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw cellError(cell, `holds ${value}, a number too large to be read exactly. Write it as text, in quotes.`);
  }
  return String(value);
}

/** A cell in an error message. */
export function shown(text: string): string {
  return JSON.stringify(excerpt(text));
}
