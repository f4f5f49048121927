import { wrapped } from '../core/model.js';
import type { ModelPlugin } from '../core/plugin.js';
import { modelOn, openLine } from './openai/model.js';
import { type OpenaiOptions, openaiOptions } from './openai/options.js';
import type { Server } from './openai/server.js';
import { retry } from './retry.js';

const server: Server = {
  name: 'openai',
  product: 'this server',
  defaultBase: 'https://api.openai.com/v1',
  baseVariables: ['OPENAI_API_BASE', 'OPENAI_BASE_URL'],
  keyVariables: ['OPENAI_API_KEY'],
};

/**
 * OpenAI, and every server that speaks its protocol (vLLM, llama.cpp, Ollama, LiteLLM, OpenRouter …): chat completions,
 * the older completions, or responses.
 *
 * When `seed` is set, draw number d of a sample (`trials`, scaling methods) is sent `seed + d`: the same seed for every
 * draw would make a voting method vote with itself. Failures that may pass are asked again; without `timeoutMs` and
 * `firstByteTimeoutMs` requests that hang are found by how long the answers so far took.
 */
export const plugin: ModelPlugin<OpenaiOptions> = {
  name: 'openai',
  summary: 'OpenAI and servers that speak its protocol (vLLM, Ollama, LiteLLM, OpenRouter)',
  options: openaiOptions,
  async create(options, world) {
    const { sleep, random, now } = world;
    const model = await modelOn(openLine(options, world, server), options, world.cwd);
    return wrapped(model, retry({ maxRetries: options.maxRetries, sleep, random, now }));
  },
};
