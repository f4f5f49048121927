import type { Json, JsonObject } from '../core/json.js';
import type { SampleResult } from '../core/sample-result.js';

/**
 * What an evaluator kept with a sample under this key: of the first evaluator it stands at the top, of another one under its
 * name. `undefined` where there is none, and for answers that failed or were cut off.
 */
export function keptBy(evaluator: string, key: string, { evaluation, status }: SampleResult): Json | undefined {
  if (status === 'truncated' || status === 'failed') return undefined;
  const own = evaluation[evaluator];
  return evaluation[key] ?? (isObject(own) ? own[key] : undefined);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
