import type { Library, Tensor } from './library.js';

/** Rows of equal length as an int64 tensor [rows, columns]. */
export function tensorOf(library: Library, rows: readonly (readonly number[])[]): Tensor {
  const columns = rows[0]?.length ?? 0;
  return new library.Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, columns]);
}
