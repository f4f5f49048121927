import { describe, expect, it } from 'vitest';
import type { SampleResult } from '../../src/core/sample-result.js';
import { analysisReport } from '../../src/report/analysis.js';
import { runRecord } from './records.js';

function sample(id: string, prediction: string, scores: Readonly<Record<string, number>>): SampleResult {
  return {
    id,
    index: 0,
    input: `질문 | ${id}`,
    reference: '서울',
    prediction,
    evaluation: {},
    scores,
    status: 'scored',
    latencyMs: 1,
    metadata: {},
  };
}

const samples = [
  sample('right', '서울은 수도이다', { accuracy: 1 }),
  sample('wrong', '부산은 항구이다. 부산이 크다', { accuracy: 0 }),
  sample('wrong too', '부산에서 산다', { accuracy: 0 }),
  sample('unscored', '대구', {}),
];
const report = (format: 'markdown' | 'json', topN = 5, given = samples) =>
  analysisReport({ record: runRecord(), samples: given, topN }, format);

describe('the analysis report', () => {
  it('has four sections', () => {
    const text = report('markdown');
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual([
      '1. Overall performance',
      '2. Performance by group',
      '3. Linguistic quality',
      '4. Error analysis',
    ]);
    expect(text).toContain('Weakest: Criminal-Law with 0.6667 [0.56, 0.76] on 90 samples.');
    expect(text).toContain('Strongest: 회계학 with 0.7000 [0.60, 0.78] on 100 samples.');
    expect(text).toMatch(/\| answers +\| +1 \| +2 \|/);
  });

  it('counts Korean words without their particles, in wrong answers only', () => {
    const { errorAnalysis, linguisticQuality } = JSON.parse(report('json', 1));
    expect(errorAnalysis.keywords).toEqual([{ word: '부산', count: 3 }]);
    expect(errorAnalysis.example.id).toBe('wrong');
    expect(linguisticQuality.right).toEqual({ answers: 1, wordsPerAnswer: 2, typeTokenRatio: 1, hangulShare: 1 });
    expect(linguisticQuality.wrong).toMatchObject({ answers: 2, typeTokenRatio: expect.closeTo(4 / 6, 12) });
  });

  it('is the same each time, also for answers written in decomposed letters', () => {
    const decomposed = samples.map((one) => ({ ...one, prediction: one.prediction?.normalize('NFD') ?? '' }));
    expect(report('markdown')).toBe(report('markdown'));
    expect(JSON.parse(report('json', 5, decomposed)).errorAnalysis.keywords).toEqual(
      JSON.parse(report('json')).errorAnalysis.keywords,
    );
  });

  it('keeps what models write from becoming Markdown', () => {
    const text = report('markdown', 5, [sample('x', '|<script>`**', { accuracy: 0 })]);
    expect(text).toContain('\\|&lt;script>\\`\\*\\*');
  });

  it('tells good grades from bad ones by their mean, and small costs from great ones', () => {
    const byMetric = (metric: string, values: readonly number[]) => {
      const graded = values.map((value) => sample(`${value}`, `답${value}`, { [metric]: value }));
      const record = runRecord({ metrics: { [metric]: 3 } });
      return JSON.parse(analysisReport({ record, samples: graded, topN: 1 }, 'json')).errorAnalysis.example?.id;
    };
    expect(byMetric('average_judge_score', [5, 2, 4])).toBe('2');
    expect(byMetric('latency', [5, 2, 4])).toBe('5');
    expect(byMetric('accuracy', [1, 1, 0.4])).toBe('0.4');
  });

  it('gives every group its n and interval, and calls no small group the weakest', () => {
    const groups = { 작은: { accuracy: { n: 2, unscored: 0, mean: 0 } }, ...runRecord().groups };
    const input = { record: runRecord({ groups }), samples, topN: 5 };
    expect(JSON.parse(analysisReport(input, 'json')).groups.회계학).toMatchObject({ n: 100, ci95: [0.6042, 0.7811] });
    expect(analysisReport(input, 'markdown')).toContain('Weakest: Criminal-Law');
  });

  it('calls no group the weakest where all are equally good, or there is one only', () => {
    const equal = { n: 20, unscored: 0, mean: 1 };
    for (const groups of [{ 법: { accuracy: equal }, 역사: { accuracy: equal } }, { 법: { accuracy: equal } }]) {
      const input = { record: runRecord({ groups }), samples, topN: 5 };
      expect(analysisReport(input, 'markdown')).not.toContain('Weakest');
    }
  });

  it('tells what wrong answers say that right ones do not, what they lack, and why others have no score', () => {
    const many = (count: number, prediction: string, accuracy: number) =>
      Array.from({ length: count }, (_, place) => sample(`${accuracy}-${place}`, prediction, { accuracy }));
    const failed = { ...sample('f', '', {}), status: 'failed' as const, error: 'timeout after 30 s' };
    const unscored = { ...sample('u', '몰라요', {}), status: 'unscored' as const, reason: 'no option is named' };
    const given = [...many(20, '정답은 서울이다', 1), ...many(20, '정답은 부산이다', 0), failed, unscored];
    const { errorAnalysis } = JSON.parse(report('json', 5, given));
    expect(errorAnalysis.keywords.map(({ word }: { word: string }) => word)).toEqual(['부산', '정답']);
    expect(errorAnalysis.distinctiveWords).toEqual([{ word: '부산', count: 20 }]);
    expect(errorAnalysis.missingWords).toEqual([{ word: '서울', count: 20 }]);
    expect(errorAnalysis.unscored).toEqual([{ count: 1, message: 'no option is named', id: 'u' }]);
    expect(report('markdown', 5, given)).toMatch(/timeout after 30 s/);
  });

  it('tells sides apart by the scores of samples where the headline is over all of them', () => {
    const record = runRecord({ metrics: { macro_f1: 0.4, accuracy: 0.5 } });
    const { errorAnalysis, summary } = JSON.parse(analysisReport({ record, samples, topN: 5 }, 'json'));
    expect([summary.metric, errorAnalysis.metric]).toEqual(['macro_f1', 'accuracy']);
    expect(errorAnalysis.example.id).toBe('wrong');
  });

  it('says when there is nothing to analyse', () => {
    const text = analysisReport({ record: runRecord({ groups: {} }), samples: [], topN: 5 }, 'markdown');
    expect(text).toContain('The dataset has no groups.');
    expect(text).toContain('No answer has a score of its own.');
    expect(report('markdown', 5, samples.slice(0, 1))).toContain('No answer was wrong.');
  });
});
