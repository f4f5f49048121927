import type { Model } from '../core/model.js';
import type { ModelPlugin, ModelRequest } from '../core/plugin.js';
import { requireLibrary } from './huggingface/library.js';
import { localModel } from './huggingface/local-model.js';
import { modelFiles } from './huggingface/model-files.js';
import {
  dtypeOf,
  type HuggingfaceOptions,
  huggingfaceOptions,
  maxNewTokensOf,
  modelOf,
  temperatureOf,
} from './huggingface/options.js';
import { engineInProcess } from './huggingface/process.js';

/**
 * Local models with ONNX weights, run by `@huggingface/transformers` (an optional peer) in a process of their own: answers,
 * log-likelihoods of options, and rewards. Questions in flight at the same time share batches.
 */
export const plugin: ModelPlugin<HuggingfaceOptions> = {
  name: 'huggingface',
  aliases: ['huggingface_reward'],
  summary: 'local models with ONNX weights, from a folder or the hub; needs @huggingface/transformers',
  options: huggingfaceOptions,
  create: huggingface,
};

/** Checks what can be checked, brings the files; the model itself is loaded by the first question. */
async function huggingface(options: HuggingfaceOptions, request: ModelRequest): Promise<Model> {
  const { revision, token, device, threads, batchSize, topP, topK, seed, stop } = options;
  const { chatTemplate, chatTemplateParams, systemMessage } = options;
  const { compat } = request;
  const asked = { maxNewTokens: maxNewTokensOf(options), temperature: temperatureOf(options) };
  const query = { name: modelOf(options), dtype: dtypeOf(options), revision, token };
  requireLibrary();
  const { label, files } = await modelFiles(query, request);
  const engine = engineInProcess(
    {
      ...files,
      ...asked,
      ...{ device, threads, batchSize, topP, topK, seed },
      stop: [stop].flat(),
      ...{ chatTemplate, chatTemplateParams, systemMessage, compat },
    },
    request,
  );
  return localModel(engine, {
    id: `huggingface/${label}`,
    ranksOptions: compat === 'hret' && request.role === undefined,
    nextTokensAdvice: samplingAdvice(options, asked.temperature),
  });
}

/** A search takes the likeliest tokens, so what shapes draws would have no effect. */
function samplingAdvice({ topP, topK }: HuggingfaceOptions, temperature: number): string | undefined {
  const set = { temperature: temperature > 0, topP: topP !== undefined, topK: topK !== undefined && topK !== 0 };
  const named = Object.entries(set).flatMap(([name, isSet]) => (isSet ? [`modelParams.${name}`] : []));
  return named.length === 0 ? undefined : `It would, without ${named.join(', ')}: a search over tokens draws nothing.`;
}
