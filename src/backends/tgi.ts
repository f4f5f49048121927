import { NO_ACCOUNT, preset } from './openai/preset.js';

/**
 * Hugging Face's Text Generation Inference. Its OpenAI-compatible calls read the fields below and drop all others, of which
 * `logit_bias` is documented as unused: https://huggingface.co/docs/text-generation-inference/reference/api_reference
 */
export const plugin = preset(
  {
    name: 'tgi',
    product: 'Text Generation Inference',
    defaultBase: 'http://localhost:8080/v1',
    baseVariables: ['TGI_API_BASE'],
    keyVariables: ['TGI_API_KEY'],
    apis: ['chat', 'completions'],
    parameters: {
      ...NO_ACCOUNT,
      topK: null,
      minP: null,
      repetitionPenalty: null,
      logitBias: null,
      reasoningEffort: null,
      maxCompletionTokens: null,
      user: null,
    },
    startAdvice: 'Start it with: docker run -p 8080:80 ghcr.io/huggingface/text-generation-inference --model-id MODEL.',
    likelihoodAdvice:
      'Text Generation Inference tells nothing about a given text through this protocol. Use string_match, or serve the model with vLLM.',
  },
  {
    summary: 'Text Generation Inference, through its OpenAI-compatible calls',
    aliases: ['text_generation_inference'],
  },
);
