import { describe, expect, it } from 'vitest';
import {
  formatCost,
  formatCount,
  formatDifference,
  formatDuration,
  formatInterval,
  formatPValue,
  formatValue,
} from '../../src/report/numbers.js';

describe('formatValue', () => {
  it.each<[number | undefined, string]>([
    [0.6842, '0.6842'],
    [1, '1.0000'],
    [0, '0.0000'],
    [-0, '0.0000'],
    [-0.25, '-0.2500'],
    [0.68425, '0.6843'],
    [0.00001, '1.0e-5'],
    [120.5, '120.50'],
    [12345.67, '12,345.7'],
    [1e9, '1,000,000,000.0'],
    [Number.NaN, '–'],
    [Number.POSITIVE_INFINITY, '–'],
    [undefined, '–'],
  ])('writes %s as %s', (value, text) => expect(formatValue(value)).toBe(text));
});

describe('formatInterval', () => {
  it.each<[readonly [number, number] | undefined, string]>([
    [[0.6149, 0.7459], '[0.61, 0.75]'],
    [[0.6839, 0.6851], '[0.6839, 0.6851]'],
    [[0.68, 0.69], '[0.680, 0.690]'],
    [[0, 1], '[0.00, 1.00]'],
    [[-0.001, 0.2], '[0.00, 0.20]'],
    [[1, 1], '[1.0000, 1.0000]'],
    [[110.2, 130.8], '[110.2, 130.8]'],
    [undefined, '–'],
    [[Number.NaN, 1], '–'],
  ])('writes %s as %s', (interval, text) => expect(formatInterval(interval)).toBe(text));
});

describe('formatPValue', () => {
  it.each<[number, string]>([
    [0, 'p < 0.001'],
    [0.00099, 'p < 0.001'],
    [0.001, 'p = 0.001'],
    [0.034, 'p = 0.034'],
    [0.0499, 'p = 0.0499'],
    [0.04999, 'p = 0.0499'],
    [0.05, 'p = 0.050'],
    [0.0502, 'p = 0.050'],
    [0.99, 'p = 0.990'],
    [0.9999, 'p > 0.999'],
    [1, 'p = 1'],
    [Number.NaN, 'p –'],
  ])('writes %s as %s', (pValue, text) => expect(formatPValue(pValue)).toBe(text));
});

describe('formatCount', () => {
  it.each<[number | undefined, string]>([
    [0, '0'],
    [999, '999'],
    [35030, '35,030'],
    [1234567, '1,234,567'],
    [undefined, '–'],
  ])('writes %s as %s', (count, text) => expect(formatCount(count)).toBe(text));
});

describe('formatDuration', () => {
  it.each<[number | undefined, string]>([
    [0, '0 ms'],
    [-5, '0 ms'],
    [850.4, '850 ms'],
    [999.7, '1.0 s'],
    [3200, '3.2 s'],
    [59_949, '59.9 s'],
    [59_960, '1 min 0 s'],
    [125_000, '2 min 5 s'],
    [3_599_600, '1 h 0 min'],
    [3_780_000, '1 h 3 min'],
    [86_399_000, '1 d 0 h'],
    [187_200_000, '2 d 4 h'],
    [undefined, '–'],
  ])('writes %s as %s', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));
});

describe('formatCost', () => {
  it.each<[number | undefined, string]>([
    [0, '$0.0000'],
    [0.00001, '<$0.0001'],
    [0.0123, '$0.0123'],
    [0.99996, '$1.00'],
    [12.3, '$12.30'],
    [1234.5, '$1,234.50'],
    [undefined, '–'],
  ])('writes %s as %s', (dollars, text) => expect(formatCost(dollars)).toBe(text));
});

describe('formatDifference', () => {
  it('tells shares in points and other numbers as they are, always with a sign', () => {
    expect(formatDifference(0.12, true)).toBe('+12.0 points');
    expect(formatDifference(-0.034, true)).toBe('-3.4 points');
    expect(formatDifference(0, true)).toBe('0.0 points');
    expect(formatDifference(10.98, false)).toBe('+10.98');
  });
});
