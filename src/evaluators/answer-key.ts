import type { Target, Sample } from '../core/sample.js';
import type { MatchOptions } from './match-options.js';
import type { Normalise } from './normalise.js';

/** What answers are compared with. */
export type Key =
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly answer: number }
  | { readonly kind: 'text'; readonly accepted: readonly string[] }
  | { readonly kind: 'none'; readonly reason: string };
