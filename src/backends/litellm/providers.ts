import { NO_ACCOUNT } from '../openai/preset.js';
import type { Server } from '../openai/server.js';
import { anthropicTranslation } from './anthropic.js';
import { geminiTranslation } from './gemini.js';
import { proxyMetadataIn } from './proxy-headers.js';

/** Of OpenAI's parameters what the service's own protocol has no word for. */
const NATIVE = {
  ...NO_ACCOUNT,
  seed: null,
  logitBias: null,
  frequencyPenalty: null,
  presencePenalty: null,
  reasoningEffort: null,
  user: null,
  minP: null,
  repetitionPenalty: null,
} as const;
const CHAT: Pick<Server, 'apis' | 'likelihoodAdvice' | 'needsKey'> = {
  apis: ['chat'],
  needsKey: true,
  likelihoodAdvice:
    'This service tells nothing about a given answer. Use string_match, or a model served by vLLM or huggingface.',
};
const ONLY_OPENAIS = { ...NO_ACCOUNT, topK: null, minP: null, repetitionPenalty: null } as const;

/**
 * The services litellm asks by itself, with the addresses and variables of LiteLLM (https://docs.litellm.ai/docs/providers,
 * and the pages of the services named below). `azure` and `bedrock` are completed from the options.
 */
export const PROVIDERS: Readonly<Record<string, Server>> = {
  openai: {
    name: 'openai',
    product: 'the server',
    defaultBase: 'https://api.openai.com/v1',
    baseVariables: ['OPENAI_API_BASE', 'OPENAI_BASE_URL'],
    keyVariables: ['OPENAI_API_KEY'],
  },
  /** https://learn.microsoft.com/azure/ai-foundry/openai/reference */
  azure: {
    name: 'azure',
    product: 'Azure OpenAI',
    defaultBase: '',
    baseVariables: ['AZURE_API_BASE'],
    keyVariables: ['AZURE_API_KEY', 'AZURE_OPENAI_API_KEY'],
    keyHeader: 'api-key',
    apis: ['chat', 'completions'],
    parameters: { topK: null, minP: null, repetitionPenalty: null },
  },
  anthropic: {
    ...CHAT,
    name: 'anthropic',
    product: 'Anthropic',
    defaultBase: 'https://api.anthropic.com/v1',
    baseVariables: ['ANTHROPIC_API_BASE', 'ANTHROPIC_BASE_URL'],
    keyVariables: ['ANTHROPIC_API_KEY'],
    keyHeader: 'x-api-key',
    headers: { 'anthropic-version': '2023-06-01' },
    parameters: { ...NATIVE, user: 'user', serviceTier: 'service_tier' },
    translation: anthropicTranslation,
  },
  gemini: {
    ...CHAT,
    name: 'gemini',
    product: 'Gemini',
    defaultBase: 'https://generativelanguage.googleapis.com/v1beta',
    baseVariables: ['GEMINI_API_BASE'],
    keyVariables: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
    keyHeader: 'x-goog-api-key',
    parameters: { ...NATIVE, seed: 'seed', frequencyPenalty: 'frequency_penalty', presencePenalty: 'presence_penalty' },
    translation: geminiTranslation,
  },
  bedrock: {
    ...CHAT,
    name: 'bedrock',
    product: 'Amazon Bedrock',
    defaultBase: '',
    baseVariables: ['AWS_BEDROCK_RUNTIME_ENDPOINT'],
    keyVariables: ['AWS_BEARER_TOKEN_BEDROCK'],
    parameters: { ...NATIVE, responseFormat: null },
  },
  /** https://openrouter.ai/docs/api-reference/parameters */
  openrouter: {
    ...CHAT,
    name: 'openrouter',
    product: 'OpenRouter',
    defaultBase: 'https://openrouter.ai/api/v1',
    baseVariables: ['OPENROUTER_API_BASE'],
    keyVariables: ['OPENROUTER_API_KEY', 'OR_API_KEY'],
    parameters: { ...NO_ACCOUNT, verbosity: 'verbosity' },
  },
  /** https://console.groq.com/docs/openai (currently unsupported features) */
  groq: {
    ...CHAT,
    name: 'groq',
    product: 'Groq',
    defaultBase: 'https://api.groq.com/openai/v1',
    baseVariables: ['GROQ_API_BASE'],
    keyVariables: ['GROQ_API_KEY'],
    parameters: { ...ONLY_OPENAIS, serviceTier: 'service_tier', logitBias: null },
  },
  /** https://docs.mistral.ai/api (chat completion) */
  mistral: {
    ...CHAT,
    name: 'mistral',
    product: 'Mistral',
    defaultBase: 'https://api.mistral.ai/v1',
    baseVariables: ['MISTRAL_API_BASE'],
    keyVariables: ['MISTRAL_API_KEY'],
    parameters: { ...ONLY_OPENAIS, seed: 'random_seed', maxCompletionTokens: null, logitBias: null, user: null },
  },
  /** https://docs.cohere.com/docs/compatibility-api */
  cohere: {
    ...CHAT,
    name: 'cohere',
    product: 'Cohere',
    defaultBase: 'https://api.cohere.ai/compatibility/v1',
    baseVariables: [],
    keyVariables: ['COHERE_API_KEY', 'CO_API_KEY'],
    parameters: { ...ONLY_OPENAIS, logitBias: null, user: null, maxCompletionTokens: null },
  },
  /** https://docs.together.ai/reference/chat-completions-1 */
  together_ai: {
    ...CHAT,
    name: 'together_ai',
    product: 'Together AI',
    defaultBase: 'https://api.together.xyz/v1',
    baseVariables: ['TOGETHER_AI_API_BASE'],
    keyVariables: ['TOGETHER_API_KEY', 'TOGETHER_AI_API_KEY', 'TOGETHERAI_API_KEY', 'TOGETHER_AI_TOKEN'],
    parameters: NO_ACCOUNT,
  },
  ollama: {
    name: 'ollama',
    product: 'Ollama',
    defaultBase: 'http://localhost:11434/v1',
    baseVariables: ['OLLAMA_API_BASE'],
    keyVariables: ['OLLAMA_API_KEY'],
    parameters: { ...ONLY_OPENAIS, logitBias: null, maxCompletionTokens: null, user: null },
    startAdvice: 'Start it with: ollama serve.',
  },
  hosted_vllm: {
    name: 'hosted_vllm',
    product: 'vLLM',
    defaultBase: 'http://localhost:8000/v1',
    baseVariables: ['HOSTED_VLLM_API_BASE'],
    keyVariables: ['HOSTED_VLLM_API_KEY'],
    continuesChat: true,
    parameters: NO_ACCOUNT,
    startAdvice: 'Start it with: vllm serve MODEL.',
  },
  litellm_proxy: {
    name: 'litellm_proxy',
    product: 'the LiteLLM proxy',
    defaultBase: 'http://localhost:4000',
    baseVariables: ['LITELLM_PROXY_API_BASE'],
    keyVariables: ['LITELLM_PROXY_API_KEY'],
    startAdvice: 'Start it with: litellm --config config.yaml, or set modelParams.apiBase or LITELLM_PROXY_API_BASE.',
    metadataIn: proxyMetadataIn,
    advice: (_status, message) =>
      /No connected db/.test(message)
        ? 'The key was refused: look at LITELLM_PROXY_API_KEY or modelParams.apiKey.'
        : undefined,
  },
  /** https://api-docs.deepseek.com/api/create-chat-completion */
  deepseek: {
    ...CHAT,
    name: 'deepseek',
    product: 'DeepSeek',
    defaultBase: 'https://api.deepseek.com/v1',
    baseVariables: ['DEEPSEEK_API_BASE'],
    keyVariables: ['DEEPSEEK_API_KEY'],
    parameters: { ...ONLY_OPENAIS, seed: null, logitBias: null, user: null, maxCompletionTokens: null },
  },
  /** https://docs.x.ai/docs/api-reference#chat-completions */
  xai: {
    ...CHAT,
    name: 'xai',
    product: 'xAI',
    defaultBase: 'https://api.x.ai/v1',
    baseVariables: ['XAI_API_BASE'],
    keyVariables: ['XAI_API_KEY'],
    parameters: { ...ONLY_OPENAIS, logitBias: null },
  },
  /** https://docs.perplexity.ai/api-reference/chat-completions-post */
  perplexity: {
    ...CHAT,
    name: 'perplexity',
    product: 'Perplexity',
    defaultBase: 'https://api.perplexity.ai',
    baseVariables: ['PERPLEXITY_API_BASE'],
    keyVariables: ['PERPLEXITYAI_API_KEY', 'PERPLEXITY_API_KEY'],
    parameters: { ...ONLY_OPENAIS, topK: 'top_k', seed: null, stop: null, logitBias: null, user: null },
  },
  /** https://docs.fireworks.ai/api-reference/post-chatcompletions */
  fireworks_ai: {
    ...CHAT,
    name: 'fireworks_ai',
    product: 'Fireworks AI',
    defaultBase: 'https://api.fireworks.ai/inference/v1',
    baseVariables: ['FIREWORKS_API_BASE'],
    keyVariables: ['FIREWORKS_API_KEY', 'FIREWORKS_AI_API_KEY', 'FIREWORKSAI_API_KEY', 'FIREWORKS_AI_TOKEN'],
    parameters: NO_ACCOUNT,
  },
  /** https://huggingface.co/docs/inference-providers */
  huggingface: {
    ...CHAT,
    name: 'huggingface',
    product: 'Hugging Face',
    defaultBase: 'https://router.huggingface.co/v1',
    baseVariables: ['HF_API_BASE', 'HUGGINGFACE_API_BASE'],
    keyVariables: ['HF_TOKEN', 'HUGGINGFACE_API_KEY'],
    parameters: NO_ACCOUNT,
  },
};

/** A server of which only the address is known: it is taken to speak OpenAI's protocol, and may be a LiteLLM proxy. */
export const UNNAMED: Server = {
  name: 'litellm',
  product: 'the server',
  defaultBase: '',
  baseVariables: [],
  keyVariables: ['LITELLM_PROXY_API_KEY'],
  metadataIn: proxyMetadataIn,
};
