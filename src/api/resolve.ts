import { currentConfig } from '../config/settings.js';
import { askFor } from '../core/ask.js';
import type { Dataset } from '../core/dataset.js';
import type { Ask } from '../core/evaluator.js';
import type { Json, JsonObject } from '../core/json.js';
import { type Model, wrapped } from '../core/model.js';
import type { EvaluateOptions, Params } from '../core/options.js';
import type { DatasetPlugin } from '../core/plugin.js';
import { parseOptions } from '../core/plugin-options.js';
import type { RunSpec } from '../core/run-record.js';
import type { Selection } from '../core/work-items.js';
import type { World } from '../core/world.js';
import { HretError } from '../errors.js';
import { canonicalJson, sha256 } from '../util/canonical.js';
import { camelCase } from '../util/case.js';
import { withoutSecrets } from '../util/redact.js';
import { toJson } from '../util/to-json.js';
import { resolveFewShot } from './few-shot.js';
import type { ModelSource } from './model-source.js';
import { registries } from './registries.js';
import { type ResolvedEvaluators, resolveEvaluators } from './resolve-evaluators.js';

/** A run as it will be: every name looked up, every option checked, nothing asked yet. */
export interface Resolved extends Selection {
  readonly ask: Ask;
  readonly modelId: string;
  readonly evaluators: ResolvedEvaluators['evaluators'];
  readonly metricNames: ResolvedEvaluators['metricNames'];
  readonly spec: RunSpec;
  readonly specHash: string;
  /** What was found out while resolving: source of the rows, shots. */
  readonly info: JsonObject;
  close(): Promise<void>;
}

/** What a run asks and where its rows come from, when they are handed in instead of named. */
export interface HandedIn {
  readonly model?: ModelSource;
  readonly dataset?: Dataset;
}

/** Every setup error is thrown here, before the first call. */
export async function resolve(options: EvaluateOptions, handedIn: HandedIn, world: World): Promise<Resolved> {
  // What can be wrong without reading a row or a byte from the network is looked at first.
  const { plugin, open } = await datasetSource(options, handedIn, world);
  const judge = (await modelNamed(options.judgeModel, options.judgeParams, 'judgeParams', world))?.model;
  const scoring = await resolveEvaluators(options, world, judge, plugin);
  const { model, params, source } = await modelOf(options, handedIn, world);
  const scaled = await withScaling(model, options, world);
  const dataset = await open(undefined);
  const shots = await resolveFewShot(options, dataset, plugin, open, world);
  const limit = await limitOf(options.limit, dataset, shots.leftOut?.size ?? 0);
  const trials = options.trials ?? 1;
  const spec: RunSpec = {
    dataset: {
      name: dataset.name,
      ...(dataset.subset !== undefined && { subset: dataset.subset }),
      ...(dataset.split !== undefined && { split: dataset.split }),
      params: jsonParams(options.datasetParams),
    },
    model: { id: model.id, params, ...(source !== undefined && { source }) },
    evaluators: scoring.specs.map(({ name, params: own }) => ({ name, params: withoutSecrets(own) as JsonObject })),
    ...(options.scalingMethod !== undefined && {
      scaling: { name: options.scalingMethod, params: jsonParams(options.scalingParams) },
    }),
    ...(shots.spec !== undefined && { fewShot: shots.spec }),
    ...(options.limit !== undefined && { limit: options.limit }),
    trials,
    seed: options.seed ?? 0,
    ...(scoring.language !== undefined && { language: scoring.language }),
    ...(scoring.cotParser !== undefined && { cotParser: scoring.cotParser }),
    ...(options.compat !== undefined && { compat: options.compat }),
  };
  return {
    dataset,
    prompt: shots.prompt,
    trials,
    ...(limit !== undefined && { limit }),
    ...(shots.leftOut !== undefined && { leftOut: shots.leftOut }),
    ask: askFor(scaled, scoring.evaluators),
    modelId: model.id,
    evaluators: scoring.evaluators,
    metricNames: scoring.metricNames,
    spec,
    specHash: sha256(canonicalJson(spec)).slice(0, 16),
    info: {
      ...(dataset.source !== undefined && { source: dataset.source }),
      ...(shots.info !== undefined && { fewShot: shots.info }),
    },
    async close() {
      await scaled.close?.();
      await judge?.close?.();
    },
  };
}

interface DatasetSource {
  readonly plugin: DatasetPlugin | undefined;
  /** Opens the split under evaluation, or another one for few-shot examples. */
  readonly open: (split: string | undefined) => Promise<Dataset>;
}

