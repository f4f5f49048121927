import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunStatus } from '../../src/core/run-record.js';
import { compareMetric, distinctNames } from '../../src/history/compare-metric.js';

function run(name: string, metrics: Record<string, number>, status: RunStatus = 'finished') {
  return { name, status, metrics };
}

describe('compareMetric', () => {
  it('gives the value of each run, and the best, the worst and the average', () => {
    expect(
      compareMetric([run('a', { accuracy: 0.5 }), run('b', { accuracy: 1 }), run('c', { f1: 1 })], 'accuracy'),
    ).toEqual({
      a: 0.5,
      b: 1,
      _stats: { best: 1, worst: 0.5, average: 0.75, bestRun: 'b' },
    });
  });

  it('takes the smallest value as the best where less is better', () => {
    const { _stats: stats } = compareMetric(
      [run('slow', { latencyMs: 200 }), run('fast', { latencyMs: 100 })],
      'latencyMs',
    );
    expect(stats).toEqual({ best: 100, worst: 200, average: 150, bestRun: 'fast' });
  });

  it('is empty when no run has the metric', () => {
    expect(compareMetric([], 'accuracy')).toEqual({});
    expect(compareMetric([run('a', { f1: 1 })], 'toString')).toEqual({});
  });

  it.each<RunStatus>(['running', 'failed', 'interrupted'])('leaves out %s runs', (status) => {
    expect(compareMetric([run('a', { accuracy: 1 }, status)], 'accuracy')).toEqual({});
  });

  it('keeps runs of the same name apart; the oldest keeps the name', () => {
    const compared = compareMetric(
      [run('a', { m: 1 }), run('b', { m: 2 }), run('a', { m: 3 }), run('a', { m: 4 })],
      'm',
    );
    expect(compared).toMatchObject({ a: 1, b: 2, 'a #2': 3, 'a #3': 4, _stats: { bestRun: 'a #3' } });
  });

  it('does not give a run the name that another has by itself', () => {
    const compared = compareMetric([run('a', { m: 1 }), run('a', { m: 2 }), run('a #2', { m: 3 })], 'm');
    expect(compared).toMatchObject({ a: 1, 'a #3': 2, 'a #2': 3 });
  });

  it('numbers a run called _stats, and takes one called __proto__', () => {
    const compared = compareMetric([run('_stats', { m: 1 }), run('_stats', { m: 2 }), run('__proto__', { m: 3 })], 'm');
    expect(Object.entries(compared).slice(0, 3)).toEqual([
      ['_stats #1', 1],
      ['_stats #2', 2],
      ['__proto__', 3],
    ]);
    expect(compared._stats).toEqual({ best: 3, worst: 1, average: 2, bestRun: '__proto__' });
  });

  it('names the oldest of equally good runs', () => {
    expect(compareMetric([run('a', { m: 1 }), run('b', { m: 1 })], 'm')._stats.bestRun).toBe('a');
  });

  it('loses no run, whatever they are called', () => {
    const name = fc.constantFrom('a', 'a #2', 'a #2 #2', '_stats', '_stats #1', '');
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), (names) => {
        const compared = compareMetric(
          names.map((runName, place) => run(runName, { m: place })),
          'm',
        );
        const { _stats: stats, ...values } = compared;
        expect(Object.values(values).sort((a, b) => a - b)).toEqual(names.map((_, place) => place));
        expect(compared[stats.bestRun]).toBe(names.length - 1);
        for (const own of new Set(names)) if (own !== '_stats') expect(compared[own]).toBe(names.indexOf(own));
      }),
    );
  });
});

describe('distinctNames', () => {
  it('changes nothing where all names are different', () => {
    expect(distinctNames(['a', 'b', 'A'])).toEqual(['a', 'b', 'A']);
  });
});
