import { z } from 'zod';
import type { ModelPlugin } from '../core/plugin.js';
import { HretError } from '../errors.js';
import { modelOn } from './openai/model.js';
import { openaiOptions } from './openai/options.js';
import type { Server } from './openai/server.js';
import { type Dialect, openaiService } from './openai/service.js';
import { TRANSPORT_OPTIONS } from './service-options.js';
import { type ChoiceField, choiceField, guided } from './vllm/guided-choice.js';

const server: Server = {
  name: 'vllm',
  product: 'vLLM',
  defaultBase: 'http://localhost:8000/v1',
  baseVariables: ['VLLM_API_BASE', 'HOSTED_VLLM_API_BASE'],
  keyVariables: ['VLLM_API_KEY', 'HOSTED_VLLM_API_KEY'],
  continuesChat: true,
  takesTokenIds: true,
  parameters: { serviceTier: null, safetyIdentifier: null, promptCacheKey: null, store: null, verbosity: null },
  startAdvice: 'Start it with: vllm serve MODEL.',
};

const ofTheServer = (flag: string) =>
  z.never({ error: `belongs to the server: start it with vllm serve MODEL ${flag}` }).optional();

const options = openaiOptions.extend({
  chatTemplate: z
    .boolean()
    .optional()
    .describe('false sends the prompt as raw text (api: completions); true is api: chat (default true)'),
  guidedChoice: z
    .boolean()
    .optional()
    .describe('bind the answer to a choice question to one of its options, word for word'),
  dtype: ofTheServer('--dtype …'),
  tensorParallelSize: ofTheServer('--tensor-parallel-size …'),
  gpuMemoryUtilization: ofTheServer('--gpu-memory-utilization …'),
  maxModelLen: ofTheServer('--max-model-len …'),
  trustRemoteCode: ofTheServer('--trust-remote-code'),
  modelNameOrPath: z
    .string()
    .min(1)
    .optional()
    .describe('the same as modelName; with none of the two, the model the server has'),
});
type VllmOptions = z.output<typeof options>;

/**
 * A vLLM server. Besides what `openai` does it can bind answers to the options of a question, send prompts with or without
 * the chat template, and rank options by log-likelihood in either form.
 * https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html
 */
export const plugin: ModelPlugin<VllmOptions> = {
  name: 'vllm',
  aliases: ['hosted_vllm'],
  summary: 'a vLLM server: guided choice, chat template on or off, log-likelihoods',
  options,
  transportOptions: TRANSPORT_OPTIONS,
  create: (given, world) => openaiService(dialect, given, world),
};

const dialect: Dialect<VllmOptions> = {
  plugin,
  server,
  chosen: (given) => ({ ...given, ...apiFrom(given), ...nameFrom(given) }),
  make(line, { guidedChoice }, chosen, name, cwd) {
    const model = modelOn(line, chosen, name, cwd);
    const bind = (field: ChoiceField) => modelOn(line, chosen, name, cwd, choiceField(field));
    return guidedChoice === true ? guided(model, bind('structured_outputs'), bind('guided_choice')) : model;
  },
};

function apiFrom({ api, useChatApi, chatTemplate }: VllmOptions): { api?: 'chat' | 'completions' } {
  if (chatTemplate === undefined) return {};
  const wanted = chatTemplate ? 'chat' : 'completions';
  const other = api ?? (useChatApi === undefined ? undefined : useChatApi ? 'chat' : 'completions');
  if (other === undefined || other === wanted) return { api: wanted };
  throw new HretError('usage', `modelParams.chatTemplate is ${chatTemplate}, but api is "${other}": leave one out.`);
}

function nameFrom({ modelName, model, modelNameOrPath }: VllmOptions): { modelName?: string } {
  if (modelNameOrPath === undefined) return {};
  const other = modelName ?? model;
  if (other === undefined || other === modelNameOrPath) return { modelName: modelNameOrPath };
  throw new HretError('usage', `modelParams names two models: "${other}" and modelNameOrPath "${modelNameOrPath}".`);
}
