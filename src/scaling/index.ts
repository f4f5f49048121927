import type { ScalingPlugin } from '../core/plugin.js';
import type { BuiltIns } from '../core/registry.js';

/** Scaling methods by name; none is built in yet, users register their own. */
export const scalingMethods: BuiltIns<ScalingPlugin> = {};
