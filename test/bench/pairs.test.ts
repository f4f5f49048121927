import { describe, expect, test } from 'vitest';
import { alternate, inPairs, median } from '../../bench/lib/pairs.js';

describe('alternating pairs', () => {
  test('the side that begins changes with every pair', async () => {
    const order: string[] = [];
    const side = (name: string) => async () => {
      order.push(name);
      return order.length;
    };
    const pairs = await inPairs(3, side('A'), side('B'));
    expect(order.join('')).toBe('ABBAAB');
    expect(pairs).toEqual([
      [1, 2],
      [4, 3],
      [5, 6],
    ]);
  });

  test('the ratio is the median of the ratios of pairs, not the ratio of the medians', async () => {
    const values = (list: number[]) => async () => list.shift() ?? Number.NaN;
    const found = await alternate(3, values([1, 10, 30]), values([2, 10, 20]));
    expect(found).toEqual({ ours: 10, baseline: 10, ratio: 1, spread: [0.5, 1.5] });
    expect((await alternate(3, values([4, 10, 12]), values([1, 5, 20]))).ratio).toBe(2);
  });

  test('the median of an even number of values is the mean of the middle two', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });
});
