import { HretError } from '../errors.js';

/** What a table of `apache-arrow` is at least. */
export interface ArrowTable {
  readonly numRows: number;
  readonly numCols: number;
  getChild(name: string): { get(row: number): unknown } | null;
}

/** The part of the package that is used. */
interface Arrow {
  readonly Float64: new () => unknown;
  readonly Utf8: new () => unknown;
  readonly Bool: new () => unknown;
  readonly Table: new (columns: Readonly<Record<string, unknown>>) => ArrowTable;
  vectorFromArray(values: readonly unknown[], type: unknown): unknown;
}

/** Not a literal in `import()`, so that compilers do not ask for it. */
const PACKAGE: string = 'apache-arrow';

/**
 * Columns as an Arrow table: numbers as float64, texts as utf8, booleans as bool, absent values as null. A column of lists,
 * objects or several kinds has its values as JSON texts, so that its type does not depend on the first row.
 */
export async function arrowTable(
  columns: Readonly<Record<string, readonly unknown[]>>,
  load: () => Promise<unknown> = () => import(PACKAGE),
): Promise<ArrowTable> {
  const arrow = await loaded(load);
  const vectors = Object.entries(columns).map(([name, values]) => [name, vectorOf(arrow, values)] as const);
  return new arrow.Table(Object.fromEntries(vectors));
}

function vectorOf(arrow: Arrow, values: readonly unknown[]): unknown {
  const kinds = new Set(values.flatMap((value) => (value === null || value === undefined ? [] : [typeof value])));
  const [kind] = kinds;
  const isOne = kinds.size === 1;
  const known = values.map((value) => value ?? null);
  if (isOne && kind === 'number') return arrow.vectorFromArray(known, new arrow.Float64());
  if (isOne && kind === 'boolean') return arrow.vectorFromArray(known, new arrow.Bool());
  if (isOne && kind === 'string') return arrow.vectorFromArray(known, new arrow.Utf8());
  const texts = known.map((value) => (value === null ? null : JSON.stringify(value)));
  return arrow.vectorFromArray(texts, new arrow.Utf8());
}

async function loaded(load: () => Promise<unknown>): Promise<Arrow> {
  try {
    return (await load()) as Arrow;
  } catch (cause) {
    throw new HretError(
      'missing_package',
      'An Arrow table needs the package "apache-arrow". Install it: npm install apache-arrow@21. toDataFrame() gives plain columns without it.',
      { cause },
    );
  }
}
