import { requireFinite, requireLevel } from './checks.js';
import { isZeroOrOne } from './compare-paired.js';
import { mean } from './describe.js';
import { cohenH, hedgesG } from './effect-size.js';
import { fisherExact } from './fisher.js';
import { DEFAULT_LEVEL, type Interval } from './intervals.js';
import { newcombeIndependentInterval } from './newcombe.js';
import { welchTTest } from './welch.js';

/** What two runs over different samples say about each other; differences are a - b, in the unit of the values. */
export interface IndependentComparison {
  /** mean(a) - mean(b). */
  readonly difference: number;
  /** Interval of the difference at `level`, which is 0.95 unless another was asked for. */
  readonly ci95: Interval;
  readonly level: number;
  /** Two-sided. */
  readonly pValue: number;
  readonly test: 'fisher-exact' | 'welch-t';
  /** Values in a. */
  readonly nA: number;
  /** Values in b. */
  readonly nB: number;
  /** Absent when neither group has spread and the means differ, where it does not exist. */
  readonly effectSize?: number;
  readonly effectSizeName: 'cohen-h' | 'hedges-g';
  /** Why the interval says less than it seems to, when it does. */
  readonly caution?: string;
}

type Judgement = Omit<IndependentComparison, 'difference' | 'level' | 'nA' | 'nB'>;

/**
 * Compares two runs over different samples; for the same samples `comparePaired` finds far smaller differences.
 * - all 0 or 1: Fisher's exact test (1935), Newcombe's hybrid score interval (1998, method 10) and Cohen's h;
 * - else Welch's t test (1947), its interval and Hedges' g;
 * - but no spread in either group: Fisher's test on which value came up, an interval without width, and a `caution`.
 * Throws RangeError for an empty group, a value that is not finite, or a single value that is not 0 or 1 in a group.
 */
export function compareIndependent(
  a: readonly number[],
  b: readonly number[],
  { level = DEFAULT_LEVEL }: { readonly level?: number } = {},
): IndependentComparison {
  requireFinite(a, 'a');
  requireFinite(b, 'b');
  requireLevel(level);
  if (a.length === 0 || b.length === 0) throw new RangeError('Both groups need values to compare.');
  const judgement = isZeroOrOne(a) && isZeroOrOne(b) ? judgeBinary(a, b, level) : judgeScores(a, b, level);
  return { difference: mean(a) - mean(b), level, nA: a.length, nB: b.length, ...judgement };
}

function judgeBinary(a: readonly number[], b: readonly number[], level: number): Judgement {
  const [onesA, onesB] = [countOf(a, 1), countOf(b, 1)];
  return {
    ci95: newcombeIndependentInterval(onesA, a.length, onesB, b.length, level),
    pValue: fisherExact(onesA, a.length, onesB, b.length),
    test: 'fisher-exact',
    effectSizeName: 'cohen-h',
    effectSize: cohenH(onesA / a.length, onesB / b.length),
  };
}

function judgeScores(a: readonly number[], b: readonly number[], level: number): Judgement {
  if (a.length < 2 || b.length < 2) {
    throw new RangeError('Scores other than 0 and 1 need at least two values in each group: one has no spread.');
  }
  const welch = welchTTest(a, b, level);
  if (welch === undefined) return judgeConstants(a, b);
  const effectSize = hedgesG(a, b);
  return {
    ci95: welch.interval,
    pValue: welch.pValue,
    test: 'welch-t',
    effectSizeName: 'hedges-g',
    ...(effectSize === undefined ? {} : { effectSize }),
  };
}

function judgeConstants(a: readonly number[], b: readonly number[]): Judgement {
  const difference = mean(a) - mean(b);
  const isSame = a[0] === b[0];
  return {
    ci95: [difference, difference],
    pValue: isSame ? 1 : fisherExact(a.length, a.length, 0, b.length),
    test: 'fisher-exact',
    effectSizeName: 'hedges-g',
    ...(isSame ? { effectSize: 0 } : {}),
    caution: 'Neither group has any spread, so the interval has no width; go by the p-value.',
  };
}

function countOf(values: readonly number[], wanted: number): number {
  return values.filter((value) => value === wanted).length;
}
