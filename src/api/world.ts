import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../core/world.js';

/** The real world: this process, its clock and its network. What becomes of warnings and secrets is the caller's. */
export function realWorld({ warn, keepSecret }: Pick<World, 'warn' | 'keepSecret'>): World {
  return {
    env: process.env,
    cwd: process.cwd(),
    now: Date.now,
    sleep: async (ms, signal) => {
      await sleep(ms, undefined, signal === undefined ? {} : { signal });
    },
    random: Math.random,
    fetch: globalThis.fetch,
    warn,
    keepSecret,
  };
}

/** Says each message once, and knows which it said. */
export class Warnings {
  readonly #said = new Set<string>();
  readonly #say: (message: string) => void;

  constructor(say: (message: string) => void) {
    this.#say = say;
  }

  readonly warn = (message: string): void => {
    if (this.#said.has(message)) return;
    this.#said.add(message);
    this.#say(message);
  };

  get said(): readonly string[] {
    return [...this.#said];
  }
}
