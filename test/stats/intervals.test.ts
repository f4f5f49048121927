import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { studentInterval, wilsonInterval } from '../../src/stats/intervals.js';
import { newcombeIndependentInterval, newcombePairedInterval } from '../../src/stats/newcombe.js';
import golden from '../goldens/stats/methods.json' with { type: 'json' };
import { expectSameInterval } from './closeness.js';

const proportion = fc
  .integer({ min: 1, max: 5000 })
  .chain((trials) => fc.record({ trials: fc.constant(trials), successes: fc.nat(trials) }));
const level = fc.double({ min: 0.01, max: 0.9999, noNaN: true });
const cell = fc.nat(300);
const counts = fc
  .record({ both: cell, onlyA: cell, onlyB: cell, neither: cell })
  .filter(({ both, onlyA, onlyB, neither }) => both + onlyA + onlyB + neither > 0);

describe('the Wilson interval', () => {
  test('is statsmodels’ to 1e-13', () => {
    for (const { successes, n, level: at, interval } of golden.wilson) {
      expectSameInterval(wilsonInterval(successes, n, at), interval, 1e-13, `${successes}/${n}`);
    }
  });

  test('is inside [0, 1] and contains the proportion', () => {
    fc.assert(
      fc.property(proportion, level, ({ successes, trials }, at) => {
        const [low, high] = wilsonInterval(successes, trials, at);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(successes / trials);
        expect(high).toBeGreaterThanOrEqual(successes / trials);
      }),
    );
  });

  test('counts that are no proportion and levels that are none are refused', () => {
    expect(() => wilsonInterval(0, 0)).toThrow('trials must be an integer of at least 1');
    expect(() => wilsonInterval(3, 2)).toThrow('3 successes in 2 trials');
    expect(() => wilsonInterval(0.5, 2)).toThrow('successes must be an integer');
    for (const at of [0, 1, 95, Number.NaN]) expect(() => wilsonInterval(1, 2, at)).toThrow('confidence level');
  });
});

describe('the Student interval', () => {
  test('is scipy’s to 1e-12, and without width for equal values', () => {
    for (const { values, level: at, interval } of golden.describe) {
      const actual = studentInterval(values, at);
      if (interval === undefined) expect(actual?.[0]).toBe(actual?.[1]);
      else expectSameInterval(actual, interval, 1e-12);
    }
  });

  test('does not exist for one value, and no values are refused', () => {
    expect(studentInterval([0.7])).toBeUndefined();
    expect(() => studentInterval([])).toThrow(RangeError);
  });
});

describe('Newcombe’s paired interval', () => {
  test('is that of the second implementation in Python to 1e-13', () => {
    for (const { counts: table, level: at, interval } of golden.newcombePaired) {
      expectSameInterval(newcombePairedInterval(table, at), interval, 1e-13, JSON.stringify(table));
    }
  });

  test('is -0.507 to -0.026 for the airway data that Fagerland, Lydersen and Laake (2014) publish', () => {
    const [low, high] = newcombePairedInterval({ both: 1, onlyA: 1, onlyB: 7, neither: 12 });
    expect([low.toFixed(3), high.toFixed(3)]).toEqual(['-0.507', '-0.026']);
  });

  test('is inside [-1, 1], contains the difference, and mirrors when a and b are swapped', () => {
    fc.assert(
      fc.property(counts, level, (table, at) => {
        const [low, high] = newcombePairedInterval(table, at);
        const pairs = table.both + table.onlyA + table.onlyB + table.neither;
        const difference = (table.onlyA - table.onlyB) / pairs;
        expect(low).toBeGreaterThanOrEqual(-1);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(difference + 1e-15);
        expect(high).toBeGreaterThanOrEqual(difference - 1e-15);
        const swapped = newcombePairedInterval({ ...table, onlyA: table.onlyB, onlyB: table.onlyA }, at);
        expect(swapped[0]).toBeCloseTo(-high, 13);
        expect(swapped[1]).toBeCloseTo(-low, 13);
      }),
    );
  });

  test('no pairs are refused', () => {
    expect(() => newcombePairedInterval({ both: 0, onlyA: 0, onlyB: 0, neither: 0 })).toThrow(RangeError);
    expect(() => newcombePairedInterval({ both: -1, onlyA: 2, onlyB: 0, neither: 0 })).toThrow('both must be');
  });
});

describe('Newcombe’s interval for independent proportions', () => {
  test('is statsmodels’ to 1e-13', () => {
    for (const { a, b, interval } of golden.twoProportions) {
      const [x = 0, n = 0, y = 0, m = 0] = [...a, ...b];
      expectSameInterval(newcombeIndependentInterval(x, n, y, m), interval, 1e-13, `${x}/${n} ${y}/${m}`);
    }
  });
});
