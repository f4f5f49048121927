import { isLowerBetter } from '../core/metric-direction.js';
import type { SampleResult } from '../core/sample-result.js';
import { HretError } from '../errors.js';
import { comparePaired, type PairedComparison } from '../stats/index.js';
import type { EvaluationResult } from './evaluation-result.js';

export interface CompareResultsOptions {
  /** Default: the first metric both results have values of. */
  readonly metric?: string;
  /** Seed of the bootstrap, where one is used. */
  readonly seed?: number;
}

export interface ResultComparison extends PairedComparison {
  readonly metric: string;
  /** Samples left out because only one of the two has a value for them. */
  readonly unpaired: number;
}

/** See `compareResults`. */
export function comparedResults(
  a: EvaluationResult,
  b: EvaluationResult,
  options: CompareResultsOptions,
): ResultComparison {
  const metric = options.metric ?? sharedMetric(a, b);
  const ofA = valuesByItem(a, metric);
  const ofB = valuesByItem(b, metric);
  const paired = [...ofA.keys()].filter((item) => ofB.has(item));
  if (paired.length === 0) {
    throw new HretError(
      'usage',
      `"${a.info.name}" and "${b.info.name}" have no sample in common with a value of "${metric}"; compare runs of the same dataset, or use compareIndependentResults (hret compare --independent).`,
    );
  }
  const valuesA = paired.map((item) => ofA.get(item) ?? 0);
  const valuesB = paired.map((item) => ofB.get(item) ?? 0);
  const seeded = { seed: options.seed ?? 0 };
  const comparison = isLowerBetter(metric)
    ? mirrored(comparePaired(valuesB, valuesA, seeded))
    : comparePaired(valuesA, valuesB, seeded);
  return { ...comparison, metric, unpaired: ofA.size + ofB.size - 2 * paired.length };
}

/** The first metric both results have. */
export function sharedMetric(a: EvaluationResult, b: EvaluationResult): string {
  const shared = Object.keys(a.stats).find((metric) => metric in b.stats);
  if (shared === undefined)
    throw new HretError('usage', `"${a.info.name}" and "${b.info.name}" have no metric in common.`);
  return shared;
}

/** Mean over trials of every sample that has a value, by id and occurrence. */
function valuesByItem({ samples }: EvaluationResult, metric: string): Map<string, number> {
  const seen = new Map<string, number>();
  const places = new Map<number, string>();
  const sums = new Map<string, { sum: number; n: number }>();
  for (const sample of samples) {
    const item = itemOf(sample, seen, places);
    const value = sample.scores[metric];
    if (value === undefined) continue;
    const entry = sums.get(item) ?? { sum: 0, n: 0 };
    sums.set(item, { sum: entry.sum + value, n: entry.n + 1 });
  }
  return new Map([...sums].map(([item, { sum, n }]) => [item, sum / n]));
}

/** Id, occurrence and answer key: `row-1` of one file is not `row-1` of another. */
function itemOf(
  { id, index, reference }: SampleResult,
  seen: Map<string, number>,
  places: Map<number, string>,
): string {
  const known = places.get(index);
  if (known !== undefined) return known;
  const occurrence = seen.get(id) ?? 0;
  seen.set(id, occurrence + 1);
  const item = `${id}#${occurrence}\u0000${reference}`;
  places.set(index, item);
  return item;
}

/** The same comparison seen from the other side of the difference, wins kept. */
function mirrored({ difference, ci95: [low, high], effectSize, ...rest }: PairedComparison): PairedComparison {
  return {
    ...rest,
    difference: -difference,
    ci95: [-high, -low],
    ...(effectSize !== undefined && { effectSize: -effectSize }),
  };
}
