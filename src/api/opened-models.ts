import type { JsonObject } from '../core/json.js';
import type { Model } from '../core/model.js';
import type { EvaluateOptions, Params } from '../core/options.js';
import type { ModelRequest } from '../core/plugin.js';
import { HretError } from '../errors.js';
import type { ModelSource } from './model-source.js';
import { asEmbedder, type modelNamed, type NamedModel } from './roles.js';

/** Makes the model of this name; `undefined` where no name was given. `where` is what mistakes in its params are told by. */
export type OpenModel = (
  name: string | undefined,
  params: Params | undefined,
  where: string,
  role?: 'judge' | 'reward',
) => Promise<NamedModel | undefined>;

/** Makes models and notes them down in `opened`, whose every model is to be closed. */
export function openingModels(make: typeof modelNamed, request: ModelRequest, opened: Model[]): OpenModel {
  return async (name, params, where, role) => {
    const named = await make(name, params, where, { ...request, ...(role !== undefined && { role }) });
    if (named !== undefined) opened.push(named.model);
    return named;
  };
}

/** Judges that an evaluator names itself. */
export function judgesBy(open: OpenModel) {
  return async (name: string, params: Params, where: string) => {
    const named = await open(name, params, where, 'judge');
    if (named === undefined) throw new HretError('usage', `${where}: the judge has no name.`);
    return named.model;
  };
}

/** Embedders that an evaluator names itself. */
export function embeddersBy(open: OpenModel) {
  return async (name: string, params: Params, where: string) => {
    const named = await open(name, params, where);
    if (named === undefined) throw new HretError('usage', `${where}: the embedder has no name.`);
    return asEmbedder(named.model, name, params, where);
  };
}

/** The model under evaluation: handed in, or the one that the options name. */
export async function modelOf(
  options: EvaluateOptions,
  handed: ModelSource | undefined,
  open: OpenModel,
): Promise<{ model: Model; params: JsonObject; source?: string }> {
  if (handed !== undefined)
    return { model: handed.model, params: {}, ...(handed.source !== undefined && { source: handed.source }) };
  const named = await open(options.model, options.modelParams, 'modelParams');
  if (named === undefined) {
    throw new HretError(
      'usage',
      'There is no model to ask. Hand in a model function, or set model (and modelParams), for example model: "openai".',
    );
  }
  return named;
}

/** Closes every one of them, even if closing one fails. */
export async function closeAll(models: readonly (Model | undefined)[]): Promise<void> {
  const closed = await Promise.allSettled(models.map(async (model) => model?.close?.()));
  for (const one of closed) if (one.status === 'rejected') throw one.reason;
}
