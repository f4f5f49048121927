import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { plugin } from '../../src/backends/hf-inference.js';
import { parseOptions } from '../../src/core/plugin-options.js';
import { startLoopbackLlm, testWorld } from '../../src/testing/index.js';
import { describeModel, questionFor } from '../contracts/model.js';
import { errorOf, temporaryFolder } from '../sources/hub-world.js';

describeModel('hf_inference', {
  ranksNothing: 'chat tells nothing about a given answer',
  make: ({ url, key, world, timeoutMs }) =>
    plugin.create(
      parseOptions(plugin, 'modelParams', { modelName: 'me/tiny', apiBase: url, apiKey: key, timeoutMs }),
      world,
    ),
});

async function asked(params: object, env: Record<string, string>) {
  const llm = await startLoopbackLlm({});
  onTestFinished(() => llm.close());
  const options = parseOptions(plugin, 'modelParams', { modelName: 'me/tiny', apiBase: llm.url, ...params });
  const model = await plugin.create(options, testWorld({ env }));
  await model.generate(questionFor('질문'));
  await model.close?.();
  return llm.requests[0];
}

describe('hf_inference', () => {
  it('names the provider behind the model, unless it is left to the account', async () => {
    expect((await asked({ provider: 'groq' }, { HF_TOKEN: 'hf_1' }))?.body).toMatchObject({ model: 'me/tiny:groq' });
    expect((await asked({}, { HF_TOKEN: 'hf_1' }))?.body).toMatchObject({ model: 'me/tiny' });
  });

  it('sends the token of the hub, from the environment or its file, and never the key of OpenAI', async () => {
    const env = { HF_TOKEN: 'hf_from_env', OPENAI_API_KEY: 'sk-other', OPENAI_API_BASE: 'http://127.0.0.1:1/v1' };
    expect((await asked({}, env))?.headers.authorization).toBe('Bearer hf_from_env');
    const home = temporaryFolder();
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'token'), 'hf_from_file\n');
    expect((await asked({}, { HF_HOME: home }))?.headers.authorization).toBe('Bearer hf_from_file');
  });

  it('sends no key at all to a server of your own when there is no token', async () => {
    const sent = await asked({}, { HF_HOME: temporaryFolder(), OPENAI_API_KEY: 'sk-other' });
    expect(sent?.headers).not.toHaveProperty('authorization');
  });

  it('says before the first call that the token is missing', async () => {
    const options = parseOptions(plugin, 'modelParams', { modelName: 'me/tiny' });
    const world = testWorld({ env: { HF_HOME: temporaryFolder(), OPENAI_API_KEY: 'sk-other' } });
    expect((await errorOf(Promise.resolve(plugin.create(options, world)))).message).toContain(
      'The hub token is missing. Set HF_TOKEN',
    );
  });
});
