import { HretError } from '../errors.js';
import type { RowLibrary, SplitRows } from '../sources/row-library.js';
import { splitWordsLike } from '../sources/split-words.js';

/**
 * The split that is asked for; where there is none, the one the word can only mean, which is said: `dev` where there is a
 * `validation`, and the only split there is where any of the usual three is asked for. Among several nothing is chosen.
 */
export async function openSplit(
  library: RowLibrary,
  subset: string | undefined,
  split: string,
  warn: (message: string) => void,
): Promise<SplitRows> {
  try {
    return await library.open(subset, split);
  } catch (error) {
    const words = splitWordsLike(split);
    if (!isNotFound(error) || words.length === 0) throw error;
    const place = subset === undefined ? library.name : `${library.name} ${subset}`;
    for (const word of words) {
      const alike = await library.open(subset, word).catch(() => undefined);
      if (alike === undefined) continue;
      warn(`${place} has no split "${split}": there it is called "${alike.split}", which is read.`);
      return alike;
    }
    const only = await library.open(subset, undefined).catch(() => undefined);
    if (only === undefined) throw error;
    warn(`${place} has no split "${split}": all its rows are in "${only.split}", which is read.`);
    return only;
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof HretError && error.code === 'not_found';
}
