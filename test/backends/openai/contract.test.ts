import { models } from '../../../src/backends/index.js';
import { parseOptions } from '../../../src/core/plugin-options.js';
import { describeModel, type ModelHarness } from '../../contracts/model.js';

const noImages = 'the completions API takes no images';
const notByChat = 'chat tells nothing about a given answer';
const vllm = { abilities: { echo: 'done', promptLogprobs: true, choice: 'structured_outputs' } } as const;

/** Every backend that speaks OpenAI's protocol, in every way it can be asked. */
const harnesses: readonly [string, Readonly<Record<string, unknown>>, Omit<ModelHarness, 'make'>][] = [
  ['openai', { api: 'chat' }, { ranksNothing: notByChat }],
  ['openai', { api: 'chat', stream: true }, { ranksNothing: notByChat }],
  ['openai', { api: 'completions' }, { takesNoImages: noImages }],
  ['openai', { api: 'completions', stream: true }, { takesNoImages: noImages }],
  ['openai', { api: 'responses' }, { ranksNothing: 'the responses API tells nothing about a given answer' }],
  ['openai', { api: 'responses', stream: true }, { ranksNothing: 'the same' }],
  ['vllm', {}, { server: vllm }],
  ['vllm', { chatTemplate: false, guidedChoice: true }, { server: vllm, takesNoImages: noImages }],
  ['tgi', {}, { ranksNothing: notByChat }],
  ['llama_cpp', { api: 'completions' }, { takesNoImages: noImages }],
  ['ollama', {}, { ranksNothing: notByChat }],
  ['lmstudio', {}, { ranksNothing: notByChat }],
  ['fastchat', { api: 'completions' }, { takesNoImages: noImages }],
];

for (const [name, params, about] of harnesses) {
  describeModel(`${name} ${JSON.stringify(params)}`, {
    ...about,
    make: async ({ url, key, world, timeoutMs }) => {
      const plugin = await models[name]?.();
      if (plugin === undefined) throw new Error(`There is no backend ${name}.`);
      const options = { ...params, model_name: 'loopback', apiBase: url, apiKey: key, timeoutMs };
      return plugin.plugin.create(parseOptions(plugin.plugin, 'modelParams', options), world);
    },
  });
}
