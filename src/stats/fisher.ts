import { logBinomialTerm } from './binomial-term.js';
import { requireCount } from './checks.js';

/**
 * Two-sided p-value of Fisher's exact test (1935) for two independent proportions: the chance, with both margins held,
 * of a table no likelier than the one seen. Tables within 1e-7 of its chance count as equal, as in R's `fisher.test`.
 */
export function fisherExact(successesA: number, trialsA: number, successesB: number, trialsB: number): number {
  requireGroup(successesA, trialsA, 'A');
  requireGroup(successesB, trialsB, 'B');
  const table = { trialsA, trialsB, successes: successesA + successesB };
  const lowest = Math.max(0, table.successes - trialsB);
  const highest = Math.min(trialsA, table.successes);
  const mode = Math.floor(((trialsA + 1) * (table.successes + 1)) / (trialsA + trialsB + 2));
  const limit = logChance(table, successesA) + 1e-7;
  const isRare = (x: number) => logChance(table, x) <= limit;
  if (isRare(mode)) return 1;
  const lowerEnd = lastRare(lowest, mode, isRare);
  const upperEnd = lastRare(highest, mode, isRare);
  return Math.min(1, tail(table, lowerEnd, lowest) + tail(table, upperEnd, highest));
}

interface Margins {
  readonly trialsA: number;
  readonly trialsB: number;
  readonly successes: number;
}

/** ln of the hypergeometric chance of x successes in A, as a product of three binomial terms (Loader 2000). */
function logChance({ trialsA, trialsB, successes }: Margins, x: number): number {
  const all = trialsA + trialsB;
  const share = successes / all;
  const rest = (all - successes) / all;
  return (
    logBinomialTerm(x, trialsA, share, rest) +
    logBinomialTerm(successes - x, trialsB, share, rest) -
    logBinomialTerm(successes, all, share, rest)
  );
}

/** Going from an end towards the mode, the last x still rare; `undefined` when not even the end is. */
function lastRare(end: number, mode: number, isRare: (x: number) => boolean): number | undefined {
  if (!isRare(end)) return undefined;
  let [rare, common] = [end, mode];
  while (Math.abs(common - rare) > 1) {
    const middle = Math.trunc((rare + common) / 2);
    if (isRare(middle)) rare = middle;
    else common = middle;
  }
  return rare;
}

/** Chance of everything from `start` out to `end`, by ratios of neighbours until they no longer count. */
function tail(table: Margins, start: number | undefined, end: number): number {
  if (start === undefined) return 0;
  const step = Math.sign(end - start);
  let term = 1;
  let total = 1;
  for (let x = start; x !== end && term > total * 1e-18; x += step) {
    term *= neighbourRatio(table, x, step);
    total += term;
  }
  return total * Math.exp(logChance(table, start));
}

function neighbourRatio({ trialsA, trialsB, successes }: Margins, x: number, step: number): number {
  const others = trialsB - successes;
  return step > 0
    ? ((trialsA - x) * (successes - x)) / ((x + 1) * (others + x + 1))
    : (x * (others + x)) / ((trialsA - x + 1) * (successes - x + 1));
}

function requireGroup(successes: number, trials: number, name: string): void {
  requireCount(trials, `trials${name}`, 1);
  requireCount(successes, `successes${name}`);
  if (successes > trials) throw new RangeError(`There cannot be ${successes} successes in ${trials} trials.`);
}
