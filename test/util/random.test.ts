import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PythonRandom } from '../../src/util/python-random.js';
import { fastRandom, fastRandomState } from '../../src/util/random.js';
import golden from '../goldens/stats/random.json' with { type: 'json' };

const range = (length: number) => Array.from({ length }, (_, index) => index);
const seeds = fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: -(10n ** 50n), max: 10n ** 50n }));

describe('PythonRandom', () => {
  test('gives the numbers of CPython that the lm-eval notes record', () => {
    expect(new PythonRandom(1234).random()).toBe(0.9664535356921388);
    expect(new PythonRandom(1234).sample(range(100), 5)).toEqual([99, 56, 14, 0, 11]);
    const random = new PythonRandom(1234);
    const draws = range(3).map(() => random.sample(range(20), 3));
    expect(draws).toEqual([
      [14, 3, 0],
      [2, 18, 1],
      [2, 3, 11],
    ]);
    expect(new PythonRandom(0).choices(range(10), 5)).toEqual([8, 7, 4, 2, 5]);
  });

  test.each(golden.python)('gives every draw of CPython for the seed $seed', (wanted) => {
    const random = new PythonRandom(BigInt(wanted.seed));
    expect(wanted.random.map(() => random.random())).toEqual(wanted.random);
    for (const [bits, value] of pairs(wanted.getrandbits)) expect(random.getrandbits(bits)).toBe(value);
    for (const [bound, value] of pairs(wanted.randbelow)) expect(random.randbelow(bound)).toBe(value);
    for (const { size, count, items } of draws(wanted.sample)) {
      expect(random.sample(range(size), count)).toEqual(items);
    }
    for (const { size, count, items } of draws(wanted.choices)) {
      expect(random.choices(range(size), count)).toEqual(items);
    }
    const list = range(12);
    random.shuffle(list);
    expect(list).toEqual(wanted.shuffled);
    for (let skipped = 0; skipped < 700; skipped += 1) random.random();
    expect(random.random()).toBe(wanted.later);
  });

  test('reproduces the bootstrap error of a median that lm-eval computes', () => {
    const values = [0.1, 0.4, 0.35, 0.8, 0.9, 0.2, 0.55, 0.6, 0.05, 0.7];
    const medians = range(2).flatMap((chunk) => {
      const random = new PythonRandom(chunk);
      return range(1000).map(() => random.choices(values, values.length).sort((a, b) => a - b)[5] ?? Number.NaN);
    });
    const center = medians.reduce((total, value) => total + value) / medians.length;
    const variance = medians.reduce((total, value) => total + (value - center) ** 2, 0) / (medians.length - 1);
    expect(Math.sqrt(variance)).toBeCloseTo(0.1435633121214937, 13);
  });

  test('a sample has no repeats and holds only items of the population', () => {
    fc.assert(
      fc.property(seeds, fc.nat(400), fc.nat(400), (seed, size, wanted) => {
        const count = Math.min(size, wanted);
        const drawn = new PythonRandom(seed).sample(range(size), count);
        expect(new Set(drawn).size).toBe(count);
        expect(drawn.every((item) => item >= 0 && item < size)).toBe(true);
      }),
    );
  });

  test('sampling leaves the population as it was, and a shuffle keeps its items', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.integer(), { maxLength: 60 }), (seed, items) => {
        // A copy, since fast-check cannot shrink a value that the test has changed.
        const list = [...items];
        const random = new PythonRandom(seed);
        random.sample(list, Math.floor(list.length / 2));
        expect(list).toEqual(items);
        random.shuffle(list);
        expect(list.sort()).toEqual([...items].sort());
      }),
    );
  });

  test('a seed and its negative give the same numbers, as in CPython', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(new PythonRandom(-seed).random()).toBe(new PythonRandom(seed).random());
      }),
    );
  });

  test('arguments that make no sense are refused', () => {
    const random = new PythonRandom(1);
    for (const seed of [1.5, Number.NaN, 2 ** 53]) expect(() => new PythonRandom(seed)).toThrow('safe integer');
    for (const bits of [-1, 54, 1.5]) expect(() => random.getrandbits(bits)).toThrow('0 to 53 bits');
    for (const bound of [0, -1, 1.5, 2 ** 53]) expect(() => random.randbelow(bound)).toThrow('positive integer');
    for (const count of [-1, 4, 0.5]) expect(() => random.sample([1, 2, 3], count)).toThrow('without replacement');
    expect(() => random.choices([])).toThrow('empty population');
    for (const count of [-1, 0.5, Infinity]) expect(() => random.choices([1], count)).toThrow('Cannot choose');
  });
});

describe('fastRandom', () => {
  test.each(golden.fast)('gives the fixed numbers of the seed $seed', ({ seed, random: wanted }) => {
    const random = fastRandom(seed);
    expect(wanted.map(() => random())).toEqual(wanted);
  });

  test('every number is in [0, 1) and thousands of them are even and unrelated', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (seed) => {
        const random = fastRandom(seed);
        const numbers = Float64Array.from({ length: 20_000 }, () => random());
        expect(numbers.every((value) => value >= 0 && value < 1)).toBe(true);
        // Six standard errors: one run in a billion is further off.
        const mean = numbers.reduce((total, value) => total + value, 0) / numbers.length;
        expect(Math.abs(mean - 0.5)).toBeLessThan(6 / Math.sqrt(12 * numbers.length));
        const related = numbers.reduce(
          (total, value, at) => total + (value - 0.5) * ((numbers[at - 1] ?? 0.5) - 0.5),
          0,
        );
        expect(Math.abs((12 * related) / numbers.length)).toBeLessThan(6 / Math.sqrt(numbers.length));
      }),
      { numRuns: 30 },
    );
  });

  test('neighbouring seeds start far apart', () => {
    const firsts = new Set(range(10_000).map((seed) => fastRandom(seed)()));
    expect(firsts.size).toBeGreaterThan(9_990);
    expect(fastRandomState(7)).not.toEqual(fastRandomState(2 ** 32 + 7));
  });

  test('a seed that is not a safe integer is refused', () => {
    for (const seed of [0.5, Number.NaN, 2 ** 60]) expect(() => fastRandom(seed)).toThrow('safe integer');
  });
});

function pairs(rows: readonly number[][]): [number, number][] {
  return rows.map(([first, second]) => [first ?? Number.NaN, second ?? Number.NaN]);
}

function draws(rows: readonly (number | number[])[][]) {
  return rows.map(([size, count, items]) => ({ size: Number(size), count: Number(count), items }));
}
