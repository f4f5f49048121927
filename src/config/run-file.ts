import type { EvaluateOptions } from '../core/options.js';
import { readConfigFile } from './config-file.js';
import { runDefaults } from './run-defaults.js';

/**
 * The run a YAML or JSON file describes, laid out in flat keys (`dataset: kmmlu`) or in sections (`dataset: { name: kmmlu }`).
 * Settings that are no run options (`log_level`, `auto_save_results`) are checked and have no effect here.
 */
export function readRunFile(path: string): EvaluateOptions {
  return runDefaults(readConfigFile(path));
}
