import type { Json } from '../../core/json.js';
import type { RunRecord, RunSpec } from '../../core/run-record.js';

export type ParamValue = string | number | boolean;

/**
 * What a run was asked to do, flat: `dataset`, `dataset.split`, `dataset.params.path`, `model`, `model.params.temperature`,
 * `evaluators`, `few_shot.num`, `limit`, `trials`, `seed` …, and what the user put into the run's metadata, nested keys
 * joined with a dot (`hyperparameters.lr`). A key of the user that means something of the run already is called
 * `metadata.<key>`. Lists are JSON texts; `null` and empty objects are left out.
 */
export function params({ spec, metadata }: Pick<RunRecord, 'spec' | 'metadata'>): Record<string, ParamValue> {
  const own = spec === undefined ? {} : flattened(specParams(spec));
  const users = Object.entries(flattened(metadata)).map(
    ([name, value]) => [Object.hasOwn(own, name) ? `metadata.${name}` : name, value] as const,
  );
  return { ...own, ...Object.fromEntries(users) };
}

/** Nested JSON with one key for each leaf. */
export function flattened(value: Readonly<Record<string, Json | undefined>>, prefix = ''): Record<string, ParamValue> {
  const flat = Object.entries(value).flatMap(([key, part]): [string, ParamValue][] => {
    const name = prefix + key;
    if (part === undefined || part === null) return [];
    if (typeof part !== 'object') return [[name, part]];
    if (isList(part)) return [[name, JSON.stringify(part)]];
    return Object.entries(flattened(part, `${name}.`));
  });
  return Object.fromEntries(flat);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function specParams(spec: RunSpec): Readonly<Record<string, Json | undefined>> {
  const { dataset, model, evaluators, scaling, fewShot, language } = spec;
  return {
    dataset: dataset.name,
    'dataset.subset': dataset.subset?.join(', '),
    'dataset.split': dataset.split,
    'dataset.params': dataset.params,
    model: model.id,
    'model.source': model.source,
    'model.params': model.params,
    evaluators: evaluators.map(({ name }) => name).join(', '),
    ...Object.fromEntries(evaluators.map(({ name, params: own }) => [`evaluators.${name}`, own])),
    scaling: scaling?.name,
    'scaling.params': scaling?.params,
    few_shot: fewShot,
    limit: spec.limit,
    trials: spec.trials,
    seed: spec.seed,
    language,
    cot_parser: spec.cotParser,
    compat: spec.compat,
  };
}
