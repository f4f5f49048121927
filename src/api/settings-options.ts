import { runDefaults } from '../config/run-defaults.js';
import { currentConfig } from '../config/settings.js';
import type { EvaluateOptions } from '../core/options.js';

/**
 * The run options of the settings in force. Not the default split: it is a wish for datasets that have it, see
 * `splitOf`, while a split among the options is an order.
 */
export function settingsOptions(): EvaluateOptions {
  const { split: _split, evaluationMethod, ...options } = runDefaults(currentConfig());
  // The built-in default gives way to the evaluator that a dataset brings along.
  return evaluationMethod === 'string_match' ? options : { ...options, ...(evaluationMethod && { evaluationMethod }) };
}
