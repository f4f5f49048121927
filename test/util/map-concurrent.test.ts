import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapConcurrent } from '../../src/util/map-concurrent.js';

const BATCH = 10;

/** 0, 1, 2 … in batches that are made while they are taken. */
async function* count(n: number, seen: number[] = []): AsyncGenerator<Iterable<number>> {
  for (let first = 0; first < n; first += BATCH) yield stretch(first, Math.min(n, first + BATCH), seen);
}

function* stretch(first: number, end: number, seen: number[]): Generator<number> {
  for (let i = first; i < end; i++) {
    seen.push(i);
    yield i;
  }
}

async function collect<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}

describe('mapConcurrent', () => {
  it('gives one result for every item, whatever the delays', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        async (delays, concurrency) => {
          const source = async function* () {
            const [one, ...others] = delays.entries();
            if (one !== undefined) yield [one];
            yield [];
            yield others;
          };
          const work = async ([place, delay]: [number, number]) => {
            for (let i = 0; i < delay; i++) await turn();
            return place;
          };
          const results = await collect(mapConcurrent(source(), concurrency, work));
          expect(results.sort((a, b) => a - b)).toEqual(delays.map((_, place) => place));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('never has more in flight than allowed, and fills the window', async () => {
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await turn();
      running--;
    };
    await collect(mapConcurrent(count(50), 7, work));
    expect(most).toBe(7);
  });

  it('lets a slow item delay nobody', async () => {
    let endSlow = () => {};
    const slow = new Promise<void>((resolve) => {
      endSlow = resolve;
    });
    const work = async (item: number) => {
      if (item === 0) await slow;
      if (item === 19) endSlow();
      return item;
    };
    const order = await collect(mapConcurrent(count(20), 2, work));
    expect(order.at(-1)).toBe(0);
  });

  it('reads the source only as fast as the consumer takes results', async () => {
    const read: number[] = [];
    const results = mapConcurrent(count(1000, read), 4, async (item) => item);
    await results.next();
    for (let i = 0; i < 50; i++) await turn();
    expect(read.length).toBeLessThanOrEqual(12);
    await results.return();
  });

  it('stops reading when told, and still yields what is in flight', async () => {
    const stop = new AbortController();
    const read: number[] = [];
    const work = async (item: number) => {
      if (item === 5) stop.abort();
      await turn();
      return item;
    };
    const results = await collect(mapConcurrent(count(1000, read), 3, work, stop.signal));
    expect(results.sort((a, b) => a - b)).toEqual(Array.from({ length: results.length }, (_, i) => i));
    expect(results).toContain(5);
    expect(read.length).toBeLessThan(12);
  });

  it('takes a source that throws because of the stop for one that has stopped', async () => {
    const stop = new AbortController();
    const source = async function* () {
      yield* [[0], [1], [2]];
      await once(stop.signal, 'abort');
      throw stop.signal.reason;
    };
    const work = async (item: number) => {
      if (item === 2) setImmediate(() => stop.abort()); // while the source waits for its next item
      return item;
    };
    expect(await collect(mapConcurrent(source(), 3, work, stop.signal))).toEqual([0, 1, 2]);
  });

  it('throws what the source throws, after awaiting what is in flight', async () => {
    let finished = 0;
    const source = async function* () {
      yield [1, 2];
      throw new Error('row 3 is broken');
    };
    const work = async () => {
      await turn();
      finished++;
    };
    await expect(collect(mapConcurrent(source(), 5, work))).rejects.toThrow('row 3 is broken');
    expect(finished).toBe(2);
  });

  it('throws what a batch throws while it is taken', async () => {
    const batch = function* () {
      yield 1;
      throw new Error('row 2 is broken');
    };
    const source = async function* () {
      yield batch();
    };
    const finished: number[] = [];
    const work = async (item: number) => {
      finished.push(item);
    };
    await expect(collect(mapConcurrent(source(), 5, work))).rejects.toThrow('row 2 is broken');
    expect(finished).toEqual([1]);
  });

  it('throws what the work throws, and closes the source', async () => {
    let isClosed = false;
    const source = async function* () {
      try {
        yield* count(100);
      } finally {
        isClosed = true;
      }
    };
    const work = async (item: number) => {
      if (item === 10) throw new Error('disk full');
      return item;
    };
    await expect(collect(mapConcurrent(source(), 4, work))).rejects.toThrow('disk full');
    expect(isClosed).toBe(true);
  });

  it('awaits what is in flight when the consumer leaves early', async () => {
    let running = 0;
    const work = async (item: number) => {
      running++;
      await turn();
      running--;
      return item;
    };
    for await (const _ of mapConcurrent(count(100), 8, work)) break;
    expect(running).toBe(0);
  });
});
