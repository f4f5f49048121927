/** One measured figure: ours and the baseline it was taken against in the same run, in alternating pairs. */
export interface Figure {
  /** What was measured, as a row of the table: `openai backend, 0 ms, concurrency 64: throughput`. Unique in its suite. */
  readonly name: string;
  /** Of `ours` and `baseline`: `samples/s`, `ms`, `MB` … */
  readonly unit: string;
  /** Median over the pairs. */
  readonly ours: number;
  /** Median over the pairs; absent where the target is an amount and not a ratio. */
  readonly baseline?: number;
  /** What the baseline is: `undici Pool.request, same prompts`. */
  readonly against?: string;
  /** Median of the ratios of the pairs, ours to baseline; absent without a baseline. */
  readonly ratio?: number;
  /** Smallest and largest ratio of a pair, or smallest and largest `ours` where there is no ratio. */
  readonly spread: readonly [least: number, most: number];
  readonly pairs: number;
  /** What we promise, about the ratio when there is one, else about `ours`. */
  readonly target?: Target;
}

export type Target = { readonly atLeast: number } | { readonly atMost: number };

export interface BenchOptions {
  /** Alternating pairs a figure; at least 5 unless the caller asked for a quick look. */
  readonly pairs: number;
  /** Smaller inputs, to see that everything runs; its figures mean little and say so. */
  readonly isQuick: boolean;
  /** A folder of this run for generated data and results; emptied at the end. */
  readonly folder: string;
  /** Tells what is going on, on stderr. */
  readonly say: (line: string) => void;
  /** Tells what is missing in the table and why; printed under it and kept with the figures. */
  readonly note: (line: string) => void;
}

/** A file in `suites/` exports one as `suite`. */
export interface Suite {
  readonly name: string;
  readonly summary: string;
  run(options: BenchOptions): Promise<readonly Figure[]>;
}
