import type { ModelPlugin } from '../core/plugin.js';
import type { BuiltIns } from '../core/registry.js';

/** Backends by name; a file is imported when its name is first used. */
export const models: BuiltIns<ModelPlugin> = {
  baseline: () => import('./baseline.js'),
  fastchat: () => import('./fastchat.js'),
  function: () => import('./function.js'),
  hf_inference: () => import('./hf-inference.js'),
  huggingface: () => import('./huggingface.js'),
  huggingface_judge: () => import('./huggingface-judge.js'),
  litellm: () => import('./litellm.js'),
  litellm_judge: () => import('./litellm-judge.js'),
  llama_cpp: () => import('./llama-cpp.js'),
  lmstudio: () => import('./lmstudio.js'),
  multi: () => import('./multi.js'),
  ollama: () => import('./ollama.js'),
  openai: () => import('./openai.js'),
  openai_judge: () => import('./openai-judge.js'),
  tgi: () => import('./tgi.js'),
  vllm: () => import('./vllm.js'),
};

/** Other names of backends; a test holds them to the `aliases` of the plugins. */
export const modelAliases: Readonly<Record<string, string>> = {
  hosted_vllm: 'vllm',
  huggingface_reward: 'huggingface',
  'llama.cpp': 'llama_cpp',
  llama_server: 'llama_cpp',
  llamacpp: 'llama_cpp',
  lm_studio: 'lmstudio',
  text_generation_inference: 'tgi',
};
