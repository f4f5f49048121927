import { expect, test } from 'vitest';
import { flatten } from '../../src/util/flatten.js';

async function* batches(...all: number[][]): AsyncGenerator<number[]> {
  yield* all;
}

test('the items of all batches come in order, and empty batches leave no gap', async () => {
  const items: number[] = [];
  for await (const item of flatten(batches([], [1, 2], [], [], [3], []))) items.push(item);
  expect(items).toEqual([1, 2, 3]);
});

test('callers that do not wait for each other get every item once', async () => {
  const items = flatten(batches([1, 2], [3], [4, 5]));
  const results = await Promise.all(Array.from({ length: 7 }, () => items.next()));
  expect(results.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, undefined, undefined]);
});

test('leaving the loop closes the source', async () => {
  let isClosed = false;
  async function* source(): AsyncGenerator<number[]> {
    try {
      yield [1, 2];
      yield [3];
    } finally {
      isClosed = true;
    }
  }
  const items = flatten(source());
  for await (const item of items) if (item === 1) break;
  expect(isClosed).toBe(true);
  expect(await items.next()).toEqual({ done: true, value: undefined });
});

test('an error comes after the items before it, and nothing comes after the error', async () => {
  async function* source(): AsyncGenerator<number[]> {
    yield [1];
    throw new Error('broken');
  }
  const items = flatten(source());
  expect((await items.next()).value).toBe(1);
  await expect(items.next()).rejects.toThrow('broken');
  expect((await items.next()).done).toBe(true);
});
