import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as hret from '../../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'hret-clusters-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Three questions on one passage, two on another, one alone: the vector of inspect_ai for clustered errors, 0.25. */
const rights = [1, 1, 0, 0, 0, 1];
const passages = ['가'.repeat(200), '가'.repeat(200), '가'.repeat(200), '나', '나', undefined];
const rows = rights.map((right, place) => ({
  id: `q${place}`,
  reference: '예',
  prediction: right === 1 ? '예' : '아니오',
  ...(passages[place] !== undefined && { cluster: passages[place] }),
}));
const options = { outputDir: folder, languagePenalize: false };

describe('samples that share a passage', () => {
  it('have a standard error that takes them together, and an interval from it', async () => {
    const { stats, samples } = await hret.score(rows, { ...options, runName: 'clustered' });
    expect(stats.accuracy?.clusteredStderr).toBeCloseTo(0.25, 12);
    // Wilson's for 0.5 of 0.5 * 0.5 / 0.25 ** 2 = 4 effective samples, with t of 2 degrees of freedom in place of z.
    const t = 4.302652729911275;
    const reach = (t * Math.sqrt(0.25 / 4 + t ** 2 / 64)) / (1 + t ** 2 / 4);
    expect(stats.accuracy?.clusteredCi95?.[1]).toBeCloseTo(0.5 + reach, 9);
    expect(stats.accuracy?.ci95?.[1]).toBeLessThan(1);
    expect(samples.map(({ cluster }) => cluster?.length)).toEqual([
      ...new Array(3).fill(samples[0]?.cluster?.length),
      1,
      1,
      undefined,
    ]);
    expect(samples[0]?.cluster).toMatch(/^passage-/);
  });

  it('are told by a column of a file, and kept with the run', async () => {
    const path = join(folder, 'rows.jsonl');
    const lines = passages.map((passage, place) =>
      JSON.stringify({ input: `물음 ${place}`, reference: '예', passage: passage ?? null }),
    );
    writeFileSync(path, `${lines.join('\n')}\n`);
    const result = await hret.quickEval((input) => (rights[Number(input.slice(3))] === 1 ? '예' : '아니오'), {
      ...options,
      dataset: 'generic_file',
      datasetParams: { path, clusterCol: 'passage' },
      evaluationMethod: ['string_match', 'exact_match'],
    });
    expect(result.stats.accuracy?.clusteredStderr).toBeCloseTo(0.25, 12);
    expect(result.stats.exact_match?.clusteredStderr).toBeCloseTo(0.25, 12);
  });

  it('are taken together in comparisons too', async () => {
    const worse = rows.map((row) => ({ ...row, prediction: '아니오' }));
    const a = await hret.score(rows, { ...options, runName: 'a' });
    const b = await hret.score(worse, { ...options, runName: 'b' });
    const comparison = hret.compareResults(a, b);
    expect(comparison.clusteredStderr).toBeCloseTo(0.25, 12);
    expect(hret.comparisonText(a, b)).toMatch(/95 % interval, by cluster/);
  });

  it('do not make sure of a score that no sample missed: it rests on so many passages', async () => {
    const right = rows.map((row) => ({ ...row, prediction: '예' }));
    const { stats } = await hret.score(right, { ...options, runName: 'all-right' });
    expect(stats.accuracy).toMatchObject({ mean: 1, clusteredStderr: 0, clusteredCi95: [expect.any(Number), 1] });
    // Three passages, so less than what six samples on their own would say.
    expect(stats.accuracy?.clusteredCi95?.[0]).toBeLessThan(stats.accuracy?.ci95?.[0] ?? 0);
  });

  it('have no interval of the difference where passages do not differ', async () => {
    const twin = await hret.score(rows, { ...options, runName: 'twin' });
    const comparison = hret.compareResults(twin, await hret.score(rows, { ...options, runName: 'other-twin' }));
    expect(comparison.clusteredStderr).toBe(0);
    expect(comparison).not.toHaveProperty('clusteredCi95');
  });

  it('make a comparison doubtful that single samples would show', async () => {
    const shared = (right: boolean) =>
      Array.from({ length: 20 }, (_, place) => ({
        id: `q${place}`,
        reference: '예',
        prediction: right && place < 10 ? '예' : '아니오',
        cluster: place < 10 ? '첫째 지문' : `지문 ${place % 2}`,
      }));
    const [a, b] = [
      await hret.score(shared(true), { ...options, runName: 'reads-one-passage' }),
      await hret.score(shared(false), { ...options, runName: 'reads-none' }),
    ];
    const { pValue, caution, minDetectableEffect, clusteredStderr = 0, n } = hret.compareResults(a, b);
    expect(pValue).toBeLessThan(0.05);
    // Three passages show less than twenty samples would: the error by cluster counts.
    expect(minDetectableEffect).toBeCloseTo(2.8015852 * clusteredStderr, 6);
    const { stderr = 0, clusteredStderr: byCluster = 0 } = a.stats.accuracy ?? {};
    expect(byCluster).toBeGreaterThan(stderr);
    expect(a.power().minDetectableEffect).toBeCloseTo(2.8015852 * Math.SQRT2 * byCluster, 6);
    expect(n).toBe(20);
    expect(caution).toMatch(/taken by cluster, the interval includes no difference/);
    expect(hret.comparisonText(a, b)).toContain('Go by that one.');
    expect(hret.comparisonTable({ b, a })).toMatch(/\na: Some samples go together, though.*Go by that one\.$/);
  });
});
