import { z } from 'zod';
import type { ModelPlugin } from '../core/plugin.js';
import { HretError } from '../errors.js';
import { hubSettings } from '../sources/hub-settings.js';
import { openaiOptions } from './openai/options.js';
import { NO_ACCOUNT, preset } from './openai/preset.js';
import { TRANSPORT_OPTIONS } from './service-options.js';

const options = openaiOptions.extend({
  apiKey: z.string().optional().describe('hub token (default HF_TOKEN, then the token of hf auth login)'),
  apiBase: z.string().min(1).optional().describe('default: https://router.huggingface.co/v1'),
  provider: z
    .string()
    .regex(/^[\w.-]+$/)
    .default('auto')
    .describe("who runs the model: hf-inference, together, groq …; auto: the first of the account's settings"),
});
type HfInferenceOptions = z.output<typeof options>;

/** https://huggingface.co/docs/inference-providers (OpenAI-compatible chat completions). */
const router = preset(
  {
    name: 'hf_inference',
    product: 'the Hugging Face router',
    defaultBase: 'https://router.huggingface.co/v1',
    baseVariables: [],
    keyVariables: ['HF_TOKEN'],
    apis: ['chat'],
    parameters: NO_ACCOUNT,
    likelihoodAdvice: 'The router tells nothing about a given text. Use string_match, or a local model: huggingface.',
    advice: (status) =>
      status === 401 || status === 403
        ? 'Look at HF_TOKEN or modelParams.apiKey: it must be a token with the permission to call inference providers.'
        : undefined,
  },
  { summary: 'models of the Hugging Face hub on its inference providers' },
);

/**
 * Models of the hub that others run: the router of Hugging Face hands a request to the provider named behind the model
 * (`openai/gpt-oss-20b:groq`), paid with the account of the token.
 */
export const plugin: ModelPlugin<HfInferenceOptions> = {
  name: 'hf_inference',
  summary: router.summary,
  transportOptions: TRANSPORT_OPTIONS,
  options,
  async create({ provider, ...given }, request) {
    const { token } = await hubSettings(request, given.apiKey);
    if (token === undefined && given.apiBase === undefined) throw noToken();
    const name = given.modelName ?? given.model;
    const named = name === undefined || provider === 'auto' ? {} : { modelName: `${name}:${provider}` };
    const { model: _model, ...others } = given;
    return router.create(
      {
        ...others,
        ...(name !== undefined && { modelName: name }),
        ...named,
        ...(token !== undefined && { apiKey: token }),
      },
      request,
    );
  },
};

function noToken(): HretError {
  return new HretError(
    'usage',
    'The hub token is missing. Set HF_TOKEN or modelParams.apiKey to a token that may call inference providers (https://huggingface.co/settings/tokens).',
  );
}
