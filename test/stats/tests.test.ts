import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cohenD,
  cohenDz,
  cohenH,
  discordantOddsRatio,
  hedgesCorrection,
  hedgesG,
} from '../../src/stats/effect-size.js';
import { fisherExact } from '../../src/stats/fisher.js';
import { holm } from '../../src/stats/holm.js';
import { mcnemarExact, pairedTTest, type TTest } from '../../src/stats/paired.js';
import {
  minimalDetectableDifference,
  minimalDetectableRise,
  pairsNeeded,
  perGroupNeeded,
} from '../../src/stats/power.js';
import { welchTTest } from '../../src/stats/welch.js';
import golden from '../goldens/stats/methods.json' with { type: 'json' };
import { expectClose, expectSameInterval } from './closeness.js';

interface GoldenTTest {
  readonly t: number;
  readonly df: number;
  readonly pValue: number;
  readonly interval: readonly number[];
}

const group = fc.integer({ min: 1, max: 60 }).chain((n) => fc.tuple(fc.nat(n), fc.constant(n)));

describe('McNemar’s exact test', () => {
  test('is statsmodels’ to 1e-12 relative', () => {
    for (const { wins, losses, pValue } of golden.mcnemar) expectClose(mcnemarExact(wins, losses), pValue, 1e-12);
  });

  test('sees nothing in no discordant pairs, one, or equal counts', () => {
    expect([mcnemarExact(0, 0), mcnemarExact(1, 0), mcnemarExact(7, 7)]).toEqual([1, 1, 1]);
    expect(mcnemarExact(2, 0)).toBeCloseTo(0.5, 14);
    expect(() => mcnemarExact(-1, 2)).toThrow('wins must be an integer');
    expect(() => mcnemarExact(1, 2.5)).toThrow('losses must be an integer');
  });
});

describe('Fisher’s exact test', () => {
  test('is that of integer arithmetic (small tables) and of scipy (large ones) to 1e-10 relative', () => {
    for (const { a, b, fisher } of golden.twoProportions) {
      const [x = 0, n = 0, y = 0, m = 0] = [...a, ...b];
      expectClose(fisherExact(x, n, y, m), fisher, 1e-10, `${x}/${n} ${y}/${m}`);
    }
  });

  test('is a probability, the same from either side and for failures as for successes', () => {
    fc.assert(
      fc.property(group, group, ([x, n], [y, m]) => {
        const p = fisherExact(x, n, y, m);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
        expectClose(fisherExact(y, m, x, n), p, 1e-10);
        expectClose(fisherExact(n - x, n, m - y, m), p, 1e-10);
      }),
    );
  });

  test('an empty group or too many successes are refused', () => {
    expect(() => fisherExact(0, 0, 1, 2)).toThrow('trialsA');
    expect(() => fisherExact(1, 2, 3, 2)).toThrow('3 successes in 2 trials');
  });
});

describe('the t tests', () => {
  test('the paired one is scipy’s ttest_rel to 1e-11', () => {
    for (const { a, b, level, paired } of golden.tTests) expectSameTest(pairedTTest(a, b, level), paired);
  });

  test('Welch’s is scipy’s ttest_ind to 1e-11, with groups of different size', () => {
    for (const { a, b, level, welchAgainstAllButLast: wanted } of golden.tTests) {
      if (wanted !== undefined) expectSameTest(welchTTest(a, b.slice(0, -1), level), wanted);
    }
  });

  test('neither exists without spread, even where rounding makes the differences look unequal', () => {
    expect(pairedTTest([0.3, 0.4, 0.1], [0.2, 0.3, 0])).toBeUndefined();
    expect(pairedTTest([0.3], [0.2])).toBeUndefined();
    expect(welchTTest([0.1, 0.1, 0.1], [0.7, 0.7])).toBeUndefined();
    expect(welchTTest([0.1], [0.7, 0.2])).toBeUndefined();
    expect(welchTTest([0.1, 0.1, 0.1], [0.7, 0.8])).toBeDefined();
  });

  test('empty and unequal lists are refused', () => {
    expect(() => pairedTTest([], [])).toThrow('no pairs');
    expect(() => pairedTTest([1], [1, 2])).toThrow('same length, got 1 and 2');
    expect(() => welchTTest([], [1, 2])).toThrow(RangeError);
  });
});

