import { describe, expect, test } from 'vitest';
import { keptRatios, regressions } from '../../bench/lib/baseline.js';
import type { Figure } from '../../bench/lib/suite.js';
import { verdictOf } from '../../bench/lib/target.js';

const figure = (changes: Partial<Figure>): Figure => ({
  name: 'throughput',
  unit: 'samples/s',
  ours: 80,
  baseline: 100,
  ratio: 0.8,
  spread: [0.75, 0.85],
  pairs: 5,
  target: { atLeast: 0.6 },
  ...changes,
});
const told = (before: number, changes: Partial<Figure>) =>
  regressions({ http: { throughput: before } }, [{ name: 'http', figures: [figure(changes)] }]);

describe('the comparison with the kept ratios', () => {
  test('a ratio more than 15 % worse than the kept one is told with both', () => {
    expect(told(1, {})).toEqual(['http: throughput: ratio 0.80, was 1.00 (20 % worse)']);
  });

  test('a ratio a little worse is not told', () => {
    expect(told(0.9, {})).toEqual([]);
  });

  test('a ratio is not told when a pair of the spread was as good as the kept one', () => {
    expect(told(1, { spread: [0.7, 1] })).toEqual([]);
  });

  test('where less is better, a larger ratio is the worse one', () => {
    const target = { atMost: 2.2 };
    expect(told(1.5, { ratio: 2, spread: [1.9, 2.1], target })).toHaveLength(1);
    expect(told(1.5, { ratio: 1, spread: [0.9, 1.1], target })).toEqual([]);
  });

  test('without a target, a rate should be high and a time low', () => {
    const { target: _, ...rest } = figure({ ratio: 2, spread: [1.9, 2.1] });
    const time = { ...rest, unit: 'ms' };
    const slower = (one: Figure) => regressions({ http: { throughput: 1 } }, [{ name: 'http', figures: [one] }]);
    expect(slower(time)).toHaveLength(1);
    expect(slower(rest)).toEqual([]);
  });

  test('a figure that was not kept, and one without a ratio, are not compared', () => {
    const { ratio: _, ...amount } = figure({});
    const suites = [{ name: 'http', figures: [amount, figure({ name: 'new' })] }];
    expect(regressions({ http: { throughput: 1 } }, suites)).toEqual([]);
  });

  test('keeping the ratios of one suite leaves those of the others', () => {
    const kept = keptRatios({ http: { throughput: 1, gone: 2 }, loop: { rate: 3 } }, [
      { name: 'http', figures: [figure({})] },
    ]);
    expect(kept).toEqual({ http: { throughput: 0.8 }, loop: { rate: 3 } });
  });
});

describe('the verdict', () => {
  test('says by how much of the target it is missed', () => {
    expect(verdictOf(figure({}))).toBe('met');
    expect(verdictOf(figure({ ratio: 0.57 }))).toBe('missed by 5.0 %');
    expect(verdictOf(figure({ ratio: 2.86, target: { atMost: 2.2 } }))).toBe('missed by 30 %');
  });

  test('without a ratio is about the amount', () => {
    const { ratio: _, ...amount } = figure({ ours: 300, target: { atMost: 250 } });
    expect(verdictOf(amount)).toBe('missed by 20 %');
  });
});
