import { expect, it } from 'vitest';
import { secretsIn } from '../../src/config/secrets.js';

it('finds values under key-like names, wherever they are', () => {
  const options = {
    modelParams: { apiKey: 'sk-model-12345', model_name: 'gpt-4o-mini' },
    judge_params: {
      'api-key': 'sk-judge-12345',
      headers: { 'X-Api-Key': 'x-secret-12345', Accept: 'application/json' },
    },
    datasetParams: { token: 'hf_1234567890', sources: [{ hfToken: 'hf_0987654321' }] },
    scalingParams: { apiKeys: 'not one key', apiKey: ['sk-first-12345', 'sk-second-12345'] },
    rewardParams: { OPENAI_API_KEY: 'sk-reward-12345', password: 'correct horse' },
  };
  expect(secretsIn(options).sort()).toEqual(
    [
      'sk-model-12345',
      'sk-judge-12345',
      'x-secret-12345',
      'hf_1234567890',
      'hf_0987654321',
      'sk-first-12345',
      'sk-second-12345',
      'sk-reward-12345',
      'correct horse',
    ].sort(),
  );
});

it('finds the bare key behind a scheme, and passwords in addresses', () => {
  expect(secretsIn({ headers: { Authorization: 'Bearer abcdefgh1234' } })).toEqual([
    'Bearer abcdefgh1234',
    'abcdefgh1234',
  ]);
  expect(secretsIn({ apiBase: 'https://user:hunter2hunter2@proxy.example/v1' })).toEqual(['hunter2hunter2']);
});

it.each([
  {
    modelParams: { maxTokens: 512, eosToken: '</answer-end>', stopToken: '<|endoftext|>', tokenizer: 'klue/bert-base' },
  },
  { modelParams: { apiKey: 'EMPTY' } },
  { modelParams: { apiKey: '' } },
  { modelParams: { apiKey: 12345678 } },
  { apiBase: 'https://api.openai.com/v1' },
  { monkey: 'chimpanzee', keyboard: 'sebeolsik', author: 'unknown author' },
])('leaves innocent values alone: %j', (options) => {
  expect(secretsIn(options)).toEqual([]);
});

it('survives options that contain themselves', () => {
  const options: Record<string, unknown> = { apiKey: 'sk-loop-12345' };
  options.self = options;
  expect(secretsIn(options)).toEqual(['sk-loop-12345']);
});
