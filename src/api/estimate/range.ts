/** A number as it is likely to be, and the most it can be where something bounds it. */
export interface Range {
  readonly typical: number;
  readonly most?: number;
}

export function range(typical: number, most: number | undefined): Range {
  return most === undefined ? { typical } : { typical, most: Math.max(typical, most) };
}

/** Of no ranges 0; without a most where one of them has none. */
export function sumOf(ranges: readonly Range[]): Range {
  const typical = ranges.reduce((sum, one) => sum + one.typical, 0);
  const mosts = ranges.map(({ most }) => most);
  return range(
    typical,
    mosts.reduce((sum, most) => (sum === undefined || most === undefined ? undefined : sum + most), 0),
  );
}
