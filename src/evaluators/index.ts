import type { EvaluatorPlugin } from '../core/plugin.js';
import type { BuiltIns } from '../core/registry.js';

/** The ways of scoring that come with hret. */
export const evaluators: BuiltIns<EvaluatorPlugin> = {
  custom: () => import('./custom.js'),
  llm_judge: () => import('./llm-judge.js'),
  partial_match: () => import('./partial-match.js'),
  string_match: () => import('./string-match.js'),
};
