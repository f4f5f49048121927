import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { betaTails } from '../../src/stats/beta.js';
import { binomialLowerTail, binomialUpperTail } from '../../src/stats/binomial.js';
import { logGamma } from '../../src/stats/gamma.js';
import { normalCdf, normalQuantile } from '../../src/stats/normal.js';
import { studentCdf, studentQuantile, studentTwoSided, studentUpperTail } from '../../src/stats/student.js';
import golden from '../goldens/stats/distributions.json' with { type: 'json' };
import { expectClose } from './closeness.js';

describe('the normal distribution', () => {
  test('its cdf is scipy’s to 2e-13 relative, from -37 to 8', () => {
    for (const { x, p } of golden.normalCdf) expectClose(normalCdf(x), p, 2e-13, `at ${x}`);
  });

  test('its quantile is scipy’s to 1e-14 relative, from 1e-300 to 1 - 1e-12', () => {
    for (const { p, x } of golden.normalQuantile) expectClose(normalQuantile(p), x, 1e-14, `at ${p}`);
  });

  test('quantile and cdf undo each other', () => {
    fc.assert(
      fc.property(fc.double({ min: -35, max: 5, noNaN: true }), (x) => {
        expect(normalQuantile(normalCdf(x))).toBeCloseTo(x, 9);
      }),
    );
  });

  test('the ends are 0 and 1, and what is not a probability is refused', () => {
    expect([normalCdf(Number.NEGATIVE_INFINITY), normalCdf(Number.POSITIVE_INFINITY)]).toEqual([0, 1]);
    expect(() => normalCdf(Number.NaN)).toThrow(RangeError);
    for (const p of [0, 1, -0.1, 1.1, Number.NaN]) expect(() => normalQuantile(p)).toThrow('needs 0 < p < 1');
  });
});

describe('Student’s t distribution', () => {
  test('its upper tail is scipy’s to 2e-13 relative, from 1 to a million degrees and down to 1e-290', () => {
    for (const { t, df, p } of golden.studentUpperTail) expectClose(studentUpperTail(t, df), p, 2e-13, `t ${t}, ${df}`);
  });

  test('its quantile is scipy’s to 2e-13 relative, in the tails and beside the middle', () => {
    for (const { p, df, t } of golden.studentQuantile) expectClose(studentQuantile(p, df), t, 2e-13, `p ${p}, ${df}`);
  });

  test('quantile and cdf undo each other, down to 1e-290', () => {
    const degrees = fc.double({ min: 0, max: 7, noNaN: true }).map((power) => 10 ** power);
    const tails = fc.double({ min: -290, max: -0.302, noNaN: true }).map((power) => 10 ** power);
    fc.assert(
      fc.property(tails, degrees, (p, df) => {
        expectClose(studentCdf(studentQuantile(p, df), df), p, 1e-11);
      }),
      { numRuns: 500 },
    );
  });

  test('a quantile whose search first lands where nothing is left of the tail still comes back', () => {
    expectClose(studentCdf(studentQuantile(1e-299, 300), 300), 1e-299, 1e-11);
  });

  test('the cdf is symmetric and the two-sided tail is both tails', () => {
    const number = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(number, fc.double({ min: 1, max: 500, noNaN: true }), (t, df) => {
        expect(studentCdf(t, df) + studentCdf(-t, df)).toBeCloseTo(1, 14);
        expect(studentUpperTail(t, df)).toBe(studentCdf(-t, df));
        expectClose(studentTwoSided(t, df), studentCdf(-Math.abs(t), df) * 2, 1e-15);
      }),
    );
  });

  test('a t beyond what can be squared still has its tail', () => {
    expectClose(studentUpperTail(1e200, 1), 1e-200 / Math.PI, 1e-12);
    expectClose(studentQuantile(1e-250, 1), -1e250 / Math.PI, 1e-12);
    expect(studentUpperTail(Number.POSITIVE_INFINITY, 4)).toBe(0);
    expect(studentQuantile(5e-324, 1)).toBeGreaterThan(Number.NEGATIVE_INFINITY);
  });

  test('fewer than one degree of freedom is refused', () => {
    for (const df of [0, 0.5, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => studentCdf(1, df)).toThrow('Degrees of freedom');
      expect(() => studentQuantile(0.1, df)).toThrow('Degrees of freedom');
    }
    expect(() => studentQuantile(1, 5)).toThrow('needs 0 < p < 1');
    expect(() => studentCdf(Number.NaN, 5)).toThrow(RangeError);
  });
});

describe('the beta and gamma functions', () => {
  test('ln Γ is scipy’s to 1e-13 relative, also beside its zeros', () => {
    for (const { x, value } of golden.logGamma) expectClose(logGamma(x), value, 1e-13, `at ${x}`);
    for (const x of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => logGamma(x)).toThrow(RangeError);
  });

  test('both beta tails are scipy’s to 1e-12 relative, for a and b from ½ to a million', () => {
    for (const { a, b, x, lower, upper } of golden.betaTails) {
      const tails = betaTails(a, b, x);
      expectClose(tails.lower, lower, 1e-12, `lower ${a} ${b} ${x}`);
      expectClose(tails.upper, upper, 1e-12, `upper ${a} ${b} ${x}`);
    }
  });

  test('turning the beta distribution round swaps its tails', () => {
    const shape = fc.double({ min: 0.5, max: 1000, noNaN: true });
    fc.assert(
      fc.property(shape, shape, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, x) => {
        const tails = betaTails(a, b, x, 1 - x);
        const turned = betaTails(b, a, 1 - x, x);
        expect(tails.lower).toBeCloseTo(turned.upper, 12);
        expect(tails.lower + tails.upper).toBeCloseTo(1, 14);
      }),
    );
  });

  test('impossible shapes and places are refused', () => {
    for (const shape of [0, -1, Number.NaN]) expect(() => betaTails(shape, 1, 0.5)).toThrow(RangeError);
    for (const x of [-0.1, 1.1, Number.NaN]) expect(() => betaTails(1, 1, x)).toThrow(RangeError);
    expect([betaTails(2, 3, 0), betaTails(2, 3, 1)]).toEqual([
      { lower: 0, upper: 1 },
      { lower: 1, upper: 0 },
    ]);
  });
});

describe('the binomial distribution', () => {
  test('both tails are scipy’s to 1e-12 relative, up to 100,000 trials', () => {
    for (const { k, n, p, lower, upper } of golden.binomial) {
      expectClose(binomialLowerTail(k, n, p), lower, 1e-12, `lower ${k} ${n} ${p}`);
      expectClose(binomialUpperTail(k, n, p), upper, 1e-12, `upper ${k} ${n} ${p}`);
    }
  });

  test('the tails on both sides of a gap between counts add up to 1', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), fc.double({ min: 0, max: 1, noNaN: true }), (k, n, p) => {
        expect(binomialLowerTail(k, n, p) + binomialUpperTail(k + 1, n, p)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('counts outside 0 to n have no chance, and bad arguments are refused', () => {
    expect([binomialLowerTail(-1, 3, 0.5), binomialUpperTail(4, 3, 0.5)]).toEqual([0, 0]);
    expect([binomialLowerTail(0, 0, 0.5), binomialUpperTail(0, 0, 0.5)]).toEqual([1, 1]);
    expect(() => binomialLowerTail(0.5, 3, 0.5)).toThrow('k must be an integer');
    expect(() => binomialLowerTail(1, -3, 0.5)).toThrow('n must be an integer');
    expect(() => binomialLowerTail(1, 3, 1.5)).toThrow('p must be a probability');
  });
});
