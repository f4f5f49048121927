import { providerModelOf } from '../../backends/litellm/model-name.js';
import { PROVIDERS, UNNAMED } from '../../backends/litellm/providers.js';
import { supportedParameters } from '../../backends/openai/parameters.js';

/** By OpenAI's names for chat, sorted. */
export function supportedParams({
  model,
  provider: given,
}: {
  readonly model: string;
  readonly provider?: string;
}): string[] {
  const { provider } = providerModelOf({ modelName: model, ...(given !== undefined && { provider: given }) });
  const server = provider === undefined ? UNNAMED : (PROVIDERS[provider] ?? UNNAMED);
  const isOpenai = provider === 'openai';
  const tools = server.translation === undefined && provider !== 'bedrock' ? ['tool_choice', 'tools'] : [];
  const stream = provider === 'bedrock' ? [] : ['stream'];
  const own = isOpenai ? { ...server, isOpenai } : server;
  return [...supportedParameters(own), ...tools, ...stream].sort();
}
