import { type MultiOptions, plugin as multi } from '../backends/multi.js';
import type { Embedder } from '../core/embedder.js';
import type { JsonObject } from '../core/json.js';
import type { Model, RewardModel } from '../core/model.js';
import type { EvaluateOptions, Params } from '../core/options.js';
import type { ModelRequest } from '../core/plugin.js';
import { parseOptions } from '../core/plugin-options.js';
import { HretError } from '../errors.js';
import { camelCase } from '../util/case.js';
import { jsonParams } from './json-params.js';
import { registries } from './registries.js';

/** The same options with `multi` taken apart into the models it lists; other models are left alone. */
export function withRoles(options: EvaluateOptions, isModelHandedIn: boolean): EvaluateOptions {
  if (options.model !== multi.name) return options;
  const { generateModel, judgeModel, rewardModel } = parseOptions(multi, 'modelParams', options.modelParams ?? {});
  const { model: _model, modelParams: _params, ...others } = options;
  if (generateModel === undefined && !isModelHandedIn) {
    throw new HretError(
      'usage',
      'modelParams.generateModel is missing: "multi" needs the model under evaluation, as { name, params }.',
    );
  }
  refuseTwice('judgeModel', judgeModel, options);
  refuseTwice('rewardModel', rewardModel, options);
  return {
    ...others,
    ...(generateModel !== undefined && { model: generateModel.name, modelParams: paramsOf(generateModel) }),
    ...(judgeModel !== undefined && { judgeModel: judgeModel.name, judgeParams: paramsOf(judgeModel) }),
    ...(rewardModel !== undefined && { rewardModel: rewardModel.name, rewardParams: paramsOf(rewardModel) }),
  };
}

type Role = NonNullable<MultiOptions['judgeModel']>;

function paramsOf({ params }: Role): Params {
  return params as Params;
}

function refuseTwice(option: 'judgeModel' | 'rewardModel', role: Role | undefined, options: EvaluateOptions): void {
  if (role === undefined || options[option] === undefined) return;
  throw new HretError(
    'usage',
    `${option} is given twice: as "${options[option]}" and, in modelParams of "multi", as "${role.name}". Leave one out.`,
  );
}

/** A backend as a run has it. */
export interface NamedModel {
  readonly model: Model;
  /** What says which run it is: without keys, and without what only says how a service is asked. */
  readonly params: JsonObject;
}

/** Makes a backend by its name; `undefined` when none is named. `where` is the option that holds its params. */
export async function modelNamed(
  name: string | undefined,
  params: Params | undefined,
  where: string,
  request: ModelRequest,
): Promise<NamedModel | undefined> {
  if (name === undefined) return undefined;
  const plugin = await registries.models.get(name);
  const model = await plugin.create(parseOptions(plugin, where, params ?? {}), request);
  return { model, params: jsonParams(without(params, plugin.transportOptions ?? [])) };
}

/** With another budget or another limit it is the same run. */
function without(params: Params | undefined, names: readonly string[]): Params {
  return Object.fromEntries(Object.entries(params ?? {}).filter(([key]) => !names.includes(camelCase(key))));
}

/** The model as a reward model; one that gives no rewards is refused before the first call. */
export function asReward(model: Model, name: string): RewardModel {
  if (model.reward !== undefined) return model as Model & RewardModel;
  throw new HretError(
    'usage',
    `rewardModel: "${name}" gives no rewards. Use huggingface_reward (a local model), or register a backend with reward().`,
  );
}

/** What stands around answers and not around embeddings. */
const OF_ANSWERS = ['cache', 'budget', 'fallbacks', 'contextWindowFallbacks', 'preCallRules', 'postCallRules'];

/** The model as an embedder; one that gives no embeddings is refused before the first call. */
export function asEmbedder(model: Model, name: string, params: Params, where: string): Embedder {
  const stray = Object.keys(params).find((key) => OF_ANSWERS.includes(camelCase(key)));
  if (stray !== undefined)
    throw new HretError('usage', `${where}.${stray} is for answers and has no effect on embeddings: leave it out.`);
  if (model.embed !== undefined) return { id: model.id, embed: model.embed };
  throw new HretError(
    'usage',
    `embedder: "${name}" gives no embeddings. Use a backend of OpenAI's protocol: openai, vllm, ollama, lmstudio, llama_cpp, tgi, litellm.`,
  );
}
