import type { ModelFunction } from '../core/model-function.js';
import type { EvaluateOptions } from '../core/options.js';
import { effectiveOptions } from './effective-options.js';
import type { EvaluationResult } from './evaluation-result.js';
import { currentContext } from './in-context.js';
import { nameOfFunction, underlying } from './model-of.js';
import { runFunction } from './run-function.js';
import { settingsOptions } from './settings-options.js';

/** Runs the model the options name, or the given function: inside a context as its child, otherwise as a run of its own. */
export async function runOptions(options: EvaluateOptions, model?: ModelFunction): Promise<EvaluationResult> {
  const context = currentContext();
  const named = effectiveOptions(settingsOptions(), options);
  const name = model === undefined ? (named.model ?? 'model') : nameOfFunction(model);
  if (context !== undefined) return context.evaluateAs(name, model, options);
  return runFunction({
    name: options.runName ?? `${named.dataset}_${name}`,
    modelName: name,
    ...(model !== undefined && { fn: underlying(model) }),
    options,
  });
}
