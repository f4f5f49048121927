import { checkOptions } from '../core/check-options.js';
import type { EvaluateOptions } from '../core/options.js';

/** Checks what a user wrote: both spellings, unknown keys refused. `where` names the call in messages. */
export function optionsFrom(options: unknown, where: string): EvaluateOptions {
  return checkOptions(options ?? {}, where);
}

/** Options of several layers; a later layer wins where it says something. Naming another dataset or model drops the params of the earlier one. */
export function effectiveOptions(...layers: readonly EvaluateOptions[]): EvaluateOptions {
  const merged: Record<string, unknown> = {};
  for (const layer of layers) {
    for (const [owner, owned] of ownedParams) {
      if (layer[owner] !== undefined && merged[owner] !== undefined && layer[owner] !== merged[owner])
        for (const key of owned) delete merged[key];
    }
    for (const [key, value] of Object.entries(layer)) if (value !== undefined) merged[key] = value;
  }
  return merged as EvaluateOptions;
}

/** What belongs to the thing an option names, and means nothing to another one. */
const ownedParams = [
  ['dataset', ['datasetParams', 'subset', 'split', 'fewShotSplit']],
  ['model', ['modelParams']],
  ['judgeModel', ['judgeParams']],
  ['rewardModel', ['rewardParams']],
  ['evaluationMethod', ['evaluatorParams']],
  ['scalingMethod', ['scalingParams']],
] as const satisfies readonly (readonly [keyof EvaluateOptions, readonly (keyof EvaluateOptions)[]])[];
