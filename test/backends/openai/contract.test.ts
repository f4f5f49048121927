import { plugin } from '../../../src/backends/openai.js';
import { parseOptions } from '../../../src/core/plugin-options.js';
import { describeModel } from '../../contracts/model.js';

for (const api of ['chat', 'completions'] as const) {
  describeModel(`openai (${api})`, {
    make: ({ url, key, world, timeoutMs }) =>
      plugin.create(
        parseOptions(plugin, 'modelParams', { model_name: 'loopback', apiBase: url, apiKey: key, timeoutMs, api }),
        world,
      ),
  });
}
