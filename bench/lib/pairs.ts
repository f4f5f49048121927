/** What alternating pairs found: medians of both sides, the median of the pairs' ratios, and the least and largest of these. */
export interface Compared {
  readonly ours: number;
  readonly baseline: number;
  readonly ratio: number;
  readonly spread: readonly [least: number, most: number];
}

/** Measures both sides `pairs` times, in alternating order. */
export async function alternate(
  pairs: number,
  ours: () => Promise<number>,
  baseline: () => Promise<number>,
): Promise<Compared> {
  return compared(await inPairs(pairs, ours, baseline));
}

/** A, B, B, A, A, B …: a machine that slows down or speeds up on the way favours neither side. */
export async function inPairs<Measured>(
  pairs: number,
  ours: () => Promise<Measured>,
  baseline: () => Promise<Measured>,
): Promise<(readonly [ours: Measured, baseline: Measured])[]> {
  const measured: (readonly [Measured, Measured])[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    if (pair % 2 === 0) {
      const first = await ours();
      measured.push([first, await baseline()]);
    } else {
      const first = await baseline();
      measured.push([await ours(), first]);
    }
  }
  return measured;
}

/** Ratios are taken within a pair, where both sides met the same machine. */
export function compared(pairs: readonly (readonly [ours: number, baseline: number])[]): Compared {
  const ratios = pairs.map(([ours, baseline]) => ours / baseline);
  return {
    ours: median(pairs.map(([ours]) => ours)),
    baseline: median(pairs.map(([, baseline]) => baseline)),
    ratio: median(ratios),
    spread: spreadOf(ratios),
  };
}

/** Measures one side alone, for a target that is an amount. */
export async function repeat<Measured>(times: number, measure: () => Promise<Measured>): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (let time = 0; time < times; time++) measured.push(await measure());
  return measured;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function spreadOf(values: readonly number[]): readonly [least: number, most: number] {
  return [Math.min(...values), Math.max(...values)];
}
