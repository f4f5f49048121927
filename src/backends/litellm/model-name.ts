import { HretError } from '../../errors.js';
import { didYouMean } from '../../util/did-you-mean.js';
import { modelNameIn } from '../openai/options.js';
import type { LitellmOptions } from './options.js';
import { PROVIDERS } from './providers.js';

/** A model and who has it; `provider` is absent where only an address is known. */
export interface ProviderModel {
  readonly provider: string | undefined;
  /** As the service knows it. */
  readonly model: string;
}

/** Other names LiteLLM has for the same service. */
const ALIASES: Readonly<Record<string, string>> = {
  anthropic_text: 'anthropic',
  azure_ai: 'azure',
  cohere_chat: 'cohere',
  ollama_chat: 'ollama',
  text_completion_openai: 'openai',
  vllm: 'hosted_vllm',
};

/** Names that need no provider in front. https://docs.litellm.ai/docs/providers */
const INFERRED: readonly (readonly [RegExp, string])[] = [
  [/^(gpt-|chatgpt-|o\d(-|$)|(ft:)?gpt-|text-embedding-|davinci-|babbage-)/, 'openai'],
  [/^claude-/, 'anthropic'],
  [/^gemini-/, 'gemini'],
  [/^(command-|embed-)/, 'cohere'],
  [/^(\w{2,6}\.)?(anthropic|amazon|meta|mistral|cohere|ai21|deepseek)\.[\w.:-]+$/, 'bedrock'],
];

/**
 * Who has the model: the option `provider`, the word before the first slash, or what the name tells. With an `apiBase` a
 * name may be any that the server there knows.
 */
export function providerModelOf(
  options: Pick<LitellmOptions, 'provider' | 'modelName' | 'model' | 'apiBase'>,
): ProviderModel {
  const name = modelNameIn(options);
  if (name === undefined) {
    throw new HretError('usage', 'modelParams.modelName is missing: name the model, for example "openai/gpt-4o-mini".');
  }
  if (options.provider !== undefined) {
    const provider = ALIASES[options.provider] ?? options.provider;
    if (!Object.hasOwn(PROVIDERS, provider)) throw unknownProvider(options.provider);
    return { provider, model: withoutPrefix(name, options.provider) };
  }
  const [prefix = ''] = name.split('/');
  const provider = ALIASES[prefix] ?? prefix;
  if (name.includes('/') && Object.hasOwn(PROVIDERS, provider)) return { provider, model: withoutPrefix(name, prefix) };
  if (options.apiBase !== undefined) return { provider: undefined, model: name };
  const inferred = INFERRED.find(([pattern]) => pattern.test(name))?.[1];
  if (inferred !== undefined) return { provider: inferred, model: name };
  throw name.includes('/') ? unknownProvider(prefix) : withoutProvider(name);
}

function withoutPrefix(name: string, prefix: string): string {
  return name.startsWith(`${prefix}/`) ? name.slice(prefix.length + 1) : name;
}

function unknownProvider(name: string): HretError {
  const known = Object.keys(PROVIDERS).sort();
  return new HretError(
    'usage',
    `litellm knows no provider "${name}".${didYouMean(name, known)} Known: ${known.join(', ')}. Any other is reached through a LiteLLM proxy (litellm_proxy/MODEL), or by modelParams.apiBase if it speaks OpenAI's protocol.`,
  );
}

function withoutProvider(name: string): HretError {
  return new HretError(
    'usage',
    `modelParams.modelName: "${name}" does not say who has the model. Write provider/model, for example "openrouter/${name}", or set modelParams.provider.`,
  );
}