async function datasetSource(
  options: EvaluateOptions,
  { dataset: given }: HandedIn,
  world: World,
): Promise<DatasetSource> {
  if (given !== undefined) return { plugin: undefined, open: (split) => handedInAt(given, split) };
  const plugin = await registries.datasets.get(options.dataset ?? 'kmmlu');
  const params = parseOptions(plugin, 'datasetParams', options.datasetParams ?? {});
  const subset = typeof options.subset === 'string' ? [options.subset] : options.subset;
  const open = async (split: string | undefined): Promise<Dataset> =>
    plugin.create(params, {
      ...world,
      ...(subset !== undefined && { subset }),
      ...(split !== undefined && { split }),
      ...(options.compat !== undefined && { compat: options.compat }),
    });
  return { plugin, open: (split) => open(split ?? options.split ?? splitOf(plugin, world)) };
}

async function handedInAt(dataset: Dataset, split: string | undefined): Promise<Dataset> {
  if (split === undefined) return dataset;
  throw new HretError('usage', `"${dataset.name}" was handed in as rows and has no other split to take examples from.`);
}

/** The default split of the settings, where the dataset has it; its own otherwise, which is said. */
function splitOf(plugin: DatasetPlugin, world: World): string | undefined {
  const { defaultSplit } = currentConfig();
  if (defaultSplit === undefined || plugin.splits?.includes(defaultSplit)) return defaultSplit;
  const own = plugin.defaultSplit === undefined ? 'it has no splits' : `"${plugin.defaultSplit}" is read`;
  world.warn(
    `The dataset "${plugin.name}" has no split "${defaultSplit}" (the default split of the settings); ${own}.`,
  );
  return undefined;
}

async function modelOf(
  options: EvaluateOptions,
  { model: handed }: HandedIn,
  world: World,
): Promise<{ model: Model; params: JsonObject; source?: string }> {
  if (handed !== undefined)
    return { model: handed.model, params: {}, ...(handed.source !== undefined && { source: handed.source }) };
  const named = await modelNamed(options.model, options.modelParams, 'modelParams', world);
  if (named === undefined) {
    throw new HretError(
      'usage',
      'There is no model to ask. Hand in a model function, or set model (and modelParams), for example model: "openai".',
    );
  }
  return { model: named.model, params: jsonParams(without(options.modelParams, named.transportOptions)) };
}

async function modelNamed(
  name: string | undefined,
  params: Params | undefined,
  where: string,
  world: World,
): Promise<{ model: Model; transportOptions: readonly string[] } | undefined> {
  if (name === undefined) return undefined;
  const plugin = await registries.models.get(name);
  const model = await plugin.create(parseOptions(plugin, where, params ?? {}), world);
  return { model, transportOptions: plugin.transportOptions ?? [] };
}

/** Without options that only say how a service is asked: with another budget or another limit it is the same run. */
function without(params: Params | undefined, names: readonly string[]): Params {
  return Object.fromEntries(Object.entries(params ?? {}).filter(([key]) => !names.includes(camelCase(key))));
}

async function withScaling(model: Model, options: EvaluateOptions, world: World): Promise<Model> {
  if (options.rewardModel !== undefined && options.scalingMethod === undefined) {
    world.warn('rewardModel is set, but without a scalingMethod nothing asks it.');
  }
  if (options.scalingMethod === undefined) return model;
  const plugin = await registries.scaling.get(options.scalingMethod);
  const wrap = await plugin.create(parseOptions(plugin, 'scalingParams', options.scalingParams ?? {}), world);
  return wrapped(model, wrap);
}

/** A fraction becomes a count, rounded up as lm-eval does. */
async function limitOf(limit: number | undefined, dataset: Dataset, leftOut: number): Promise<number | undefined> {
  if (limit === undefined || limit >= 1) return limit;
  if (dataset.size === undefined && dataset.isReadOnce) {
    throw new HretError(
      'usage',
      `limit: a fraction of "${dataset.name}" cannot be taken, because it can be read only once and its size is not known. Give a count.`,
    );
  }
  let size = dataset.size;
  if (size === undefined) {
    size = 0;
    for await (const _ of dataset.samples()) size++;
  }
  return Math.ceil((size - leftOut) * limit);
}

/** Params as part of what a run is: with another key it is the same run. */
function jsonParams(params: Params | undefined): JsonObject {
  return withoutSecrets(toJson(params ?? {}) as Json) as JsonObject;
}