describe('Holm’s adjustment', () => {
  test('is statsmodels’ to 1e-14, in the order given', () => {
    for (const { pValues, adjusted } of golden.holm) expectSameInterval(holm(pValues), adjusted, 1e-14);
  });

  test('never lowers a p-value, keeps their order, and is at most Bonferroni’s', () => {
    const probability = fc.nat(1000).map((thousandths) => thousandths / 1000);
    fc.assert(
      fc.property(fc.array(probability, { maxLength: 30 }), (raw) => {
        const adjusted = holm(raw);
        const pairs = raw.map((value, index) => ({ value, adjusted: adjusted[index] ?? Number.NaN }));
        for (const pair of pairs) {
          expect(pair.adjusted).toBeGreaterThanOrEqual(pair.value);
          expect(pair.adjusted).toBeLessThanOrEqual(Math.min(1, pair.value * raw.length));
        }
        const sorted = pairs.sort((first, second) => first.value - second.value);
        expect(sorted.every((pair, index) => pair.adjusted >= (sorted[index - 1]?.adjusted ?? 0))).toBe(true);
      }),
    );
  });

  test('what is not a probability is refused by its place', () => {
    expect(holm([])).toEqual([]);
    expect(() => holm([0.5, 1.2])).toThrow('pValues[1] must be a probability');
    expect(() => holm([Number.NaN])).toThrow('pValues[0]');
  });
});

describe('effect sizes', () => {
  test('d_z, d and g are those of numpy with mpmath’s gamma, to 1e-12 relative', () => {
    for (const { a, b, dz, d, g } of golden.effects) {
      expectClose(cohenDz(a, b), dz, 1e-12);
      expectClose(cohenD(a, b), d, 1e-12);
      expectClose(hedgesG(a, b), g, 1e-12);
    }
  });

  test('Hedges’ factor is exact to 1e-13 from 2 to ten million degrees', () => {
    for (const { df, factor } of golden.hedges) expectClose(hedgesCorrection(df), factor, 1e-13);
  });

  test('Cohen’s h is statsmodels’ to 1e-12', () => {
    for (const { a, b, cohenH: wanted } of golden.twoProportions) {
      const [x = 0, n = 0, y = 0, m = 0] = [...a, ...b];
      expect(cohenH(x / n, y / m)).toBeCloseTo(wanted, 12);
    }
    expect(() => cohenH(1.1, 0)).toThrow('shareA');
  });

  test('are undefined where there is no spread or no loss, never infinite', () => {
    expect([cohenDz([1, 2], [0, 1]), cohenDz([1], [0])]).toEqual([undefined, undefined]);
    expect([cohenD([1, 1], [0, 0]), hedgesG([1], [0, 3])]).toEqual([undefined, undefined]);
    expect([discordantOddsRatio(6, 4), discordantOddsRatio(6, 0)]).toEqual([1.5, undefined]);
  });
});

describe('power', () => {
  test('pairs needed are statsmodels’, rounded up, and the least difference gives back the effect', () => {
    for (const { effect, sd, alpha, power, pairs } of golden.power) {
      expect(pairsNeeded(effect, sd, { alpha, power })).toBe(Math.ceil(pairs));
      const atLeast = minimalDetectableDifference(Math.ceil(pairs), sd, { alpha, power });
      expectClose(atLeast * Math.sqrt(Math.ceil(pairs) / pairs), effect, 1e-12);
    }
  });

  test('samples per group are statsmodels’, rounded up, and the least rise gives back the effect', () => {
    for (const { a, b, alpha, power, perGroup } of golden.proportionPower) {
      const needed = perGroupNeeded(a, b, { alpha, power });
      expect(needed).toBe(Math.ceil(perGroup));
      expect(minimalDetectableRise(b, needed, { alpha, power })).toBeLessThanOrEqual(a - b);
      expect(minimalDetectableRise(b, needed - 1, { alpha, power })).toBeGreaterThan(a - b);
    }
  });

  test('by default it plans for 0.05 and 0.8: 2.80 standard errors', () => {
    expect(minimalDetectableDifference(100, 1)).toBeCloseTo(0.2801585218112969, 14);
    expect(pairsNeeded(-0.1, 0)).toBe(1);
  });

  test('a rise that would pass 1 is not promised', () => {
    expect(minimalDetectableRise(0.9, 10)).toBeUndefined();
    expect(minimalDetectableRise(1, 1000)).toBeUndefined();
  });

  test('an effect of zero and impossible plans are refused', () => {
    expect(() => pairsNeeded(0, 1)).toThrow('other than 0');
    expect(() => perGroupNeeded(0.5, 0.5)).toThrow('other than 0');
    expect(() => minimalDetectableDifference(0, 1)).toThrow('pairs must be');
    expect(() => minimalDetectableDifference(5, -1)).toThrow('standard deviation');
    expect(() => pairsNeeded(1, 1, { alpha: 0 })).toThrow('alpha');
    for (const power of [0, 0.02, 1]) expect(() => pairsNeeded(1, 1, { power })).toThrow('power');
  });
});

function expectSameTest(actual: TTest | undefined, wanted: GoldenTTest): void {
  expectClose(actual?.t, wanted.t, 1e-11);
  expectClose(actual?.degreesOfFreedom, wanted.df, 1e-11);
  expectClose(actual?.pValue, wanted.pValue, 1e-11);
  expectSameInterval(actual?.interval, wanted.interval, 1e-11);
}
