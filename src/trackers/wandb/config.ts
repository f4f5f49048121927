import type { Json, JsonObject } from '../../core/json.js';
import type { RunRecord, RunSpec } from '../../core/run-record.js';

/**
 * What the run was asked to do, as W&B's config: nested, since W&B reads a dot in a key as a step into an object. What the
 * user put into the metadata stands beside it, under `metadata` where its name is taken.
 */
export function configOf({ runId, spec, specHash, metadata, versions }: RunRecord): JsonObject {
  const own: JsonObject = {
    ...(spec !== undefined && withoutAbsent(specConfig(spec))),
    hret: withoutAbsent({ run_id: runId, spec_hash: specHash, versions }),
  };
  const taken = Object.entries(metadata).filter(([key]) => Object.hasOwn(own, key) || key === '_wandb');
  const free = Object.entries(metadata).filter(([key]) => !Object.hasOwn(own, key) && key !== '_wandb');
  return withoutEmpty({
    ...Object.fromEntries(free),
    ...own,
    ...(taken.length > 0 && { metadata: Object.fromEntries(taken) }),
  });
}

/** W&B's own client keeps config as a tree of values, in which an empty object is nothing. */
function withoutEmpty(config: JsonObject): JsonObject {
  const kept = Object.entries(config).flatMap(([key, value]): [string, Json][] => {
    if (!isObject(value)) return [[key, value]];
    const inner = withoutEmpty(value);
    return Object.keys(inner).length === 0 ? [] : [[key, inner]];
  });
  return Object.fromEntries(kept);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The form W&B stores config in. `_wandb` is its own corner of it: what the interface asks about the client. */
export function storedConfig(config: JsonObject, clientVersion: string): JsonObject {
  const entries = Object.entries(config).map(([key, value]) => [key, { value }]);
  return { ...Object.fromEntries(entries), _wandb: { value: { cli_version: `hret ${clientVersion}`, m: [], t: {} } } };
}

function specConfig(spec: RunSpec): Readonly<Record<string, Json | undefined>> {
  return {
    dataset: withoutAbsent(spec.dataset),
    model: withoutAbsent(spec.model),
    evaluators: spec.evaluators.map(({ name, params }) => ({ name, params })),
    scaling: spec.scaling && { ...spec.scaling },
    few_shot: spec.fewShot,
    limit: spec.limit,
    trials: spec.trials,
    seed: spec.seed,
    language: spec.language,
    cot_parser: spec.cotParser,
    compat: spec.compat,
  };
}

function withoutAbsent(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  const present = Object.entries(fields).filter((field): field is [string, Json] => field[1] !== undefined);
  return Object.fromEntries(present);
}
