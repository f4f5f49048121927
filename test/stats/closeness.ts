import { expect } from 'vitest';

/** Expects two numbers to agree to `tolerance`, relative to the wanted one, or absolute where that is 0. */
export function expectClose(actual: number | undefined, wanted: number, tolerance: number, what = ''): void {
  if (actual === undefined) throw new Error(`expected ${wanted}, got undefined ${what}`);
  const error = Math.abs(actual - wanted) / (wanted === 0 ? 1 : Math.abs(wanted));
  expect(error, `${actual} against ${wanted} ${what}`).toBeLessThanOrEqual(tolerance);
}

/** Expects both ends of an interval to agree, with errors measured against its larger end. */
export function expectSameInterval(
  actual: readonly number[] | undefined,
  wanted: readonly number[],
  tolerance: number,
  what = '',
): void {
  if (actual === undefined) throw new Error(`expected ${wanted}, got undefined ${what}`);
  const scale = Math.max(...wanted.map(Math.abs), Number.MIN_VALUE);
  expect(actual).toHaveLength(wanted.length);
  for (const [index, end] of wanted.entries()) {
    const error = Math.abs((actual[index] ?? Number.NaN) - end) / scale;
    expect(error, `${actual} against ${wanted} ${what}`).toBeLessThanOrEqual(tolerance);
  }
}
