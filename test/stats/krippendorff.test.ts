import { describe, expect, it } from 'vitest';
import { intervalAlpha, nominalAlpha } from '../../src/stats/index.js';

/** Four observers, twelve units: the example of Krippendorff (2011), whose alphas are published. */
const units = '111 2232 3333 3333 2222 1234 4444 1121 2222 555 11 3'.split(' ').map((unit) => [...unit].map(Number));

describe("Krippendorff's alpha", () => {
  it("gives the published numbers of Krippendorff's example", () => {
    expect(nominalAlpha(units.map((unit) => unit.map(String)))).toBeCloseTo(0.743, 3);
    expect(intervalAlpha(units)).toBeCloseTo(0.849, 3);
  });

  it('is 1 for full agreement and below 0 for less than chance gives', () => {
    expect(
      nominalAlpha([
        ['A', 'A'],
        ['B', 'B'],
      ]),
    ).toBe(1);
    expect(
      nominalAlpha([
        ['A', 'B'],
        ['B', 'A'],
      ]),
    ).toBeLessThan(0);
    expect(
      intervalAlpha([
        [1, 1],
        [5, 5],
      ]),
    ).toBe(1);
  });

  it('is unknown where nothing can be compared', () => {
    expect(nominalAlpha([])).toBeUndefined();
    expect(nominalAlpha([['A'], ['B']])).toBeUndefined();
    expect(
      nominalAlpha([
        ['A', 'A'],
        ['A', 'A'],
      ]),
    ).toBeUndefined();
  });

  it('is the same as counting all pairs', () => {
    const units = [[1, 2, 2], [4, 5], [3], [1, 1, 5, 2]];
    const pairs = (values: readonly number[]) =>
      values.flatMap((a, i) => values.flatMap((b, j) => (i === j ? [] : [(a - b) ** 2]))).reduce((x, y) => x + y, 0);
    const paired = units.filter((unit) => unit.length > 1);
    const all = paired.flat();
    const observed = paired.reduce((sum, unit) => sum + pairs(unit) / (unit.length - 1), 0) / all.length;
    const expected = pairs(all) / (all.length * (all.length - 1));
    expect(intervalAlpha(units)).toBeCloseTo(1 - observed / expected, 12);
  });
});
