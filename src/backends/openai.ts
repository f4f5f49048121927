import { preset } from './openai/preset.js';

/**
 * OpenAI, and every server that speaks its protocol (vLLM, llama.cpp, Ollama, LiteLLM, OpenRouter …): chat completions,
 * the older completions, or responses.
 *
 * When `seed` is set, draw number d of a sample (`trials`, scaling methods) is sent `seed + d`: the same seed for every
 * draw would make a voting method vote with itself. Failures that may pass are asked again; without `timeoutMs` and
 * `firstByteTimeoutMs` requests that hang are found by how long the answers so far took.
 */
export const plugin = preset(
  {
    name: 'openai',
    product: 'the server',
    defaultBase: 'https://api.openai.com/v1',
    baseVariables: ['OPENAI_API_BASE', 'OPENAI_BASE_URL'],
    keyVariables: ['OPENAI_API_KEY'],
  },
  { summary: 'OpenAI and servers that speak its protocol (vLLM, Ollama, LiteLLM, OpenRouter)' },
);
