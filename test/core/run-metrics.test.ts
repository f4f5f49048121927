import { describe, expect, it } from 'vitest';
import type { Evaluator } from '../../src/core/evaluator.js';
import { type RunMetric, summedMetric } from '../../src/core/run-metric.js';
import { metricOver, withRunMetrics } from '../../src/core/run-metrics.js';
import type { SampleResult, SampleStatus } from '../../src/core/sample-result.js';

/** A sample of which some trials were right. */
function trials(index: number, rights: readonly (0 | 1)[], group?: string, status: SampleStatus = 'scored') {
  return rights.map(
    (right, trial): SampleResult => ({
      id: `q${index}`,
      index,
      trial,
      input: '',
      reference: '',
      evaluation: {},
      scores: status === 'scored' ? { right } : {},
      status,
      latencyMs: 0,
      metadata: {},
      ...(group !== undefined && { group }),
    }),
  );
}

const share: RunMetric = summedMetric({
  name: 'share',
  perSample: 'right',
  countsOf: ([first]) => (first?.scores.right === undefined ? undefined : [first.scores.right, 1]),
  from: ([right = 0, all = 0]) => right / all,
});
const best: RunMetric = {
  kind: 'mean',
  name: 'best',
  of: (all) => (all.length < 2 ? undefined : Math.max(...all.map(({ scores }) => scores.right ?? 0))),
};

describe('metrics over all samples', () => {
  it('have the standard error and interval of a seeded bootstrap, and say so', () => {
    const samples = Array.from({ length: 50 }, (_, index) => trials(index, [index % 5 === 0 ? 0 : 1]));
    const found = metricOver(share, samples);
    expect(found).toMatchObject({ n: 50, unscored: 0, mean: 0.8, bootstrap: { resamples: 1000, seed: 1234 } });
    // The mean is a pooled metric too: its error is that of the textbook.
    expect(found?.stderr).toBeCloseTo(Math.sqrt((0.8 * 0.2) / 50), 2);
    expect(found?.ci95?.[0]).toBeGreaterThan(0.6);
    expect(metricOver(share, samples)).toEqual(found);
  });

  it('count a sample with several trials once', () => {
    const samples = [trials(0, [0, 1]), trials(1, [0, 0]), trials(2, [1, 1]), trials(3, [1])];
    expect(metricOver(best, samples)).toMatchObject({ n: 3, unscored: 1, mean: 2 / 3 });
    expect(metricOver(best, samples)?.ci95?.[1]).toBeLessThan(1);
  });

  it('count answered samples without a part as unscored, failed ones not at all', () => {
    const samples = [trials(0, [1]), trials(1, [0], undefined, 'unscored'), trials(2, [0], undefined, 'failed')];
    expect(metricOver(share, samples)).toEqual({ n: 1, unscored: 1, mean: 1 });
    expect(metricOver(share, samples.slice(1))).toBeUndefined();
  });

  it('are given for each group and stand in front', async () => {
    const evaluator = { name: 'shares', metrics: ['right'], runMetrics: [share] } as unknown as Evaluator;
    const results = [...trials(0, [1], '법'), ...trials(1, [0], '법'), ...trials(2, [1], '역사')];
    const means = { right: { n: 3, unscored: 0, mean: 2 / 3 } };
    const summary = { metrics: { right: 2 / 3 }, stats: means, groups: { 법: means, 역사: means } };
    const whole = await withRunMetrics(
      { evaluators: [evaluator], metricNames: [(metric) => `own/${metric}`] },
      results,
      summary,
    );
    expect(Object.keys(whole.metrics)).toEqual(['own/share', 'right']);
    expect(whole.groups.법).toMatchObject({ 'own/share': { n: 2, mean: 0.5 }, right: means.right });
    expect(Object.keys(whole.groups.역사 ?? {})).toEqual(['own/share', 'right']);
  });
});
