import { describe, expect, it } from 'vitest';
import { OutOfTime, withinTime } from '../../src/util/within-time.js';

describe('work within a time', () => {
  it('gives the result of the work, also of work inside of work', () => {
    const list = [1, 2];
    expect(withinTime(10_000, () => withinTime(10_000, () => list))).toBe(list);
  });

  it('throws what the work throws', () => {
    const error = new TypeError('no');
    expect(() =>
      withinTime(10_000, () => {
        throw error;
      }),
    ).toThrow(error);
  });

  it('breaks off a regular expression in the middle of a match, and goes on working', () => {
    expect(() => withinTime(50, () => /^(a+)+$/.test(`${'a'.repeat(60)}!`))).toThrow(OutOfTime);
    expect(withinTime(10_000, () => /^a+$/.test('aaa'))).toBe(true);
  });
});
