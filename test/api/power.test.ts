import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as hret from '../../src/index.js';
import { normalQuantile } from '../../src/stats/index.js';

const folder = mkdtempSync(join(tmpdir(), 'hret-power-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rowsRight = (count: number) =>
  Array.from({ length: 100 }, (_, place) => ({
    id: `q${place}`,
    reference: '예',
    prediction: place < count ? '예' : '아니오',
  }));
const scored = (runName: string, count: number, more = {}) =>
  hret.score(rowsRight(count), { runName, outputDir: folder, languagePenalize: false, ...more });
const z = normalQuantile(0.975) + normalQuantile(0.8);

describe('how many samples it takes', () => {
  it('is told for one run: what another model would have to differ by, and what shows one point', async () => {
    const result = await scored('one', 60);
    const s = Math.sqrt((0.6 * 0.4 * 100) / 99);
    const power = result.power();
    expect(power).toMatchObject({ metric: 'accuracy', n: 100, difference: 0.01 });
    expect(power.minDetectableEffect).toBeCloseTo((z * s * Math.SQRT2) / 10, 12);
    expect(power.samplesNeeded).toBe(Math.ceil((z * s * Math.SQRT2 * 100) ** 2));
    expect(result.power({ correlation: 0.5, difference: 0.02 }).samplesNeeded).toBe(Math.ceil((z * s * 50) ** 2));
    expect(() => result.power({ correlation: 1 })).toThrow(/below 1/);
    expect(() => result.power({ metric: 'f1' })).toThrow(/no standard error/);
    expect(result.analysisReport()).toContain('To see 1 point takes at most');
  });

  it('is not told from answers that are all right: they have no spread', async () => {
    const perfect = await scored('perfect', 100);
    expect(() => perfect.power()).toThrow(/All 100 values of "accuracy" of "perfect" are equal: there is no spread/);
    expect(perfect.analysisReport()).not.toContain('To see 1 point');
  });

  it('says of a handful of samples that they are too few, not that 198 points would show', async () => {
    const rows = rowsRight(1).slice(0, 2);
    const few = await hret.score(rows, { runName: 'few', outputDir: folder, languagePenalize: false });
    expect(few.power().minDetectableEffect).toBeGreaterThan(1);
    expect(few.analysisReport()).toContain('The 2 samples are too few to tell another model apart by accuracy');
  });

  it('is told for two runs, from how they differ', async () => {
    const comparison = hret.compareResults(await scored('a', 60), await scored('b', 50));
    const { minDetectableEffect = 0, samplesForOnePoint } = comparison;
    expect(samplesForOnePoint).toBe(Math.ceil(100 * (minDetectableEffect / 0.01) ** 2));
  });

  it('stands in the table of several models, beside the p-value after Holm', async () => {
    const results = {
      base: await scored('base', 50),
      better: await scored('better', 70),
      same: await scored('same', 50),
    };
    const text = hret.comparisonTable(results);
    const { better, same } = hret.compareAll(results);
    expect(better?.adjustedPValue).toBeCloseTo(2 * (better?.pValue ?? 1), 12);
    expect(same?.adjustedPValue).toBe(1);
    expect(text).toMatch(/p \(Holm\).*n for 1 point/);
    expect(text).toContain('base (baseline)');
    expect(new hret.Comparison(results).toString()).toContain(text);
    expect(Object.keys(new hret.Comparison(results).against({ baseline: 'same' }))).toEqual(['base', 'better']);
  });

  it('is left out of a table of models that cannot be compared', async () => {
    const custom = {
      evaluationMethod: 'custom',
      evaluatorParams: { customEvaluator: (predictions: string[]) => ({ count: predictions.length }) },
    };
    const results = { a: await scored('ca', 5, custom), b: await scored('cb', 6, custom) };
    expect(new hret.Comparison(results).toString()).toMatch(/count/);
    expect(new hret.Comparison(results).toString()).not.toMatch(/Holm/);
  });
});
