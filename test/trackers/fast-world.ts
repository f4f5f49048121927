import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../../src/core/world.js';
import { testWorld } from '../../src/testing/index.js';

/** A world whose clock runs faster than the real one. */
export interface FastWorld extends World {
  readonly warnings: readonly string[];
  readonly secrets: readonly string[];
}

const SPEED = 100;

/** Half a second of it takes five milliseconds; waits really wait, so things that happen meanwhile do happen. */
export function fastWorld(overrides: Partial<World> = {}): FastWorld {
  const began = performance.now();
  const start = Date.UTC(2026, 0, 1);
  return testWorld({
    now: () => start + (performance.now() - began) * SPEED,
    sleep: async (ms, signal) => {
      // Timers may end a little early; a wait must not.
      await sleep(Math.ceil(ms / SPEED) + 1, undefined, signal === undefined ? {} : { signal });
    },
    fetch: globalThis.fetch,
    ...overrides,
  });
}
