import type { ScalingPlugin } from '../core/plugin.js';
import type { BuiltIns } from '../core/registry.js';

/** The scaling methods that come with hret. */
export const scalingMethods: BuiltIns<ScalingPlugin> = {
  best_of_n: () => import('./best-of-n.js'),
  self_consistency: () => import('./self-consistency.js'),
};
