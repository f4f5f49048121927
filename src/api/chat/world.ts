import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../../core/world.js';

const said = new Set<string>();

/** The real world for helpers that belong to no run. Warnings are Node's own, each once. */
export function helperWorld(): World {
  return {
    env: process.env,
    cwd: process.cwd(),
    now: Date.now,
    sleep: async (ms, signal) => {
      await sleep(ms, undefined, signal === undefined ? {} : { signal });
    },
    random: Math.random,
    fetch: globalThis.fetch,
    warn(message) {
      if (said.has(message)) return;
      said.add(message);
      process.emitWarning(message, 'HretWarning');
    },
    keepSecret: () => {}, // nothing is written here
  };
}
