import type { Statistic } from '../stats/index.js';
import type { SampleResult } from './sample-result.js';

/** The results of one sample, one a trial, in the order asked. */
export type Trials = readonly SampleResult[];

/** A metric of the run that is a mean over samples, of a value that takes all trials of a sample: pass@k. */
export interface MeanMetric {
  readonly kind: 'mean';
  readonly name: string;
  /** The value of one sample; `undefined` where it has none. */
  of(trials: Trials): number | undefined;
}

/** A metric of the run that is worked out from what all samples add together: BLEU, macro F1. */
export interface PooledMetric<Part = unknown> {
  readonly kind: 'pooled';
  readonly name: string;
  /** The metric of single samples by which one counts as won or lost in a comparison. */
  readonly perSample: string;
  /** What people call a point of it: 0.01 of a share, 1 of a metric from 0 to 100; absent where they do not. */
  readonly point?: number;
  /** What one sample adds; `undefined` where it adds nothing. */
  partOf(trials: Trials): Part | undefined;
  /** The metric over these samples, each counted so many times as it is asked for. */
  over(parts: readonly Part[]): Statistic;
}

/** A metric over all samples of a run, of which intervals and comparisons of runs can be worked out. */
export type RunMetric = MeanMetric | PooledMetric;

/** A pooled metric whose samples add numbers that are summed, place by place. */
export function summedMetric(
  definition: Pick<PooledMetric, 'name' | 'perSample' | 'point'> & {
    countsOf(trials: Trials): readonly number[] | undefined;
    from(sums: readonly number[]): number | undefined;
  },
): PooledMetric<readonly number[]> {
  const { name, perSample, point, from } = definition;
  return {
    kind: 'pooled',
    name,
    perSample,
    ...(point !== undefined && { point }),
    partOf: (trials) => definition.countsOf(trials),
    over: (parts) => (times) => from(summed(parts, times)),
  };
}

/** A sample's trials one after the other: what each of them adds, put together. */
export function summedOverTrials(
  trials: Trials,
  countsOf: (result: SampleResult) => readonly number[] | undefined,
): readonly number[] | undefined {
  const all = trials.map(countsOf).filter((counts) => counts !== undefined);
  return all.length < 2 ? all[0] : summed(all);
}

function summed(all: readonly (readonly number[])[], times?: Uint32Array): number[] {
  const sums = new Array<number>(all[0]?.length ?? 0).fill(0);
  for (const [place, counts] of all.entries()) {
    const weight = times === undefined ? 1 : (times[place] as number);
    if (weight === 0) continue;
    for (let column = 0; column < sums.length; column++)
      sums[column] = (sums[column] as number) + weight * (counts[column] ?? 0);
  }
  return sums;
}

/** Results by sample, in dataset order; trials of a sample in the order asked. */
export function bySample(results: readonly SampleResult[]): Trials[] {
  const samples = new Map<number, SampleResult[]>();
  for (const result of results) {
    const trials = samples.get(result.index);
    if (trials === undefined) samples.set(result.index, [result]);
    else trials.push(result);
  }
  return [...samples.values()].map((trials) => trials.sort((a, b) => (a.trial ?? 0) - (b.trial ?? 0)));
}
