import type { EvaluatorPlugin } from '../core/plugin.js';
import type { BuiltIns } from '../core/registry.js';

/** The ways of scoring that come with hret. */
export const evaluators: BuiltIns<EvaluatorPlugin> = {
  bleu: () => import('./bleu.js'),
  chrf: () => import('./chrf.js'),
  classification: () => import('./classification.js'),
  custom: () => import('./custom.js'),
  exact_match: () => import('./exact-match.js'),
  f1: () => import('./f1.js'),
  json_schema: () => import('./json-schema.js'),
  llm_judge: () => import('./llm-judge.js'),
  log_likelihood: () => import('./log-likelihood.js'),
  maj_at_k: () => import('./maj-at-k.js'),
  math_match: () => import('./math-match.js'),
  mt_bench_judge: () => import('./mt-bench-judge.js'),
  multiple_choice: () => import('./multiple-choice.js'),
  partial_match: () => import('./partial-match.js'),
  pass_at_k: () => import('./pass-at-k.js'),
  perplexity: () => import('./perplexity.js'),
  regex: () => import('./regex.js'),
  rouge: () => import('./rouge.js'),
  scorer: () => import('./scorer.js'),
  semantic_similarity: () => import('./semantic-similarity.js'),
  string_match: () => import('./string-match.js'),
  ter: () => import('./ter.js'),
};

/** Other names of evaluators. */
export const evaluatorAliases: Readonly<Record<string, string>> = {
  log_prob_mcqa: 'log_likelihood',
};
