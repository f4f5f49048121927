import { isLowerBetter } from '../core/metric-direction.js';
import type { Trials } from '../core/run-metric.js';
import { HretError } from '../errors.js';
import { comparePaired, type PairedComparison } from '../stats/index.js';
import { withClusters } from './compare-clusters.js';
import { comparedPools } from './compare-pools.js';
import type { EvaluationResult } from './evaluation-result.js';
import { comparableMetrics, isComparable, metricValues, samplesByItem } from './metric-values.js';

export interface CompareResultsOptions {
  /** Default: the first metric both results can be compared by. */
  readonly metric?: string;
  /** Seed of the bootstrap, where one is used. */
  readonly seed?: number;
}

export interface ResultComparison extends PairedComparison {
  readonly metric: string;
  /** Samples left out because only one of the two has a value for them. */
  readonly unpaired: number;
  /** Samples of which this many would usually show a difference of one point: 0.01 of a share, 1 of a metric from 0 to 100. */
  readonly samplesForOnePoint?: number;
  /** Standard error of the difference and its interval where samples go together; there when samples say what they share, the interval only where clusters differ. */
  readonly clusteredStderr?: number;
  readonly clusteredCi95?: readonly [number, number];
}

/** See `compareResults`. */
export function comparedResults(
  a: EvaluationResult,
  b: EvaluationResult,
  options: CompareResultsOptions,
): ResultComparison {
  const metric = options.metric ?? sharedMetric(a, b);
  const [ofA, ofB] = [metricValues(a, metric), metricValues(b, metric)];
  const seeded = { seed: options.seed ?? 0 };
  if (ofA.kind === 'pooled' && ofB.kind === 'pooled') {
    if (ofA.settings !== ofB.settings)
      throw new HretError(
        'usage',
        `"${metric}" of "${a.info.name}" and of "${b.info.name}" were computed with different settings: ${ofA.settings} and ${ofB.settings}.`,
      );
    const partOf = (trials: Trials) => ofA.metric.partOf(trials);
    const { pairs, unpaired } = pairedBy(samplesByItem(a), samplesByItem(b), partOf, partOf);
    if (pairs.length === 0) throw nothingShared(a, b, metric);
    return withPoint({ ...comparedPools(ofA, pairs, seeded), metric, unpaired }, ofA.metric.point);
  }
  if (ofA.kind === 'pooled' || ofB.kind === 'pooled') throw nothingShared(a, b, metric);
  const { pairs, unpaired } = pairedBy(samplesByItem(a), samplesByItem(b), ofA.of, ofB.of);
  if (pairs.length === 0) throw nothingShared(a, b, metric);
  const valuesA = pairs.map(({ a: [, value] }) => value);
  const valuesB = pairs.map(({ b: [, value] }) => value);
  const isLower = isLowerBetter(metric);
  const comparison = isLower
    ? mirrored(comparePaired(valuesB, valuesA, seeded))
    : comparePaired(valuesA, valuesB, seeded);
  const isShare = !isLower && [...valuesA, ...valuesB].every((value) => value >= 0 && value <= 1);
  return withPoint({ ...withClusters(comparison, pairs), metric, unpaired }, isShare ? 0.01 : undefined);
}

/** The first metric both results can be compared by. */
export function sharedMetric(a: EvaluationResult, b: EvaluationResult): string {
  const ofB = new Set(comparableMetrics(b));
  const shared = comparableMetrics(a).find((metric) => ofB.has(metric));
  if (shared === undefined)
    throw new HretError(
      'usage',
      `"${a.info.name}" and "${b.info.name}" have no metric in common that they can be compared by.`,
    );
  return shared;
}

/** Whether two results have a metric in common that they can be compared by, and a sample. */
export function areComparable(a: EvaluationResult, b: EvaluationResult): boolean {
  const ofB = samplesByItem(b);
  const hasShared = [...samplesByItem(a).keys()].some((item) => ofB.has(item));
  return hasShared && comparableMetrics(a).some((metric) => isComparable(b, metric));
}

/** A sample that both results have, with what each has of it. */
export interface Pair<Value> {
  readonly a: readonly [Trials, Value];
  readonly b: readonly [Trials, Value];
}

function pairedBy<Value>(
  a: ReadonlyMap<string, Trials>,
  b: ReadonlyMap<string, Trials>,
  ofA: (trials: Trials) => Value | undefined,
  ofB: (trials: Trials) => Value | undefined,
): { readonly pairs: Pair<Value>[]; readonly unpaired: number } {
  const pairs: Pair<Value>[] = [];
  let known = 0;
  for (const [item, trials] of a) {
    const value = ofA(trials);
    if (value === undefined) continue;
    known++;
    const others = b.get(item);
    const other = others && ofB(others);
    if (others !== undefined && other !== undefined) pairs.push({ a: [trials, value], b: [others, other] });
  }
  for (const trials of b.values()) if (ofB(trials) !== undefined) known++;
  return { pairs, unpaired: known - 2 * pairs.length };
}

function nothingShared(a: EvaluationResult, b: EvaluationResult, metric: string): HretError {
  return new HretError(
    'usage',
    `"${a.info.name}" and "${b.info.name}" have no sample in common with a value of "${metric}"; compare runs of the same dataset, or use compareIndependentResults (hret compare --independent).`,
  );
}

/** The least difference shrinks with the root of the samples: so many times more of them show one point. */
function withPoint(comparison: ResultComparison, point: number | undefined): ResultComparison {
  const { minDetectableEffect, n } = comparison;
  if (point === undefined || minDetectableEffect === undefined) return comparison;
  return { ...comparison, samplesForOnePoint: Math.max(1, Math.ceil(n * (minDetectableEffect / point) ** 2)) };
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
