import { requireCount } from './checks.js';
import { DEFAULT_LEVEL, type Interval, wilsonInterval } from './intervals.js';

/** Counts of pairs of 0/1 outcomes of a and b. */
export interface PairCounts {
  readonly both: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly neither: number;
}

/**
 * Interval of p_a - p_b for paired 0/1 outcomes, inside [-1, 1]: Newcombe's hybrid score interval, method 10 of
 * "Improved confidence intervals for the difference between binomial proportions based on paired data", Statistics
 * in Medicine 17 (1998), 2635-2650. Throws RangeError when there are no pairs.
 */
export function newcombePairedInterval(counts: PairCounts, level: number = DEFAULT_LEVEL): Interval {
  for (const [name, count] of Object.entries(counts)) requireCount(count, name);
  const { both, onlyA, onlyB, neither } = counts;
  const pairs = both + onlyA + onlyB + neither;
  return squareAndAdd(both + onlyA, pairs, both + onlyB, pairs, correlation(counts), level);
}

/**
 * Interval of p_a - p_b for independent 0/1 outcomes, inside [-1, 1]: Newcombe's hybrid score interval, method 10 of
 * "Interval estimation for the difference between independent proportions: comparison of eleven methods", Statistics
 * in Medicine 17 (1998), 873-890. Throws RangeError when a group is empty.
 */
export function newcombeIndependentInterval(
  successesA: number,
  trialsA: number,
  successesB: number,
  trialsB: number,
  level: number = DEFAULT_LEVEL,
): Interval {
  return squareAndAdd(successesA, trialsA, successesB, trialsB, 0, level);
}

/** Newcombe's phi, its product moment shrunk by n/2 where it is positive; 0 where a margin is empty. */
function correlation({ both, onlyA, onlyB, neither }: PairCounts): number {
  const margins = (both + onlyA) * (onlyB + neither) * (both + onlyB) * (onlyA + neither);
  if (margins === 0) return 0;
  const moment = both * neither - onlyA * onlyB;
  const shrunk = moment > 0 ? Math.max(moment - (both + onlyA + onlyB + neither) / 2, 0) : moment;
  return shrunk / Math.sqrt(margins);
}

function squareAndAdd(
  successesA: number,
  trialsA: number,
  successesB: number,
  trialsB: number,
  phi: number,
  level: number,
): Interval {
  const [lowA, highA] = wilsonInterval(successesA, trialsA, level);
  const [lowB, highB] = wilsonInterval(successesB, trialsB, level);
  const [shareA, shareB] = [successesA / trialsA, successesB / trialsB];
  const difference = shareA - shareB;
  // Neither bound is passed but for rounding.
  return [
    Math.max(-1, difference - joined(shareA - lowA, highB - shareB, phi)),
    Math.min(1, difference + joined(highA - shareA, shareB - lowB, phi)),
  ];
}

function joined(reachA: number, reachB: number, phi: number): number {
  // Two equal reaches at phi = 1 cancel to zero, where rounding may leave a hair below it.
  return Math.sqrt(Math.max(0, reachA * reachA - 2 * phi * reachA * reachB + reachB * reachB));
}
