import { NO_ACCOUNT, preset } from './openai/preset.js';

/**
 * llama.cpp's `llama-server`, and the server of llama-cpp-python, which alone has `echo`.
 * https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
 */
export const plugin = preset(
  {
    name: 'llama_cpp',
    product: 'llama.cpp',
    defaultBase: 'http://localhost:8080/v1',
    baseVariables: ['LLAMA_CPP_API_BASE'],
    keyVariables: ['LLAMA_API_KEY'],
    parameters: { ...NO_ACCOUNT, repetitionPenalty: 'repeat_penalty' },
    startAdvice: 'Start it with: llama-server -m model.gguf --port 8080.',
    likelihoodAdvice:
      'llama-server tells nothing about a given text. Use string_match, or serve the model with `python -m llama_cpp.server` (with logits_all) or vLLM and set modelParams.api to "completions".',
  },
  { summary: "llama.cpp's server, or that of llama-cpp-python", aliases: ['llama.cpp', 'llamacpp', 'llama_server'] },
);
