import type { ModelPlugin } from '../core/plugin.js';
import type { BuiltIns } from '../core/registry.js';

/** Backends by name; a file is imported when its name is first used. */
export const models: BuiltIns<ModelPlugin> = {
  baseline: () => import('./baseline.js'),
  function: () => import('./function.js'),
  huggingface: () => import('./huggingface.js'),
  multi: () => import('./multi.js'),
  openai: () => import('./openai.js'),
  openai_judge: () => import('./openai-judge.js'),
};
