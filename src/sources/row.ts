/** One row of a data file: column names and values, as the format gives them. */
export type Row = Readonly<Record<string, unknown>>;

/** A row, and where it came from, for errors: `questions.jsonl:17`, `questions.parquet row 17`. */
export interface SourceRow {
  readonly row: Row;
  readonly where: string;
}

/** A row of a file that counts its rows. Its place is put into words only when an error asks: most rows have none. */
export class NumberedRow implements SourceRow {
  readonly row: Row;
  readonly #before: string;
  readonly #number: number;

  /** `before` is what stands before the number: `questions.jsonl:`, `questions.parquet row `. */
  constructor(row: Row, before: string, number: number) {
    this.row = row;
    this.#before = before;
    this.#number = number;
  }

  get where(): string {
    return `${this.#before}${this.#number}`;
  }
}

/** Whether a value has columns. */
export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a value is, in a sentence: `an array`, `null`, `a number`. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** The beginning of a text, on one line, for errors. */
export function excerpt(text: string, length = 80): string {
  const oneLine = text.slice(0, length + 1).replace(/\s+/g, ' ');
  return oneLine.length > length ? `${oneLine.slice(0, length)}…` : oneLine;
}
