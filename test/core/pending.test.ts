import { expect, it } from 'vitest';
import { flushPending, keepPending } from '../../src/core/pending.js';

it('flushing waits for every recording that was kept', async () => {
  const order: string[] = [];
  let finish = () => {};
  keepPending(new Promise<void>((resolve) => (finish = resolve)).then(() => void order.push('recorded')));
  const flushed = flushPending().then(() => order.push('flushed'));
  await Promise.resolve();
  expect(order).toEqual([]);
  finish();
  await flushed;
  expect(order).toEqual(['recorded', 'flushed']);
});

it('flushing nothing is over at once', async () => {
  await expect(flushPending()).resolves.toBeUndefined();
});
