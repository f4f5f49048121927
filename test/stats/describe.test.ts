import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusteredStandardError } from '../../src/stats/clustered.js';
import { mean, sampleVariance, standardError, sum } from '../../src/stats/describe.js';
import golden from '../goldens/stats/methods.json' with { type: 'json' };
import { expectClose } from './closeness.js';

const scores = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 50 });

describe('mean, variance and standard error', () => {
  test('are those of exact arithmetic to 1e-14 (variance 1e-12) relative, also far from zero', () => {
    for (const { values, mean: center, variance, standardError: error } of golden.describe) {
      expectClose(mean(values), center, 1e-14);
      expectClose(sampleVariance(values), variance, 1e-12);
      expectClose(standardError(values), error, 1e-12);
    }
  });

  test('the standard error is the one lm-eval computes', () => {
    expect(standardError([1, 0, 1, 1, 0])).toBeCloseTo(0.24494897427831783, 16);
  });

  test('a sum loses nothing to values that cancel', () => {
    expect(sum([1e16, 1, -1e16])).toBe(1);
    expect(sum([])).toBe(0);
    expect(sum(Array.from({ length: 10 }, () => 0.1))).toBe(1);
  });

  test('shifting all values leaves the standard error unchanged', () => {
    fc.assert(
      fc.property(scores, fc.double({ min: -1e6, max: 1e6, noNaN: true }), (values, shift) => {
        const shifted = standardError(values.map((value) => value + shift));
        expect(shifted).toBeCloseTo(standardError(values) ?? Number.NaN, 8);
      }),
    );
  });

  test('equal values have no variance at all', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.integer({ min: 2, max: 30 }), (value, count) => {
        expect(sampleVariance(Array.from({ length: count }, () => value))).toBe(0);
      }),
    );
  });

  test('what is not defined is undefined or refused, never NaN', () => {
    expect(() => mean([])).toThrow('mean of no values');
    expect([sampleVariance([]), sampleVariance([3]), standardError([3])]).toEqual([undefined, undefined, undefined]);
    expect(() => mean([1, Number.NaN])).toThrow('values[1] must be a finite number, got NaN');
    expect(() => mean([Number.POSITIVE_INFINITY])).toThrow(RangeError);
    expect(() => mean([1e308, 1e308])).toThrow('too large');
  });
});

describe('the clustered standard error', () => {
  test('is statsmodels’ cluster-robust error, with and without the correction, to 1e-12 relative', () => {
    for (const { values, clusters, finite, none } of golden.clustered) {
      expectClose(clusteredStandardError(values, clusters), finite, 1e-12);
      expectClose(clusteredStandardError(values, clusters, { correction: 'none' }), none, 1e-12);
    }
  });

  test('is 0.25 for [[1,1,0],[0,0],[1]], as inspect_ai has it', () => {
    expect(clusteredStandardError([1, 1, 0, 0, 0, 1], ['a', 'a', 'a', 'b', 'b', 'c'])).toBe(0.25);
  });

  test('is the plain standard error when every value is its own cluster', () => {
    fc.assert(
      fc.property(scores, (values) => {
        const clustered = clusteredStandardError(values, [...values.keys()]);
        expect(clustered).toBeCloseTo(standardError(values) ?? Number.NaN, 10);
      }),
    );
  });

  test('does not shrink when every value is repeated inside its cluster', () => {
    const values = [0.2, 0.9, 0.4, 0.7];
    const repeated = values.flatMap((value) => [value, value, value]);
    const clusters = [...values.keys()].flatMap((cluster) => [cluster, cluster, cluster]);
    expectClose(clusteredStandardError(repeated, clusters), standardError(values) ?? Number.NaN, 1e-12);
  });

  test('one cluster, or none, has no error to estimate; a value without cluster is refused', () => {
    expect(clusteredStandardError([1, 0], ['a', 'a'])).toBeUndefined();
    expect(clusteredStandardError([], [])).toBeUndefined();
    expect(() => clusteredStandardError([1, 0], ['a'])).toThrow('Every value needs its cluster');
  });
});
