import { NO_ACCOUNT, preset } from './openai/preset.js';

/**
 * Ollama. What its OpenAI-compatible calls do not read is set in a Modelfile, and cannot be set by request:
 * https://docs.ollama.com/api/openai-compatibility (supported request fields).
 */
export const plugin = preset(
  {
    name: 'ollama',
    product: 'Ollama',
    defaultBase: 'http://localhost:11434/v1',
    baseVariables: ['OLLAMA_API_BASE'],
    keyVariables: ['OLLAMA_API_KEY'],
    parameters: {
      ...NO_ACCOUNT,
      topK: null,
      minP: null,
      repetitionPenalty: null,
      logitBias: null,
      maxCompletionTokens: null,
      user: null,
    },
    startAdvice: 'Start it with: ollama serve.',
    likelihoodAdvice:
      'Ollama tells nothing about a given text. Use string_match, or serve the model with vLLM or llama-cpp-python.',
    advice: (status, message) =>
      status === 404 && /not found/.test(message) ? 'Pull the model first: ollama pull MODEL.' : undefined,
  },
  { summary: 'Ollama' },
);
