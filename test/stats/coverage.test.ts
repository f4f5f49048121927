import { describe, expect, test } from 'vitest';
import { metricOf } from '../../src/core/summarize.js';
import { clusteredInterval } from '../../src/stats/clustered.js';
import { comparePaired } from '../../src/stats/compare-paired.js';
import type { Interval } from '../../src/stats/intervals.js';
import { fastRandom } from '../../src/util/random.js';

const SIMULATIONS = 1000;

/** Share of simulated intervals that hold the truth. */
function coverage(truth: number, intervalOf: (random: () => number) => Interval | undefined): number {
  const random = fastRandom(20240601);
  let held = 0;
  for (let simulation = 0; simulation < SIMULATIONS; simulation++) {
    const found = intervalOf(random);
    if (found !== undefined && found[0] <= truth + 1e-12 && found[1] >= truth - 1e-12) held++;
  }
  return held / SIMULATIONS;
}

const bits = (n: number, share: number, random: () => number) =>
  Array.from({ length: n }, () => (random() < share ? 1 : 0));

describe('an interval of 95 %', () => {
  test.each([20, 100].flatMap((n) => [0.05, 0.5, 0.95].map((share) => ({ n, share }))))(
    'of $n samples that are right with $share holds the truth in some 95 % of runs',
    ({ n, share }) => {
      const held = coverage(share, (random) => metricOf(bits(n, share, random), 0)?.ci95);
      // 20 samples give 21 intervals only, which cannot cover 95 % exactly.
      expect(held).toBeGreaterThan(0.9);
      expect(held).toBeLessThan(0.985);
    },
  );

  test.each([5, 10, 20].flatMap((count) => [0.5, 0.95].map((share) => ({ count, share }))))(
    'by $count passages with four questions each, right with $share together, holds the truth at least as often',
    ({ count, share }) => {
      const clusters = Array.from({ length: 4 * count }, (_, place) => Math.floor(place / 4));
      const held = coverage(share, (random) => {
        const known = bits(count, share, random);
        // Three of four questions go with their passage.
        return clusteredInterval(
          clusters.map((cluster) => (random() < 0.75 ? (known[cluster] ?? 0) : random() < share ? 1 : 0)),
          clusters,
        );
      });
      expect(held).toBeGreaterThan(0.93);
    },
  );

  test.each([6, 10, 20])('of the difference of %i pairs of thirds holds it, and p < 0.05 comes up as seldom', (n) => {
    const thirds = (random: () => number) => Array.from({ length: n }, () => Math.floor(random() * 4) / 3);
    let found = 0;
    const held = coverage(0, (random) => {
      const { ci95, pValue } = comparePaired(thirds(random), thirds(random), { resamples: 1000 });
      if (pValue < 0.05) found++;
      return ci95;
    });
    expect(held).toBeGreaterThan(0.93);
    expect(found / SIMULATIONS).toBeLessThan(0.07);
  });
});

describe('values without spread', () => {
  test('have an interval where they are 0 or 1, and none where they could be anything', () => {
    expect(metricOf(Array(20).fill(1), 0)?.ci95?.[0]).toBeLessThan(0.9);
    expect(metricOf(Array(20).fill(0.3), 0)).toEqual({ n: 20, unscored: 0, mean: 0.3, stderr: 0 });
    expect(clusteredInterval(Array(6).fill(0.3), [1, 1, 2, 2, 3, 3])).toBeUndefined();
  });

  test('from 0 to 1 keep their interval by passage between 0 and 1, others do not', () => {
    const shares = [0.9, 1, 1, 0.4];
    const [, high] = clusteredInterval(shares, [1, 1, 2, 2]) ?? [0, 2];
    expect(high).toBeLessThanOrEqual(1);
    const grades = shares.map((share) => 10 * share);
    const [low] = clusteredInterval(grades, [1, 1, 2, 2]) ?? [0, 0];
    expect(low).toBeLessThan(0);
  });

  test('do not make passages sure that are half right each', () => {
    const [low, high] = clusteredInterval([1, 0, 1, 0, 1, 0], [1, 1, 2, 2, 3, 3]) ?? [0.5, 0.5];
    expect(high - low).toBeGreaterThan(0.5);
  });
});
