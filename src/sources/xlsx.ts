import { HretError, messageOf } from '../errors.js';
import type { LocalFile, OpenRows } from './local-file.js';
import type { SourceRow } from './row.js';

/** The first sheet of an Excel workbook; its first row is the header. Read whole, by the optional package read-excel-file. */
export async function openXlsx(
  file: LocalFile,
  importReader = () => import('read-excel-file/node'),
): Promise<OpenRows> {
  const { readSheet } = await importReader().catch((error: unknown) => {
    throw new HretError(
      'missing_package',
      'Reading .xlsx files needs the package read-excel-file. Install it: npm install read-excel-file',
      { cause: error },
    );
  });
  const sheet: unknown[][] = await readSheet(file.path, { trim: false }).catch((error: unknown) => {
    throw new HretError('data', `${file.name} cannot be read as .xlsx: ${messageOf(error)}.`, { cause: error });
  });
  const rows = rowsOf(sheet, file.name);
  return {
    size: rows.length,
    async *batches() {
      yield rows;
    },
  };
}

function rowsOf([header = [], ...records]: readonly unknown[][], name: string): SourceRow[] {
  const columns = header.map((cell) => String(plainCell(cell)));
  const repeated = columns.find((column, index) => column !== '' && columns.indexOf(column) !== index);
  if (repeated !== undefined) {
    throw new HretError('data', `${name} row 1: the header has two columns called "${repeated}".`);
  }
  const rows: SourceRow[] = [];
  for (const [index, cells] of records.entries()) {
    if (cells.every((cell) => cell === null)) continue;
    const where = `${name} row ${index + 2}`;
    rows.push({ row: Object.fromEntries(namedCells(columns, cells, where)), where });
  }
  return rows;
}

function namedCells(columns: readonly string[], cells: readonly unknown[], where: string): [string, unknown][] {
  const named: [string, unknown][] = [];
  for (const [index, cell] of cells.entries()) {
    const column = columns[index] ?? '';
    if (column !== '') named.push([column, plainCell(cell)]);
    else if (cell !== null) {
      throw new HretError('data', `${where}: cell ${index + 1} has a value, but its column has no name in the header.`);
    }
  }
  return named;
}

/** An empty cell is `""`, as in CSV; a date is its ISO 8601 text. */
function plainCell(cell: unknown): unknown {
  if (cell === null) return '';
  return cell instanceof Date ? cell.toISOString() : cell;
}
