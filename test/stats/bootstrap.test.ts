import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bootstrapMean, bootstrapPairedDifference } from '../../src/stats/bootstrap.js';
import { studentInterval } from '../../src/stats/intervals.js';
import { fastRandom } from '../../src/util/random.js';
import golden from '../goldens/stats/methods.json' with { type: 'json' };
import { expectSameInterval } from './closeness.js';

const scores = (length: number, seed: number) => {
  const random = fastRandom(seed);
  return Array.from({ length }, () => random());
};

describe('the bootstrap', () => {
  test('is that of the second implementation in Python, resample by resample, to 1e-12', () => {
    for (const { a, b, seed, resamples, level, mean, difference, pValue } of golden.bootstrap) {
      const settings = { seed, resamples, level };
      expectSameInterval(bootstrapMean(a, settings).interval, mean, 1e-12);
      const paired = bootstrapPairedDifference(a, b, settings);
      expectSameInterval(paired.interval, difference, 1e-12);
      expect(paired.pValue).toBeCloseTo(pValue, 14);
    }
  });

  test('draws the very numbers of fastRandom, though it steps the generator itself', () => {
    const values = scores(40, 5);
    const random = fastRandom(99);
    let total = 0;
    for (let drawn = 0; drawn < 40; drawn += 1) total += values[Math.floor(random() * 40)] ?? Number.NaN;
    expect(bootstrapMean(values, { seed: 99, resamples: 1 }).interval).toEqual([total / 40, total / 40]);
  });

  test('the same seed gives the same numbers, another seed others', () => {
    const values = scores(25, 1);
    const first = bootstrapMean(values, { seed: 7 });
    expect(bootstrapMean(values, { seed: 7 })).toEqual(first);
    expect(bootstrapMean(values, { seed: 8 }).interval).not.toEqual(first.interval);
    expect(bootstrapMean(values)).toMatchObject({ seed: 1234, resamples: 10_000 });
  });

  test('comes near the Student interval for many values', () => {
    const values = scores(800, 3);
    expectSameInterval(bootstrapMean(values).interval, studentInterval(values) ?? [], 0.005);
  });

  test('the p-value of pairs is never below 2^(1 - n), nor above 1', () => {
    const tenth = fc.nat(10).map((tenths) => tenths / 10);
    const pair = fc.tuple(tenth, tenth);
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 12 }), (pairs) => {
        const [a, b] = [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
        const { pValue } = bootstrapPairedDifference(a, b, { resamples: 200 });
        expect(pValue).toBeGreaterThanOrEqual(2 ** (1 - pairs.length));
        expect(pValue).toBeLessThanOrEqual(1);
      }),
    );
    expect(bootstrapPairedDifference([0.9, 0.8], [0.1, 0.2]).pValue).toBe(0.5);
  });

  test('a p-value near 1 comes from pairs that balance out but for rounding', () => {
    expect(bootstrapPairedDifference([0.1, 0.2, 0], [0, 0, 0.3]).pValue).toBeGreaterThan(0.8);
    expect(bootstrapPairedDifference([0.5, 0.5], [0.5, 0.5]).pValue).toBe(1);
  });

  test('no values and impossible settings are refused', () => {
    expect(() => bootstrapMean([])).toThrow('no values');
    expect(() => bootstrapMean([1], { resamples: 0 })).toThrow('resamples');
    expect(() => bootstrapMean([1], { level: 1 })).toThrow('confidence level');
    expect(() => bootstrapMean([1], { seed: 0.5 })).toThrow('safe integer');
    expect(() => bootstrapPairedDifference([1], [])).toThrow('same length');
    expect(() => bootstrapMean([Number.NaN])).toThrow('finite');
  });
});
