import { type OptionTable, optionTables } from './choices/option-table.js';
import type { MatchOptions } from './match-options.js';
import { type Normalise, normaliser } from './normalise.js';

/** What an evaluator that compares texts works with; made once. */
export interface Comparison {
  readonly options: MatchOptions;
  /** The form in which texts are compared. */
  readonly normalise: Normalise;
  /** The same with case, punctuation and numbers kept: labels are read by them. */
  readonly tidy: Normalise;
  /** Parts of texts are overlooked, not only how they are written. */
  readonly isDeleting: boolean;
  readonly tableOf: (choices: readonly string[]) => OptionTable;
}

export function comparison(options: MatchOptions): Comparison {
  const normalise = normaliser(options, undefined);
  const tidy = normaliser({ ...options, ignoreCase: false, ignorePunctuation: false, ignoreNumbers: false }, undefined);
  const isDeleting = options.ignorePunctuation || options.ignoreNumbers || options.regexesToIgnore.length > 0;
  return { options, normalise, tidy, isDeleting, tableOf: optionTables(normalise) };
}
