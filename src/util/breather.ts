import { setImmediate as nextTurn } from 'node:timers/promises';

const LONGEST_MS = 20;
const LOOK_EVERY = 32;

/**
 * Lets the event loop turn now and then. Work that is never waited for (a model function that returns at once, over rows
 * in memory) goes on in microtasks for ever: no timer would fire, no signal would be heard, no line would be painted.
 */
export class Breather {
  #lastTurn = performance.now();
  #calls = 0;

  /** Whether it is time; looks at the clock at every 32nd call. */
  isDue(): boolean {
    this.#calls++;
    return this.#calls % LOOK_EVERY === 0 && performance.now() - this.#lastTurn > LONGEST_MS;
  }

  async breathe(): Promise<void> {
    await nextTurn();
    this.#lastTurn = performance.now();
  }
}
