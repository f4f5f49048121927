import { type BootstrapOptions, bootstrapPairedDifference } from './bootstrap.js';
import { requireLevel, requirePairs } from './checks.js';
import { differencesOf, mean, sampleVariance } from './describe.js';
import { cohenDz, cohenH } from './effect-size.js';
import { DEFAULT_LEVEL, type Interval } from './intervals.js';
import { newcombePairedInterval } from './newcombe.js';
import { hasSpread, mcnemarExact, pairedTTest } from './paired.js';
import { minimalDetectableDifference } from './power.js';

/** What two runs over the same samples say about each other; differences are a - b, in the unit of the values. */
export interface PairedComparison {
  /** mean(a) - mean(b). */
  readonly difference: number;
  /** Interval of the difference at `level`, which is 0.95 unless another was asked for. */
  readonly ci95: Interval;
  readonly level: number;
  /** Two-sided. */
  readonly pValue: number;
  readonly test: 'mcnemar-exact' | 'paired-t' | 'paired-bootstrap';
  /** Pairs. */
  readonly n: number;
  /** Pairs with a above b. */
  readonly wins: number;
  /** Pairs with a below b. */
  readonly losses: number;
  readonly ties: number;
  /** Absent when it does not exist: one pair, or differences without spread around a mean other than 0. */
  readonly effectSize?: number;
  /** `none`: the metric is no mean over samples, so there is no such size. */
  readonly effectSizeName: 'cohen-h' | 'cohen-dz' | 'none';
  /** Smallest difference this many pairs find with power 0.8 at α = 1 - level; absent without spread. */
  readonly minDetectableEffect?: number;
  /** Of the bootstrap, when it was used. */
  readonly seed?: number;
  readonly resamples?: number;
  /** Why the interval says less than it seems to, when it does. */
  readonly caution?: string;
}

/** Values a t test needs before its normal approximation is trusted for scores of any shape. */
const ENOUGH_FOR_T = 30;

type Judgement = Pick<PairedComparison, 'ci95' | 'pValue' | 'test' | 'seed' | 'resamples' | 'caution'>;

/**
 * Compares two runs over the same samples. The test follows from the values alone:
 * - all 0 or 1: McNemar's exact test, Newcombe's paired score interval (1998, method 10) and Cohen's h;
 * - else 30 pairs or more: the paired t test, its interval and d_z;
 * - else the seeded paired bootstrap, widened for few pairs, whose p-value is at least 2^(1 - n), and d_z;
 * - but differences that are all the same: the sign test, which is McNemar's on wins and losses, an interval without
 *   width, and a `caution`; all zero gives p = 1 and [0, 0].
 * The interval and the p-value come from different methods for 0/1 values and may disagree at the edge. Swapping a and
 * b mirrors everything. Throws RangeError for no pairs, lists of different lengths, or a value that is not finite.
 *
 * @example
 * comparePaired([1, 1, 1, 0], [0, 1, 0, 0]).wins; // 2
 */
export function comparePaired(
  a: readonly number[],
  b: readonly number[],
  options: BootstrapOptions = {},
): PairedComparison {
  const { level = DEFAULT_LEVEL } = options;
  requirePairs(a, b);
  requireLevel(level);
  const isBinary = isZeroOrOne(a) && isZeroOrOne(b);
  const wins = countWins(a, b);
  const losses = countWins(b, a);
  return {
    difference: mean(a) - mean(b),
    ...(isBinary ? judgeBinary(a, b, level) : judgeScores(a, b, options)),
    level,
    n: a.length,
    wins,
    losses,
    ties: a.length - wins - losses,
    ...effectOf(a, b, isBinary),
    ...detectable(a, b, level),
  };
}

/** Whether every value is 0 or 1. */
export function isZeroOrOne(values: readonly number[]): boolean {
  return values.every((value) => value === 0 || value === 1);
}

function judgeBinary(a: readonly number[], b: readonly number[], level: number): Judgement {
  const onlyA = countWins(a, b);
  const onlyB = countWins(b, a);
  const both = a.filter((value, index) => value === 1 && b[index] === 1).length;
  const neither = a.length - both - onlyA - onlyB;
  const ci95 = newcombePairedInterval({ both, onlyA, onlyB, neither }, level);
  return { ci95, pValue: mcnemarExact(onlyA, onlyB), test: 'mcnemar-exact' };
}

function judgeScores(a: readonly number[], b: readonly number[], options: BootstrapOptions): Judgement {
  if (!hasSpread(a, b)) return judgeSigns(a, b);
  const t = a.length >= ENOUGH_FOR_T ? pairedTTest(a, b, options.level) : undefined;
  if (t !== undefined) return { ci95: t.interval, pValue: t.pValue, test: 'paired-t' };
  const { interval, pValue, seed, resamples } = bootstrapPairedDifference(a, b, options);
  return { ci95: interval, pValue, test: 'paired-bootstrap', seed, resamples, ...fewPairs(a.length, options.level) };
}

function judgeSigns(a: readonly number[], b: readonly number[]): Judgement {
  const difference = mean(a) - mean(b);
  const pValue = mcnemarExact(countWins(a, b), countWins(b, a));
  const what = a.length === 1 ? 'There is one pair' : `All ${a.length} differences are equal`;
  const caution = `${what}, so the interval has no width; go by the p-value, which is that of the sign test.`;
  return { ci95: [difference, difference], pValue, test: 'mcnemar-exact', caution };
}

function fewPairs(pairs: number, level: number = DEFAULT_LEVEL): Pick<Judgement, 'caution'> {
  const least = 2 ** (1 - pairs);
  if (least < 1 - level) return {};
  return { caution: `${pairs} pairs cannot give a p-value below ${least}, and the interval is likely too narrow.` };
}

function effectOf(a: readonly number[], b: readonly number[], isBinary: boolean) {
  if (isBinary) return { effectSizeName: 'cohen-h', effectSize: cohenH(mean(a), mean(b)) } as const;
  const isAllTied = a.every((value, index) => value === b[index]);
  const effectSize = isAllTied ? 0 : cohenDz(a, b);
  return { effectSizeName: 'cohen-dz', ...(effectSize === undefined ? {} : { effectSize }) } as const;
}

function detectable(a: readonly number[], b: readonly number[], level: number) {
  const variance = sampleVariance(differencesOf(a, b));
  if (variance === undefined || !hasSpread(a, b)) return {};
  return { minDetectableEffect: minimalDetectableDifference(a.length, Math.sqrt(variance), { alpha: 1 - level }) };
}

function countWins(a: readonly number[], b: readonly number[]): number {
  return a.filter((value, index) => value > (b[index] as number)).length;
}
