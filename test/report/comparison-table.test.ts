import { describe, expect, it } from 'vitest';
import { type ComparedRuns, comparisonTable, comparisonVerdict } from '../../src/report/comparison-table.js';
import { textTable } from '../../src/report/table.js';
import { compareIndependent } from '../../src/stats/compare-independent.js';
import { comparePaired } from '../../src/stats/compare-paired.js';

/** `a` and `b` are both right on 91 samples, `a` alone on `onlyA`, `b` alone on `onlyB`, of 190. */
function binary(onlyA: number, onlyB: number): ComparedRuns {
  const a = Array.from({ length: 190 }, (_, index) => (index < 91 + onlyA ? 1 : 0));
  const b = Array.from({ length: 190 }, (_, index) =>
    index < 91 || (index >= 91 + onlyA && index < 91 + onlyA + onlyB) ? 1 : 0,
  );
  return {
    metric: 'accuracy',
    a: { name: 'baseline', value: (91 + onlyA) / 190 },
    b: { name: 'improved', value: (91 + onlyB) / 190 },
    comparison: comparePaired(a, b),
  };
}

function latency(isLowerBetter: boolean): ComparedRuns {
  const a = Array.from({ length: 70 }, (_, index) => 100 + (index % 7));
  const b = Array.from({ length: 70 }, (_, index) => 90 + (index % 5));
  return {
    metric: 'latency',
    a: { name: 'slow', value: 103 },
    b: { name: 'quick', value: 92 },
    comparison: comparePaired(a, b),
    isLowerBetter,
  };
}

describe('comparisonTable', () => {
  it('shows everything the comparison found', () => {
    expect(textTable(comparisonTable(binary(4, 27))).split('\n')).toEqual([
      'accuracy                                         value',
      '────────────────────────────────  ────────────────────',
      'a: baseline                                     0.5000',
      'b: improved                                     0.6211',
      'difference a - b                          -12.1 points',
      '95 % interval                     [-17.5, -6.5] points',
      'p-value                                      p < 0.001',
      'test                                     exact McNemar',
      'samples                                            190',
      'a better                                             4',
      'b better                                            27',
      'equal                                              159',
      "effect size, Cohen's h                         -0.2445",
      'smallest difference usually seen            7.9 points',
    ]);
  });

  it('tells what is left out, without which the difference is not that of the two values', () => {
    const { comparison, ...runs } = binary(4, 27);
    const labels = (unpaired: number) =>
      comparisonTable({ ...runs, comparison: { ...comparison, unpaired } as ComparedRuns['comparison'] }).rows;
    expect(labels(12)).toContainEqual(['left out: a value in one run only', '12']);
    expect(labels(0)).toEqual(comparisonTable({ ...runs, comparison }).rows);
  });

  it('tells unpaired comparisons as such', () => {
    const comparison = compareIndependent([1, 1, 0, 1], [0, 0, 1, 0, 0]);
    const rows = comparisonTable({ metric: 'accuracy', a: { name: 'x' }, b: { name: 'y' }, comparison }).rows;
    expect(rows.map(([label]) => label)).toEqual([
      'a: x',
      'b: y',
      'difference a - b',
      '95 % interval',
      'p-value',
      'test',
      'samples of a',
      'samples of b',
      "effect size, Cohen's h",
    ]);
  });
});

describe('comparisonVerdict', () => {
  it('names the better run, whichever it is', () => {
    expect(comparisonVerdict(binary(4, 27))).toBe(
      'improved is better than baseline by 12.1 points (95 % interval [6.5, 17.5] points, exact McNemar p < 0.001).',
    );
    expect(comparisonVerdict(binary(27, 4))).toBe(
      'baseline is better than improved by 12.1 points (95 % interval [6.5, 17.5] points, exact McNemar p < 0.001).',
    );
  });

  it('says what would have gone unseen when it shows no difference', () => {
    expect(comparisonVerdict(binary(10, 12))).toBe(
      'no difference between baseline and improved shown (exact McNemar p = 0.832); ' +
        'with n = 190 a difference below 6.9 points would usually go unseen.',
    );
  });

  it('says that all answers are equal', () => {
    expect(comparisonVerdict(binary(0, 0))).toBe(
      'no difference between baseline and improved shown (exact McNemar p = 1); all 190 samples are equal.',
    );
  });

  it('knows that lower can be better', () => {
    expect(comparisonVerdict(latency(true))).toMatch(
      /^quick is better than slow by 11\.00 \(lower is better; 95 % interval \[10\.\d+, 11\.\d+\], paired t test p < 0\.001\)\.$/,
    );
    expect(comparisonVerdict(latency(false))).toMatch(/^slow is better than quick by 11\.00 \(95 % interval/);
  });

  it('passes a caution on', () => {
    const comparison = comparePaired([0.5, 0.7], [0.4, 0.6]);
    const verdict = comparisonVerdict({ metric: 'f1', a: { name: 'a' }, b: { name: 'b' }, comparison });
    expect(verdict).toContain('All 2 differences are equal');
  });

  it('takes nothing but text from names', () => {
    const runs = binary(4, 27);
    expect(comparisonVerdict({ ...runs, b: { name: '\u001b[31m개선\n' } })).toMatch(
      /^개선 {2}?is better|^개선 is better/,
    );
  });
});
