import { NO_ACCOUNT, preset } from './openai/preset.js';

/** LM Studio. https://lmstudio.ai/docs/developer/openai-compat (supported payload parameters). */
export const plugin = preset(
  {
    name: 'lmstudio',
    product: 'LM Studio',
    defaultBase: 'http://localhost:1234/v1',
    baseVariables: ['LM_STUDIO_API_BASE', 'LMSTUDIO_API_BASE'],
    keyVariables: ['LM_STUDIO_API_KEY', 'LMSTUDIO_API_KEY'],
    parameters: {
      ...NO_ACCOUNT,
      repetitionPenalty: 'repeat_penalty',
      minP: null,
      maxCompletionTokens: null,
      user: null,
    },
    startAdvice: 'Start it with: lms server start.',
    likelihoodAdvice:
      'LM Studio tells nothing about a given text. Use string_match, or serve the model with vLLM or llama-cpp-python.',
  },
  { summary: 'LM Studio', aliases: ['lm_studio'] },
);
