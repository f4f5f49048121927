import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as hret from '../../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'hret-compare-metrics-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sentences = [
  '섬으로 가는 배는 겨울에도 매일 아침 떠난다',
  '그녀는 중고 피아노를 비싸게 샀다',
  '아무도 오래된 시계가 왜 멈췄는지 몰랐다',
  '작은 개가 넓은 광장을 가로질러 달렸다',
  '아이들이 그 뒤를 따라 하루 종일 달렸다',
  '작년에는 예산이 조금 늘었지만 올해는 줄었다',
  '그 도서관은 일요일에도 늦은 밤까지 연다',
  '할머니는 마당에서 고추를 말리고 계셨다',
];
const worse = (text: string) => text.split(' ').slice(0, -1).join(' ');

function scored(runName: string, prediction: (text: string, place: number) => string, options: object) {
  const rows = sentences.map((reference, place) => ({
    id: `s${place}`,
    reference,
    prediction: prediction(reference, place),
    group: place < 4 ? '앞' : '뒤',
  }));
  return hret.score(rows, { runName, outputDir: folder, languagePenalize: false, ...options });
}

describe('a metric that is no mean over samples', () => {
  it('has an interval for the run and for its groups, by a bootstrap that is recorded', async () => {
    const result = await scored('bleu', worse, { evaluationMethod: 'bleu' });
    const { bleu } = result.stats;
    expect(bleu).toMatchObject({ n: 8, unscored: 0, mean: result.metrics.bleu, bootstrap: { resamples: 1000 } });
    expect(bleu?.ci95?.[0]).toBeLessThan(bleu?.mean ?? 0);
    expect(bleu?.ci95?.[1]).toBeGreaterThan(bleu?.mean ?? 0);
    expect(result.groups.앞?.bleu).toMatchObject({ n: 4, bootstrap: { resamples: 1000 } });
  });

  it.each(['bleu', 'chrf', 'ter'])('is compared by the paired bootstrap: %s', async (evaluationMethod) => {
    const good = await scored(`${evaluationMethod} good`, (text) => text, { evaluationMethod });
    const bad = await scored(`${evaluationMethod} bad`, worse, { evaluationMethod });
    const comparison = hret.compareResults(good, bad);
    expect(comparison).toMatchObject({
      metric: evaluationMethod,
      test: 'paired-bootstrap',
      n: 8,
      wins: 8,
      losses: 0,
      resamples: 1000,
      seed: 0,
    });
    const { metrics } = good;
    expect(comparison.difference).toBeCloseTo(
      (metrics[evaluationMethod] ?? 0) - (bad.metrics[evaluationMethod] ?? 0),
      9,
    );
    expect(comparison.pValue).toBeCloseTo(2 ** -7, 12);
    const back = hret.compareResults(bad, good, { metric: evaluationMethod });
    expect(back.difference).toBeCloseTo(-comparison.difference, 12);
    expect(back.losses).toBe(8);
    expect(hret.comparisonText(good, bad)).toMatch(/paired bootstrap/);
  });

  it('is not compared with one that was computed otherwise', async () => {
    const words = await scored('by words', worse, { evaluationMethod: 'bleu' });
    const characters = await scored('by characters', worse, {
      evaluationMethod: 'bleu',
      evaluatorParams: { tokenizer: 'char' },
    });
    expect(() => hret.compareResults(words, characters)).toThrow(/different settings.*char/);
  });
});

describe('a single number over a run', () => {
  const length = (predictions: string[]) => ({ mean_length: predictions.join('').length / predictions.length });
  const options = { evaluationMethod: 'custom', evaluatorParams: { customEvaluator: length } };

  it('says how many samples it rests on', async () => {
    expect((await scored('one number', worse, options)).stats.mean_length).toMatchObject({ n: 8, unscored: 0 });
  });

  it('is not compared, and the reason is told', async () => {
    const [a, b] = [await scored('a', worse, options), await scored('b', (text) => text, options)];
    expect(() => hret.compareResults(a, b, { metric: 'mean_length' })).toThrow(/one number for the whole run/);
    expect(() => hret.compareResults(a, b)).toThrow(/no metric in common/);
    expect(() => a.scores('mean_length')).toThrow(/no per-sample values/);
  });
});

describe('runs that do not have the same samples', () => {
  const rightOn = (count: number) => (text: string, place: number) => (place < count ? text : worse(text));
  const options = { evaluationMethod: 'exact_match' };

  it('say in a table how many were left out', async () => {
    const rows = sentences.map((reference, place) => ({ id: `s${place}`, reference, prediction: reference }));
    const part = await hret.score(rows.slice(2), {
      runName: 'part',
      outputDir: folder,
      languagePenalize: false,
      ...options,
    });
    const results = { whole: await scored('whole', rightOn(4), options), part };
    expect(hret.comparisonTable(results)).toMatch(/left out/);
    expect(hret.comparisonText(results.whole, part)).toMatch(/left out: a value in one run only +2/);
    const { whole } = results;
    expect(hret.comparisonTable({ whole, same: await scored('same', rightOn(3), options) })).not.toMatch(/left out/);
  });

  it('are refused by name where a single score has no spread to compare', async () => {
    const half = (runName: string, n: number) =>
      hret.score(
        sentences.slice(0, n).map((reference) => ({ reference, prediction: `${reference} 그래서` })),
        { runName, outputDir: folder, languagePenalize: false, evaluationMethod: 'f1' },
      );
    const [one, many] = [await half('one', 1), await half('many', 5)];
    expect(() => hret.compareIndependentResults(one, many)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining('"one" has 1 and "many" 5 values') }),
    );
  });

  it('of few samples carry a caution where the metric is no mean', async () => {
    const [a, b] = [
      await scored('bleu-a', rightOn(8), { evaluationMethod: 'bleu' }),
      await scored('bleu-b', rightOn(4), { evaluationMethod: 'bleu' }),
    ];
    expect(hret.compareResults(a, b).caution).toMatch(/With 8 samples the interval is likely too narrow/);
    expect(a.stats.bleu).not.toHaveProperty('ci95');
    expect(hret.compareResults(a, a).caution).toMatch(/no width/);
  });
});
