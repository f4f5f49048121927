import { commonNgrams, ngramTotal } from './ngrams.js';

/** What to do with an order of n-grams that has no match: sacrebleu's `exp`, `floor` and `none`. */
export type Smoothing = 'exp' | 'floor' | 'none';

export interface BleuRule {
  readonly maxOrder: number;
  readonly smoothing: Smoothing;
}

/** Length of the answer, length of the reference nearest to it, then matches and totals for each order; they add up over a corpus. */
export function bleuCounts(
  answer: readonly string[],
  references: readonly (readonly string[])[],
  maxOrder: number,
): number[] {
  const matches = commonNgrams(answer, references, maxOrder);
  const totals = matches.map((_, place) => ngramTotal(answer, place + 1));
  return [answer.length, nearestLength(answer.length, references), ...matches, ...totals];
}

/** The shorter one of two that are equally near. */
function nearestLength(length: number, references: readonly (readonly string[])[]): number {
  const lengths = references.map((reference) => reference.length).toSorted((a, b) => a - b);
  return lengths.reduce(
    (best, one) => (Math.abs(one - length) < Math.abs(best - length) ? one : best),
    lengths[0] ?? 0,
  );
}

/**
 * BLEU from 0 to 100 as sacrebleu's `compute_bleu` has it. For one sentence only the orders it is long enough for count
 * (effective order).
 */
export function bleuFrom(counts: readonly number[], { maxOrder, smoothing }: BleuRule, isSentence: boolean): number {
  const [length = 0, referenceLength = 0] = counts;
  const matches = counts.slice(2, 2 + maxOrder);
  const totals = counts.slice(2 + maxOrder);
  if (!matches.some((count) => count > 0)) return 0;
  let logs = 0;
  let orders = isSentence ? 0 : maxOrder;
  let halving = 1;
  for (let place = 0; place < maxOrder; place++) {
    const [match = 0, total = 0] = [matches[place], totals[place]];
    if (total === 0) {
      if (!isSentence) return 0;
      break;
    }
    if (isSentence) orders = place + 1;
    if (match === 0 && smoothing === 'exp') halving *= 2;
    const precision = match > 0 ? match / total : unmatched(smoothing, halving) / total;
    if (precision === 0) return 0;
    logs += Math.log(100 * precision);
  }
  const brevity = length >= referenceLength ? 1 : Math.exp(1 - referenceLength / length);
  return brevity * Math.exp(logs / orders);
}

function unmatched(smoothing: Smoothing, halving: number): number {
  if (smoothing === 'exp') return 1 / halving;
  return smoothing === 'floor' ? 0.1 : 0;
}
