import { functionModel } from '../backends/function.js';
import type { Model } from '../core/model.js';
import type { ModelFunction } from '../core/model-function.js';
import { sha256 } from '../util/canonical.js';

/** A model handed in as an object, with a digest of what it is made of, so that a changed function is not resumed as if it were the same. */
export interface ModelSource {
  readonly model: Model;
  readonly source?: string;
}

/** A user's function as a model. The digest covers its source text, not the values it closes over. */
export function modelFromFunction(fn: ModelFunction, name: string, thisValue: unknown): ModelSource {
  return {
    model: functionModel(fn, name, thisValue),
    source: sha256(Function.prototype.toString.call(fn)).slice(0, 16),
  };
}
