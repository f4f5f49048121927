import type { Generation } from '../../core/model.js';

/** Whether another model than the one that was asked gave this answer. */
export function isFallbackAnswer({ metadata }: Generation): boolean {
  return metadata?.fallback !== undefined;
}
