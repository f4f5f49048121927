import { conversation } from '../backends/wraps/conversation.js';
import { askFor } from '../core/ask.js';
import type { Dataset } from '../core/dataset.js';
import type { Ask } from '../core/evaluator.js';
import type { JsonObject } from '../core/json.js';
import type { Model } from '../core/model.js';
import type { EvaluateOptions } from '../core/options.js';
import type { ModelRequest } from '../core/plugin.js';
import type { RunSpec } from '../core/run-record.js';
import type { Selection } from '../core/work-items.js';
import type { World } from '../core/world.js';
import { canonicalJson, sha256 } from '../util/canonical.js';
import { withoutSecrets } from '../util/redact.js';
import { datasetSource, limitOf } from './dataset-source.js';
import { resolveFewShot } from './few-shot.js';
import { jsonParams } from './json-params.js';
import type { ModelSource } from './model-source.js';
import { closeAll, embeddersBy, judgesBy, modelOf, openingModels } from './opened-models.js';
import { sampledAsPublished } from './published-temperatures.js';
import { type ResolvedEvaluators, resolveEvaluators } from './resolve-evaluators.js';
import { asReward, modelNamed, withRoles } from './roles.js';
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
  const opening = openingModels(make, request, opened);
  // What can be wrong without reading a row or a byte from the network is looked at first.
  const { plugin, open } = await datasetSource(options, handedIn.dataset, world);
  const judge = await opening(options.judgeModel, options.judgeParams, 'judgeParams', 'judge');
  const judges = { judge: judge?.model, openJudge: judgesBy(opening), openEmbedder: embeddersBy(opening) };
  const scoring = await resolveEvaluators(options, world, judges, plugin);
  const rewarder = await opening(options.rewardModel, options.rewardParams, 'rewardParams', 'reward');
  const reward = rewarder && asReward(rewarder.model, options.rewardModel ?? '');
  const sampled = await withSampling(options, handedIn.model !== undefined);
  const { model, params, source } = await modelOf(sampled, handedIn.model, opening);
  const roles = { reward, judge: judge?.model };
  const limited = handedIn.model === undefined ? model : inTurn(model, options);
  const { scaled, isJudgeAsked } = await withScaling(
    conversation(limited),
    options,
    request,
    roles,
    scoring.evaluators,
  );
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
    prompt:
      handedIn.model === undefined ? sampledAsPublished(shots.prompt, dataset, model, sampled, world) : shots.prompt,
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
