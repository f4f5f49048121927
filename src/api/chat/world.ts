import type { World } from '../../core/world.js';
import { realWorld, Warnings } from '../world.js';

const { warn } = new Warnings((message) => process.emitWarning(message, 'HretWarning'));

/** The real world for helpers that belong to no run. Warnings are Node's own, each once. */
export function helperWorld(): World {
  return realWorld({
    warn,
    keepSecret: () => {}, // nothing is written here
  });
}
