import { HretError } from '../errors.js';
import { didYouMean } from '../util/did-you-mean.js';

/** Refuses subsets that a dataset does not have. */
export function checkSubsets(
  dataset: string,
  known: readonly string[] | undefined,
  asked: readonly string[] | undefined,
): void {
  if (asked === undefined) return;
  if (known === undefined) throw new HretError('usage', `${dataset} has no subsets; leave subset out.`);
  if (asked.length === 0)
    throw new HretError('usage', `subset is an empty list; leave it out to read all of ${dataset}.`);
  const unknown = asked.find((subset) => !known.includes(subset));
  if (unknown === undefined) return;
  const suggestion = didYouMean(unknown, known);
  throw new HretError('not_found', `${dataset} has no subset "${unknown}".${suggestion} Known: ${known.join(', ')}.`);
}

/** Refuses a split that a dataset does not have. */
export function checkSplit(dataset: string, known: readonly string[], asked: string): void {
  if (known.includes(asked)) return;
  const [only, ...others] = known;
  const list =
    others.length === 0
      ? `All its rows are in "${only}": leave split out, or set it to "${only}".`
      : `Known: ${known.join(', ')}.`;
  throw new HretError('not_found', `${dataset} has no split "${asked}".${didYouMean(asked, known)} ${list}`);
}
