import type { Evaluator } from '../core/evaluator.js';
import { type Model, type RewardModel, wrapped } from '../core/model.js';
import { DEFAULT_WORKERS, type EvaluateOptions } from '../core/options.js';
import type { ModelRequest, ScalingRequest } from '../core/plugin.js';
import { optionNames, parseOptions } from '../core/plugin-options.js';
import { SpentBySignal } from '../core/spent.js';
import { HretError } from '../errors.js';
import { camelCase } from '../util/case.js';
import { turnstile } from '../util/turnstile.js';
import { registries } from './registries.js';

/** The options with the params that the scaling method sets on the model. The same param with another value is refused. */
export async function withSampling(options: EvaluateOptions, isHandedIn: boolean): Promise<EvaluateOptions> {
  const { scalingMethod, modelParams = {} } = options;
  if (scalingMethod === undefined) return options;
  const plugin = await registries.scaling.get(scalingMethod);
  const set = plugin.modelParams?.(parseOptions(plugin, 'scalingParams', options.scalingParams ?? {}));
  if (set === undefined) return options;
  if (isHandedIn) {
    throw new HretError(
      'usage',
      `scalingMethod: "${scalingMethod}" sets ${Object.keys(set).join(' and ')} of a backend; a function that is handed in samples as it likes.`,
    );
  }
  for (const [key, value] of Object.entries(modelParams)) {
    const name = camelCase(key);
    if (name in set && set[name] !== value) {
      throw new HretError(
        'usage',
        `modelParams.${key} is ${String(value)}, but scalingMethod "${scalingMethod}" sets it to ${String(set[name])}: leave one out.`,
      );
    }
  }
  const others = Object.entries(modelParams).filter(([key]) => !(camelCase(key) in set));
  return { ...options, modelParams: { ...Object.fromEntries(others), ...set } };
}

/**
 * A function that is handed in has nothing else that limits its calls: with a scaling method no more of them are in flight than
 * samples would be without one.
 */
export function inTurn(model: Model, { scalingMethod, maxWorkers = DEFAULT_WORKERS }: EvaluateOptions): Model {
  if (scalingMethod === undefined) return model;
  const turn = turnstile(maxWorkers);
  return {
    ...model,
    generate: (request) =>
      turn(async () => {
        request.signal.throwIfAborted();
        return model.generate(request);
      }),
  };
}

/** The model with the scaling method of the options around it; the same one without any. */
export async function withScaling(
  model: Model,
  options: EvaluateOptions,
  request: ModelRequest,
  { reward, judge }: { readonly reward: RewardModel | undefined; readonly judge: Model | undefined },
  evaluators: readonly Evaluator[],
): Promise<{ scaled: Model; isJudgeAsked: boolean }> {
  const { scalingMethod } = options;
  if (scalingMethod === undefined) {
    if (reward !== undefined) request.warn('rewardModel is set, but without a scalingMethod nothing asks it.');
    return { scaled: model, isJudgeAsked: false };
  }
  const plugin = await registries.scaling.get(scalingMethod);
  const asked = { reward: false, judge: false };
  const spent = new SpentBySignal();
  const params = parseOptions(plugin, 'scalingParams', options.scalingParams ?? {});
  const scaling: ScalingRequest = {
    ...request,
    get reward() {
      asked.reward = true;
      return reward as RewardModel;
    },
    get judge() {
      asked.judge = true;
      return (judge && spent.notedJudge(judge)) as Model;
    },
  };
  if (plugin.readsLogprobs?.(params) === true) await refuseWithoutLogprobs(scalingMethod, options);
  const wrap = await plugin.create(params, scaling);
  if (plugin.isDrawing?.(params, scaling) === true && (await temperatureOf(options)) === 0)
    request.warn(
      `${scalingMethod} asks for several draws, but modelParams.temperature is 0, so they will mostly be the same. Set it above 0.`,
    );
  if (reward !== undefined && !asked.reward)
    request.warn(`rewardModel is set, but ${scalingMethod} asks no reward model.`);
  const scaled = wrapped(spent.noted(model), spent.told, wrap);
  const ranking = evaluators.find(({ reads }) => reads === 'ranking');
  if (ranking !== undefined && scaled.logLikelihoods === model.logLikelihoods) throw idle(scalingMethod, ranking);
  return { scaled, isJudgeAsked: asked.judge };
}

/** Known before the first call of backends that have an option for it; others show with their first answer. */
async function refuseWithoutLogprobs(
  scalingMethod: string,
  { model, modelParams = {} }: EvaluateOptions,
): Promise<void> {
  if (model === undefined) return;
  const plugin = await registries.models.get(model);
  if (!optionNames(plugin.options).includes('logprobs')) return;
  const given = parseOptions(plugin, 'modelParams', modelParams) as Readonly<Record<string, unknown>>;
  if ((given.logprobs ?? false) !== false || given.topLogprobs !== undefined) return;
  throw new HretError(
    'usage',
    `${scalingMethod} ranks by log-probabilities, which "${model}" gives on request only. Set modelParams.logprobs: true.`,
  );
}

/** The temperature a named model is asked with, its default included; `undefined` for a function, or where there is none. */
async function temperatureOf({ model, modelParams = {} }: EvaluateOptions): Promise<unknown> {
  if (model === undefined) return undefined;
  const options = parseOptions(await registries.models.get(model), 'modelParams', modelParams);
  return typeof options === 'object' && options !== null && 'temperature' in options ? options.temperature : undefined;
}

/** Evaluators that rank have no text written, so a method that only makes texts would be recorded and do nothing. */
function idle(scalingMethod: string, { name }: Evaluator): HretError {
  return new HretError(
    'usage',
    `scalingMethod: "${scalingMethod}" has no effect with ${name}, which ranks given texts by log-likelihood and has none written. Leave scalingMethod out, or use an evaluator that reads answers, for example string_match.`,
  );
}
