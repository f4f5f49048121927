import { HretError } from '../errors.js';
import { optionsIn } from '../sources/choice-cells.js';
import type { ColumnMap } from '../sources/columns.js';
import type { SourceRow } from '../sources/row.js';
import type { SplitRows } from '../sources/row-library.js';

/**
 * What the numbers that name options count from. A 0 or the number of the options tells; a dataset whose answers are
 * numbers and never either of them has to be told about. `undefined` where answers are no numbers.
 */
export async function answersFrom(repo: string, columns: ColumnMap, rows: SplitRows): Promise<0 | 1 | undefined> {
  let example: number | undefined;
  for await (const source of rows.rows()) {
    const found = placeIn(source, columns);
    if (found === undefined) break;
    if (found.number === 0) return 0;
    if (found.number === found.count) return 1;
    if (found.isPlace) example ??= found.number;
  }
  if (example === undefined) return undefined;
  throw new HretError(
    'usage',
    `${repo}: column "${columns.referenceCol}" names options by number (${example}), and no row tells whether they count from 0 or from 1. Set datasetParams.answersFrom to 0 or 1.`,
  );
}

/** The number that is the answer of a row, and whether it can be nothing but a place; nothing for other answers. */
function placeIn({ row, where }: SourceRow, { referenceCol, optionsCol = '' }: ColumnMap) {
  const value = row[referenceCol];
  const number = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  const options = optionsIn({ value: row[optionsCol], column: optionsCol, where }) ?? [];
  if (typeof number !== 'number' || options.length === 0) return undefined;
  const isText = options.some((option) => option.trim() === String(number));
  if (isText && typeof value === 'string') return undefined;
  return { number, count: options.length, isPlace: !isText };
}
