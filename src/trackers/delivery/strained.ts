import type { World } from '../../core/world.js';
import { SHORT_LIMIT_MS } from './backoff.js';

/** Names of trackers whose system did not take everything in the time it had; a program has one environment. */
const strained = new WeakMap<World['env'], Set<string>>();

/** How long the end of a run may wait for a system: of several runs in a program only the first waits long for one that is down. */
export function limitFor(name: string, { env }: Pick<World, 'env'>, limitMs: number): number {
  return strained.get(env)?.has(name) ? Math.min(limitMs, SHORT_LIMIT_MS) : limitMs;
}

/** Notes down whether everything has arrived in that time. */
export function noteStrain(
  name: string,
  { env }: Pick<World, 'env'>,
  { left, limitMs }: { readonly left: number; readonly limitMs: number },
): void {
  const names = strained.get(env) ?? new Set();
  strained.set(env, names);
  if (left === 0) names.delete(name);
  else if (limitMs > SHORT_LIMIT_MS) names.add(name);
}
