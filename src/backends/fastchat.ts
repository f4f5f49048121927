import { NO_ACCOUNT, preset } from './openai/preset.js';

/** FastChat. https://github.com/lm-sys/FastChat/blob/main/fastchat/protocol/openai_api_protocol.py has the fields it reads. */
export const plugin = preset(
  {
    name: 'fastchat',
    product: 'FastChat',
    defaultBase: 'http://localhost:8000/v1',
    baseVariables: ['FASTCHAT_API_BASE'],
    keyVariables: ['FASTCHAT_API_KEY'],
    apis: ['chat', 'completions'],
    parameters: {
      ...NO_ACCOUNT,
      minP: null,
      repetitionPenalty: null,
      logitBias: null,
      seed: null,
      responseFormat: null,
      reasoningEffort: null,
      maxCompletionTokens: null,
    },
    startAdvice: 'Start it with: python3 -m fastchat.serve.openai_api_server --port 8000.',
  },
  { summary: "FastChat's OpenAI-compatible server" },
);
