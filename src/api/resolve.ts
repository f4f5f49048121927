import { conversation } from '../backends/wraps/conversation.js';
import { currentConfig } from '../config/settings.js';
import { askFor } from '../core/ask.js';
import { checkedDataset } from '../core/checked-dataset.js';
import type { Dataset } from '../core/dataset.js';
import type { Ask } from '../core/evaluator.js';
import type { JsonObject } from '../core/json.js';
import type { Model } from '../core/model.js';
import type { EvaluateOptions, Params } from '../core/options.js';
import type { DatasetPlugin, ModelRequest } from '../core/plugin.js';
import { parseOptions } from '../core/plugin-options.js';
import type { RunSpec } from '../core/run-record.js';
import type { Selection } from '../core/work-items.js';
import type { World } from '../core/world.js';
import { HretError } from '../errors.js';
import { canonicalJson, sha256 } from '../util/canonical.js';
import { withoutSecrets } from '../util/redact.js';
import { datasetNamed } from './dataset-named.js';
import { resolveFewShot } from './few-shot.js';
import { jsonParams } from './json-params.js';
import type { ModelSource } from './model-source.js';
import { registries } from './registries.js';
import { type ResolvedEvaluators, resolveEvaluators } from './resolve-evaluators.js';
import { asEmbedder, asReward, modelNamed, type NamedModel, withRoles } from './roles.js';
import { inTurn, withSampling, withScaling } from './scaling.js';

/** A run as it will be: every name looked up, every option checked, nothing asked yet. */
export interface Resolved extends Selection {
  readonly ask: Ask;
  readonly modelId: string;
  readonly evaluators: ResolvedEvaluators['evaluators'];
  readonly metricNames: ResolvedEvaluators['metricNames'];
  /** The evaluators that ask judges. */
  readonly judging: ResolvedEvaluators['judging'];
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
  /** Makes the models that are named; absent: the backends do. */
  readonly open?: typeof modelNamed;
}

/** Every setup error is thrown here, before the first call. Models that were made before it are closed again. */
export async function resolve(given: EvaluateOptions, handedIn: HandedIn, world: World): Promise<Resolved> {
  const options = withRoles(given, handedIn.model !== undefined);
  const opened: Model[] = [];
  try {
    return await resolveWith(options, handedIn, world, opened);
  } catch (error) {
    await closeAll(opened).catch(() => {});
    throw error;
  }
}

async function resolveWith(
  options: EvaluateOptions,
  handedIn: HandedIn,
  world: World,
  opened: Model[],
): Promise<Resolved> {
  const request: ModelRequest = { ...world, ...(options.compat !== undefined && { compat: options.compat }) };
  const { open: make = modelNamed } = handedIn;
  const opening: OpenModel = async (name, params, where, role) => {
    const named = await make(name, params, where, { ...request, ...(role !== undefined && { role }) });
    if (named !== undefined) opened.push(named.model);
    return named;
  };
  // What can be wrong without reading a row or a byte from the network is looked at first.
  const { plugin, open } = await datasetSource(options, handedIn, world);
  const judge = await opening(options.judgeModel, options.judgeParams, 'judgeParams', 'judge');
  const openJudge = async (name: string, params: Params, where: string) => {
    const named = await opening(name, params, where, 'judge');
    if (named === undefined) throw new HretError('usage', `${where}: the judge has no name.`);
    return named.model;
  };
  const openEmbedder = async (name: string, params: Params, where: string) => {
    const named = await opening(name, params, where);
    if (named === undefined) throw new HretError('usage', `${where}: the embedder has no name.`);
    return asEmbedder(named.model, name, params, where);
  };
  const scoring = await resolveEvaluators(options, world, { judge: judge?.model, openJudge, openEmbedder }, plugin);
  const rewarder = await opening(options.rewardModel, options.rewardParams, 'rewardParams', 'reward');
  const reward = rewarder && asReward(rewarder.model, options.rewardModel ?? '');
  const sampled = await withSampling(options, handedIn.model !== undefined);
  const { model, params, source } = await modelOf(sampled, handedIn, opening);
  const roles = { reward, judge: judge?.model };
  const asked = handedIn.model === undefined ? model : inTurn(model, options);
  const { scaled, isJudgeAsked } = await withScaling(conversation(asked), options, request, roles, scoring.evaluators);
  if (judge !== undefined && !isJudgeAsked && !scoring.isJudgeAsked) {
    const names = scoring.specs.map(({ name }) => name).join(', ');
    world.warn(`judgeModel is set, but ${names} asks no judge.`);
  }
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
    ...(judge !== undefined && { judge: { id: judge.model.id, params: judge.params } }),
    ...(reward !== undefined && rewarder !== undefined && { reward: { id: reward.id, params: rewarder.params } }),
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
    judging: scoring.judging,
    spec,
    specHash: sha256(canonicalJson(spec)).slice(0, 16),
    info: {
      ...(dataset.source !== undefined && { source: dataset.source }),
      ...(shots.info !== undefined && { fewShot: shots.info }),
    },
    close: () => closeAll([scaled, ...opened.filter((one) => one !== model)]),
  };
}

