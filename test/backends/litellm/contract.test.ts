import { plugin } from '../../../src/backends/litellm.js';
import { parseOptions } from '../../../src/core/plugin-options.js';
import { describeModel, type ModelHarness } from '../../contracts/model.js';

const ranksNothing = 'the service tells nothing about a given answer';

/** One service of each protocol, whole and streamed, and one of each way of finding an address. */
const harnesses: readonly [Readonly<Record<string, unknown>>, Omit<ModelHarness, 'make'>][] = [
  [{ modelName: 'openai/loopback' }, { ranksNothing }],
  [{ modelName: 'anthropic/loopback' }, { ranksNothing }],
  [{ modelName: 'anthropic/loopback', stream: true }, { ranksNothing }],
  [{ modelName: 'gemini/loopback' }, { ranksNothing }],
  [{ modelName: 'gemini/loopback', stream: true }, { ranksNothing }],
  [{ modelName: 'bedrock/loopback' }, { ranksNothing, takesNoImageAddresses: 'Bedrock takes images as data only' }],
  [{ modelName: 'azure/loopback' }, { ranksNothing }],
  [{ modelName: 'litellm_proxy/loopback' }, { ranksNothing }],
  [{ modelName: 'loopback', provider: 'mistral' }, { ranksNothing }],
  [{ modelName: 'some-org/loopback' }, { ranksNothing }],
];

for (const [params, about] of harnesses) {
  describeModel(`litellm ${JSON.stringify(params)}`, {
    ...about,
    make: ({ url, key, world, timeoutMs }) => {
      const options = { ...params, apiBase: url, apiKey: key, timeoutMs };
      return plugin.create(parseOptions(plugin, 'modelParams', options), world);
    },
  });
}
