import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sampleVariance } from '../../src/stats/index.js';
import { RunningMean } from '../../src/util/running-mean.js';

const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 50 });

function meanOf(numbers: readonly number[]): RunningMean {
  const mean = new RunningMean();
  for (const value of numbers) mean.add(value);
  return mean;
}

it('gives the mean and the standard error of all values', () => {
  fc.assert(
    fc.property(values, (numbers) => {
      const running = meanOf(numbers);
      expect(running.mean).toBeCloseTo(numbers.reduce((sum, value) => sum + value, 0) / numbers.length, 6);
      expect(running.standardError).toBeCloseTo(Math.sqrt((sampleVariance(numbers) ?? 0) / numbers.length), 6);
    }),
  );
});

it('joined from two halves equals the whole', () => {
  fc.assert(
    fc.property(values, values, (first, second) => {
      const joined = meanOf(first);
      joined.join(meanOf(second));
      const whole = meanOf([...first, ...second]);
      expect(joined.n).toBe(whole.n);
      expect(joined.mean).toBeCloseTo(whole.mean, 6);
      expect(joined.squares).toBeCloseTo(whole.squares, 2);
      expect(joined.isBinary).toBe(whole.isBinary);
    }),
  );
});
