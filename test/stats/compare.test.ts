import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  compareIndependent,
  comparePaired,
  type Interval,
  mcnemarExact,
  newcombePairedInterval,
  type PairedComparison,
  welchTTest,
} from '../../src/stats/index.js';
import golden from '../goldens/stats/methods.json' with { type: 'json' };
import { expectClose, expectSameInterval } from './closeness.js';

const bit = fc.constantFrom(0, 1);
const score = fc.constantFrom(0, 0.1, 0.25, 0.5, 0.7, 0.9, 1, 3);
const pairsOf = (value: fc.Arbitrary<number>) =>
  fc
    .array(fc.tuple(value, value), { minLength: 1, maxLength: 45 })
    .map((pairs) => ({ a: pairs.map(([first]) => first), b: pairs.map(([, second]) => second) }));
const quick = { resamples: 200 };

describe('comparePaired', () => {
  test('says what statsmodels, scipy and the second implementation say, to 1e-11', () => {
    for (const wanted of golden.comparePaired) {
      const actual = comparePaired(wanted.a, wanted.b);
      const [n, wins, losses, ties] = wanted.counts;
      const { test: name, effectSizeName, seed } = wanted;
      expect(actual).toMatchObject({ test: name, effectSizeName, n, wins, losses, ties, level: 0.95 });
      expect(actual.seed).toBe(seed);
      expect(actual.difference).toBeCloseTo(wanted.difference, 14);
      expectSameInterval(actual.ci95, wanted.interval, 1e-11);
      expectClose(actual.pValue, wanted.pValue, 1e-11);
      expectClose(actual.effectSize, wanted.effectSize, 1e-11);
      if (wanted.minDetectableEffect === undefined) expect(actual).not.toHaveProperty('minDetectableEffect');
      else expectClose(actual.minDetectableEffect, wanted.minDetectableEffect, 1e-11);
    }
  });

  test.each([
    { name: '0/1 values', of: bit },
    { name: 'scores', of: score },
  ])('swapping a and b mirrors the comparison of $name', ({ of }) => {
    fc.assert(
      fc.property(pairsOf(of), ({ a, b }) => {
        const one = comparePaired(a, b, quick);
        const other = comparePaired(b, a, quick);
        expect(other.difference).toBeCloseTo(-one.difference, 14);
        expect(other.ci95[0]).toBeCloseTo(-one.ci95[1], 11);
        expect(other.ci95[1]).toBeCloseTo(-one.ci95[0], 11);
        expect(other.pValue).toBeCloseTo(one.pValue, 12);
        expect([other.wins, other.losses, other.ties]).toEqual([one.losses, one.wins, one.ties]);
        expect(other.effectSize ?? 0).toBeCloseTo(-(one.effectSize ?? 0), 9);
        expect(other.test).toBe(one.test);
        expect(other.minDetectableEffect ?? 0).toBeCloseTo(one.minDetectableEffect ?? 0, 12);
      }),
    );
  });

  test('every number it gives is finite, the p-value a probability, and the interval in order', () => {
    fc.assert(
      fc.property(fc.oneof(pairsOf(bit), pairsOf(score)), ({ a, b }) => {
        const comparison = comparePaired(a, b, quick);
        expectFinite(comparison);
        expect(comparison.wins + comparison.losses + comparison.ties).toBe(comparison.n);
        expect(comparison.ci95[0]).toBeLessThanOrEqual(comparison.ci95[1]);
        expect(comparison.pValue).toBeGreaterThan(0);
        expect(comparison.pValue).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('one pair proves nothing', () => {
    expect(comparePaired([0.9], [0.2])).toMatchObject({ pValue: 1, n: 1, wins: 1, test: 'mcnemar-exact' });
    expect(comparePaired([0.9], [0.2]).caution).toContain('There is one pair');
    expect(comparePaired([0.9], [0.2])).not.toHaveProperty('effectSize');
    const binary = comparePaired([1], [0]);
    expect(binary.pValue).toBe(1);
    expect(binary.ci95).toEqual(newcombePairedInterval({ both: 0, onlyA: 1, onlyB: 0, neither: 0 }));
    expect(binary.ci95[0]).toBeLessThan(0);
  });

  test('ties alone give a p-value of 1, without width for scores and with Wilson’s width for 0/1', () => {
    const scores = comparePaired([0.2, 0.4, 0.4], [0.2, 0.4, 0.4]);
    expect(scores).toMatchObject({ difference: 0, ci95: [0, 0], pValue: 1, ties: 3, effectSize: 0 });
    expect(scores).not.toHaveProperty('minDetectableEffect');
    const binary = comparePaired([1, 1, 1, 0], [1, 1, 1, 0]);
    expect(binary).toMatchObject({ difference: 0, pValue: 1, ties: 4, effectSize: 0 });
    expect(binary.ci95[1]).toBeGreaterThan(0);
  });

  test('differences that are all the same are judged by their signs, for few pairs and for many', () => {
    const few = comparePaired([0.3, 0.4, 0.1], [0.2, 0.3, 0]);
    expect(few).toMatchObject({ test: 'mcnemar-exact', wins: 3 });
    expect(few.pValue).toBeCloseTo(0.25, 14);
    expect(few.ci95).toEqual([few.difference, few.difference]);
    expect(few.caution).toContain('All 3 differences are equal');
    expect(few).not.toHaveProperty('effectSize');
    const many = comparePaired(Array(40).fill(0.75), Array(40).fill(0.5));
    expectClose(many.pValue, 2 ** -39, 1e-12);
  });

  test('so few pairs that no result could count are named as such', () => {
    expect(comparePaired([0.1, 0.4, 0.5], [0.2, 0.9, 0.1], quick).caution).toContain('3 pairs cannot give');
    expect(comparePaired([0.1, 0.4, 0.5, 1, 1, 1], [0.2, 0.9, 0.1, 0, 0, 0], quick)).not.toHaveProperty('caution');
  });

  test('the level widens the interval and lowers what can be detected only for a larger error rate', () => {
    const a = [0.1, 0.9, 0.4, 0.8, 0.3, 0.7, 0.35, 1];
    const b = [0.3, 0.5, 0.2, 0.8, 0.1, 0.2, 0.4, 0.3];
    const [wide, narrow] = [comparePaired(a, b, { level: 0.99 }), comparePaired(a, b, { level: 0.8 })];
    expect(wide.ci95[0]).toBeLessThan(narrow.ci95[0]);
    expect(wide.ci95[1]).toBeGreaterThan(narrow.ci95[1]);
    expect(wide.minDetectableEffect ?? 0).toBeGreaterThan(narrow.minDetectableEffect ?? 1);
    expect(wide.pValue).toBe(narrow.pValue);
    expect(wide.level).toBe(0.99);
  });

  test('the seed and the number of resamples reach the bootstrap', () => {
    const [a, b] = [
      [0.1, 0.9, 0.4, 0.8, 0.3, 0.7],
      [0.3, 0.5, 0.2, 0.8, 0.1, 0.2],
    ];
    const one = comparePaired(a, b, { seed: 1 });
    expect(one.seed).toBe(1);
    expect(comparePaired(a, b, { seed: 1 })).toEqual(one);
    expect(comparePaired(a, b, { seed: 2 }).ci95).not.toEqual(one.ci95);
    expect(comparePaired(a, b, { seed: 1, resamples: 50 }).ci95).not.toEqual(one.ci95);
  });

  test('no pairs, lists of different lengths, and values that are not finite are refused', () => {
    expect(() => comparePaired([], [])).toThrow(new RangeError('There are no pairs to compare.'));
    expect(() => comparePaired([1], [1, 0])).toThrow('same length');
    expect(() => comparePaired([1, Number.NaN], [1, 0])).toThrow('a[1] must be a finite number');
    expect(() => comparePaired([0.5], [0.5], { level: 95 })).toThrow('confidence level');
  });

  test('its interval is a pair of numbers to the type checker', () => {
    expectTypeOf<PairedComparison['ci95']>().toEqualTypeOf<Interval>();
    expectTypeOf<PairedComparison['test']>().toEqualTypeOf<'mcnemar-exact' | 'paired-t' | 'paired-bootstrap'>();
  });
});

describe('compareIndependent', () => {
  test('compares 0/1 values by Fisher’s test and Newcombe’s interval', () => {
    for (const { a, b, interval, fisher, cohenH } of golden.twoProportions) {
      const [x = 0, n = 0, y = 0, m = 0] = [...a, ...b];
      if (n + m > 5000) continue;
      const actual = compareIndependent(bits(x, n), bits(y, m));
      expect(actual).toMatchObject({ test: 'fisher-exact', nA: n, nB: m, effectSizeName: 'cohen-h' });
      expect(actual.difference).toBeCloseTo(x / n - y / m, 14);
      expectSameInterval(actual.ci95, interval, 1e-13);
      expectClose(actual.pValue, fisher, 1e-10);
      expect(actual.effectSize).toBeCloseTo(cohenH, 12);
    }
  });

  test('compares scores by Welch’s test', () => {
    const [a, b] = [
      [0.1, 0.5, 0.9, 0.4],
      [0.7, 0.8, 0.95],
    ];
    const welch = welchTTest(a, b, 0.9);
    expect(compareIndependent(a, b, { level: 0.9 })).toMatchObject({
      test: 'welch-t',
      ci95: welch?.interval,
      pValue: welch?.pValue,
      effectSizeName: 'hedges-g',
      level: 0.9,
    });
  });

  test.each([
    { name: '0/1 values', of: bit },
    { name: 'scores', of: score },
  ])('swapping a and b mirrors the comparison of $name, and every number is finite', ({ of }) => {
    const values = fc.array(of, { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [one, other] = [compareIndependent(a, b), compareIndependent(b, a)];
        expectFinite(one);
        expect(other.difference).toBeCloseTo(-one.difference, 14);
        expect(other.ci95[0]).toBeCloseTo(-one.ci95[1], 11);
        expect(other.ci95[1]).toBeCloseTo(-one.ci95[0], 11);
        expectClose(other.pValue, one.pValue, 1e-10);
        expect(other.effectSize ?? 0).toBeCloseTo(-(one.effectSize ?? 0), 11);
      }),
    );
  });

  test('groups without spread are judged by which value came up', () => {
    const apart = compareIndependent([0.2, 0.2, 0.2], [0.7, 0.7]);
    expectClose(apart.pValue, 0.1, 1e-12);
    expect(apart.caution).toContain('Neither group has any spread');
    expect(apart).not.toHaveProperty('effectSize');
    expect(compareIndependent([0.2, 0.2], [0.2, 0.2, 0.2])).toMatchObject({ pValue: 1, effectSize: 0 });
  });

  test('empty groups and single scores are refused', () => {
    expect(() => compareIndependent([], [1])).toThrow('Both groups need values');
    expect(() => compareIndependent([0.3], [0.1, 0.2])).toThrow('at least two values in each group');
    expect(() => compareIndependent([0.3, Number.NaN], [0.1, 0.2])).toThrow('a[1] must be a finite number');
    expect(() => compareIndependent([1], [0], { level: 0 })).toThrow('confidence level');
    expect(compareIndependent([1], [0]).pValue).toBe(1);
  });
});

test('the sign test of the wins is McNemar’s', () => {
  expect(mcnemarExact(8, 2)).toBeCloseTo(0.109375, 14);
});

function bits(ones: number, length: number): number[] {
  return Array.from({ length }, (_, index) => (index < ones ? 1 : 0));
}

function expectFinite(comparison: object): void {
  const numbers = Object.values(comparison)
    .flat()
    .filter((value) => typeof value === 'number');
  expect(numbers.every(Number.isFinite), JSON.stringify(comparison)).toBe(true);
}
