import type { Evaluator, Score } from '../core/evaluator.js';
import type { EvaluatorPlugin } from '../core/plugin.js';
import type { Sample } from '../core/sample.js';
import { textOf } from './answer-text.js';
import { OptionReader } from './choices/named-option.js';
import { sayings } from './choices/said.js';
import { type Key, keyOf } from './answer-key.js';
import { type FoundAnswer, finalAnswerFinder } from './found-answer.js';
import { hretEvaluator, hretStringMatch } from './hret-match.js';
import { type MatchOptions, matchOptions } from './match-options.js';
import { type Normalise, normaliser, oneSpelling } from './normalise.js';

/** Right when the final answer equals the reference, or names the right option of a choice question. */
export const plugin: EvaluatorPlugin<MatchOptions> = {
  name: 'string_match',
  summary: 'The final answer equals the reference, or names the right option by its label or text.',
  options: matchOptions,
  create: (options, { compat }) =>
    compat === 'hret' ? hretEvaluator('string_match', hretStringMatch(options)) : stringMatch(options),
};
