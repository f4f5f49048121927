import type { World } from '../core/world.js';

/** A world without a network, a clock or an environment, and what was done to it. */
export interface TestWorld extends World {
  /** Every wait that was asked for, in milliseconds. */
  readonly sleeps: readonly number[];
  readonly warnings: readonly string[];
  readonly secrets: readonly string[];
  /** Lets time pass. */
  advance(ms: number): void;
}

const START = Date.UTC(2026, 0, 1);

/**
 * A `World` for tests: the clock stands at 2026-01-01 and moves only by `sleep`, which takes no real time, and by
 * `advance`; `random` gives 0.5; the environment is empty; `fetch` refuses. Anything can be replaced.
 *
 * @example
 * const world = testWorld({ env: { OPENAI_API_KEY: 'sk-test' } });
 */
export function testWorld(overrides: Partial<World> = {}): TestWorld {
  let clock = START;
  const sleeps: number[] = [];
  const warnings: string[] = [];
  const secrets: string[] = [];
  return {
    env: {},
    cwd: process.cwd(),
    now: () => clock,
    random: () => 0.5,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      sleeps.push(ms);
      clock += ms;
      await aTurn(); // so that a loop of sleeps cannot starve real input and output
      signal?.throwIfAborted();
    },
    fetch: async (input) => {
      throw new Error(`testWorld has no network; asked for ${String(input instanceof Request ? input.url : input)}`);
    },
    warn: (message) => void warnings.push(message),
    keepSecret: (value) => void secrets.push(value),
    ...overrides,
    sleeps,
    warnings,
    secrets,
    advance: (ms) => {
      clock += ms;
    },
  };
}

function aTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
