import { declarationOf, undecorated } from '../core/declarations.js';
import type { ModelFunction } from '../core/model-function.js';
import { HretError } from '../errors.js';

/** The function itself, decorations taken off, so that it is evaluated once and not the evaluation of it. */
export function underlying(model: ModelFunction): ModelFunction {
  if (typeof model !== 'function')
    throw new HretError(
      'usage',
      `A model is a function (input) => text, got ${model === null ? 'null' : typeof model}.`,
    );
  if (declarationOf(model)?.kind === 'benchmark') {
    throw new HretError(
      'usage',
      `"${model.name}" is a benchmark of several models, not a model. Call it, or hand what it returns to benchmark().`,
    );
  }
  return undecorated(model) as ModelFunction;
}

/** What a run of this function is called. */
export function nameOfFunction(model: ModelFunction): string {
  return (typeof model === 'function' && underlying(model).name) || 'model';
}
