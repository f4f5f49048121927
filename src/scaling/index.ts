import type { ScalingPlugin } from '../core/plugin.js';
import type { BuiltIns } from '../core/registry.js';

/** The scaling methods that come with hret. */
export const scalingMethods: BuiltIns<ScalingPlugin> = {
  beam_search: () => import('./beam-search.js'),
  best_of_n: () => import('./best-of-n.js'),
  greedy: () => import('./greedy.js'),
  self_consistency: () => import('./self-consistency.js'),
  temperature_sampling: () => import('./temperature-sampling.js'),
  top_k: () => import('./top-k.js'),
  top_p: () => import('./top-p.js'),
};
