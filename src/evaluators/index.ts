import type { EvaluatorPlugin } from '../core/plugin.js';
import type { BuiltIns } from '../core/registry.js';

/** The ways of scoring that come with hret. */
export const evaluators: BuiltIns<EvaluatorPlugin> = {
  custom: () => import('./custom.js'),
  log_likelihood: () => import('./log-likelihood.js'),
  math_match: () => import('./math-match.js'),
  multiple_choice: () => import('./multiple-choice.js'),
  partial_match: () => import('./partial-match.js'),
  perplexity: () => import('./perplexity.js'),
  string_match: () => import('./string-match.js'),
};

/** Other names of evaluators. */
export const evaluatorAliases: Readonly<Record<string, string>> = {
  log_prob_mcqa: 'log_likelihood',
};
