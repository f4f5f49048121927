import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonSubsequence } from '../../src/evaluators/text-metrics/common-subsequence.js';

/** The textbook's table. */
function byTable(some: readonly string[], others: readonly string[]): number {
  let above = new Array<number>(some.length + 1).fill(0);
  for (const other of others) {
    const row = [0];
    for (const [place, one] of some.entries())
      row.push(one === other ? (above[place] ?? 0) + 1 : Math.max(above[place + 1] ?? 0, row[place] ?? 0));
    above = row;
  }
  return above.at(-1) ?? 0;
}

describe('the longest common subsequence', () => {
  it.each([2, 5, 60])('is as long as the table says, of %d words', (words) => {
    const tokens = fc.array(
      fc.integer({ min: 0, max: words }).map((number) => `w${number}`),
      { maxLength: 150 },
    );
    fc.assert(
      fc.property(tokens, tokens, (some, others) => {
        expect(commonSubsequence(some, others)).toBe(byTable(some, others));
      }),
      { numRuns: 300 },
    );
  });

  it('carries over many words of 32 places', () => {
    const long = 'ab'.repeat(500).split('');
    expect(commonSubsequence(long, [...long].reverse())).toBe(byTable(long, [...long].reverse()));
    expect(commonSubsequence(long, long)).toBe(1000);
    expect(commonSubsequence([], long)).toBe(0);
  });
});
