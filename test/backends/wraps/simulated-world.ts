import { type TestWorld, testWorld } from '../../../src/testing/index.js';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A world whose clock stands still while anybody works, and goes on to the next sleeper's time when all wait. */
export interface SimulatedWorld extends TestWorld {
  /** Lets time pass until the promise is settled. */
  until<Made>(promise: Promise<Made>): Promise<Made>;
}

export function simulatedWorld(): SimulatedWorld {
  const sleepers: Sleeper[] = [];
  const base = testWorld();
  const world: TestWorld = Object.assign(base, {
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const sleeper = { at: base.now() + ms, wake: resolve };
        sleepers.push(sleeper);
        sleepers.sort((a, b) => a.at - b.at);
        signal?.addEventListener('abort', () => {
          const place = sleepers.indexOf(sleeper);
          if (place >= 0) sleepers.splice(place, 1);
          reject(signal.reason);
        });
      }),
  });
  return {
    ...world,
    async until(promise) {
      let isSettled = false;
      const settle = () => {
        isSettled = true;
      };
      promise.then(settle, settle);
      for (let idle = 0; !isSettled; ) {
        await new Promise((resolve) => setImmediate(resolve));
        const next = isSettled ? undefined : sleepers.shift();
        if (next === undefined) {
          if (++idle > 200) throw new Error('everybody waits and nobody sleeps');
          continue;
        }
        idle = 0;
        base.advance(Math.max(0, next.at - base.now()));
        next.wake();
      }
      return promise;
    },
  };
}
