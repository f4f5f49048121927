import type { Json, JsonObject } from '../core/json.js';
import type { Params } from '../core/options.js';
import { withoutSecrets } from '../util/redact.js';
import { toJson } from '../util/to-json.js';

/** Params as part of what a run is: with another key it is the same run. */
export function jsonParams(params: Params | undefined): JsonObject {
  return withoutSecrets(toJson(params ?? {}) as Json) as JsonObject;
}
