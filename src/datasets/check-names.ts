import { HretError } from '../errors.js';
import { isSameSplit } from '../sources/split-words.js';
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

/**
 * The split that is read when one is asked for: itself; or the one the word can only mean, which is said: `dev` where there is
 * a `validation`, and the only split there is where any of the usual three is asked for. Others are refused.
 */
export function settledSplit(
  dataset: string,
  known: readonly string[],
  asked: string,
  warn: (message: string) => void,
): string {
  const chosen = known.includes(asked) ? asked : obviousSplit(known, asked);
  if (chosen === undefined) checkSplit(dataset, known, asked);
  if (chosen === undefined || chosen === asked) return asked;
  const why = known.length === 1 ? 'all its rows are in' : 'there it is called';
  warn(`${dataset} has no split "${asked}": ${why} "${chosen}", which is read.`);
  return chosen;
}

function obviousSplit(known: readonly string[], asked: string): string | undefined {
  const [alike, ...others] = known.filter((split) => isSameSplit(split, asked));
  if (alike !== undefined) return others.length === 0 ? alike : undefined;
  const isUsual = ['train', 'validation', 'test'].some((split) => isSameSplit(split, asked));
  return isUsual && known.length === 1 ? known[0] : undefined;
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