/** Every one of them, even if closing one fails. */
async function closeAll(models: readonly (Model | undefined)[]): Promise<void> {
  const closed = await Promise.allSettled(models.map(async (model) => model?.close?.()));
  for (const one of closed) if (one.status === 'rejected') throw one.reason;
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
  const plugin = await datasetNamed(options.dataset ?? 'kmmlu', world.cwd);
  const params = parseOptions(plugin, 'datasetParams', options.datasetParams ?? {});
  const subset = typeof options.subset === 'string' ? [options.subset] : options.subset;
  const preferredSplit = plugin.findsSplits ? currentConfig().defaultSplit : undefined;
  const open = async (split: string | undefined): Promise<Dataset> => {
    const made = await plugin.create(params, {
      ...world,
      ...(subset !== undefined && { subset }),
      ...(split !== undefined && { split }),
      ...(preferredSplit !== undefined && { preferredSplit }),
      ...(options.compat !== undefined && { compat: options.compat }),
    });
    return registries.datasets.isRegistered(plugin.name) ? checkedDataset(made, plugin.name) : made;
  };
  return { plugin, open: (split) => open(split ?? options.split ?? splitOf(plugin, world)) };
}

async function handedInAt(dataset: Dataset, split: string | undefined): Promise<Dataset> {
  if (split === undefined) return dataset;
  throw new HretError('usage', `"${dataset.name}" was handed in as rows and has no other split to take examples from.`);
}

/** The default split of the settings, where the dataset has it; its own otherwise, which is said. */
function splitOf(plugin: DatasetPlugin, world: World): string | undefined {
  const { defaultSplit } = currentConfig();
  if (plugin.findsSplits) return undefined;
  if (defaultSplit === undefined || plugin.splits?.includes(defaultSplit)) return defaultSplit;
  const own = plugin.defaultSplit === undefined ? 'it has no splits' : `"${plugin.defaultSplit}" is read`;
  world.warn(
    `The dataset "${plugin.name}" has no split "${defaultSplit}" (the default split of the settings); ${own}.`,
  );
  return undefined;
}

type OpenModel = (
  name: string | undefined,
  params: Params | undefined,
  where: string,
  role?: 'judge' | 'reward',
) => Promise<NamedModel | undefined>;

async function modelOf(
  options: EvaluateOptions,
  { model: handed }: HandedIn,
  opening: OpenModel,
): Promise<{ model: Model; params: JsonObject; source?: string }> {
  if (handed !== undefined)
    return { model: handed.model, params: {}, ...(handed.source !== undefined && { source: handed.source }) };
  const named = await opening(options.model, options.modelParams, 'modelParams');
  if (named === undefined) {
    throw new HretError(
      'usage',
      'There is no model to ask. Hand in a model function, or set model (and modelParams), for example model: "openai".',
    );
  }
  return named;
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
