import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startVllm } from '../../scripts/services/vllm.mjs';
import type * as hret from '../../src/index.js';
import { fastRandom } from '../../src/util/random.js';
import { root } from '../build-dist.js';
import { ensureTinyModel, ensureTransformers, packageWithLibrary, script } from './tiny-onnx.js';

interface Row {
  readonly id: string;
  readonly paragraph: string;
  readonly question: string;
  readonly choices: readonly string[];
  readonly answer: string;
}
interface Ranking {
  readonly sums: readonly number[];
  readonly acc: number;
  readonly acc_norm: number;
  readonly acc_bytes: number;
}

const path = resolve(root, '../shared/data/click/train.jsonl');
const rows: readonly Row[] = existsSync(path)
  ? readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];

const same = (one: string, other: string) => one.trim().normalize('NFC') === other.trim().normalize('NFC');
/** Without paragraphs, some of which are longer than the 2,048 tokens of the model. */
const basePromptTemplate = '질문: {question}\n정답:';
const promptOf = ({ question }: Row) => `질문: ${question.trim()}\n정답:`;
const questionOf = (row: Row) => ({
  prompt: promptOf(row),
  options: row.choices,
  answer: row.choices.findIndex((choice) => same(choice, row.answer)),
});

/** The rows whose ids repeat, and others by lot; the same every time. */
function drawn(count: number): number[] {
  const random = fastRandom(11);
  const repeated = rows.flatMap(({ id }, at) => (rows.filter((row) => row.id === id).length > 1 ? [at] : []));
  const places = new Set(repeated);
  while (places.size < count) {
    places.add(Math.floor(random() * rows.length));
  }
  return [...places].sort((a, b) => a - b);
}

describe.skipIf(rows.length === 0)(
  'CLIcK by log-likelihood (skipped where ../shared/data/click is not at hand)',
  () => {
    let python: string;
    let folder: string;
    let work: string;
    let toolkit: typeof hret;

    beforeAll(async () => {
      python = ensureTransformers();
      folder = ensureTinyModel(python);
      work = mkdtempSync(join(tmpdir(), 'hret-click-'));
      toolkit = await import(join(await packageWithLibrary(), 'index.js'));
    });
    afterAll(() => {
      rmSync(work, { recursive: true, force: true });
    });

    const run = (path: string, model: string, modelParams: Readonly<Record<string, unknown>>) =>
      new toolkit.PipelineRunner({
        dataset: 'click',
        datasetParams: { path, basePromptTemplate },
        model,
        modelParams,
        evaluationMethod: 'log_likelihood',
        outputDir: work,
        languagePenalize: false,
      }).run();
    const local = (path: string) =>
      run(path, 'huggingface', { modelNameOrPath: folder, chatTemplate: false, batchSize: 4 });
    const sumsOf = (result: hret.EvaluationResult) =>
      result.samples.map(({ metadata }) => metadata?.logLikelihoods as readonly number[]);
    const byPython = (places: readonly number[]): Ranking[] => {
      const input = JSON.stringify(places.map((at) => questionOf(rows[at] as Row)));
      const env = { ...process.env, HF_HUB_OFFLINE: '1' };
      const out = execFileSync(python, [script('rank-options.py'), folder], { input, env, maxBuffer: 2 ** 26 });
      return JSON.parse(out.toString());
    };
    const best = (values: readonly number[]) => values.indexOf(Math.max(...values));

    it('scores all 1,995 rows on a local model, those with repeated ids too, as Python does', async () => {
      const result = await local(path);
      expect(result.counts).toEqual({ total: 1995, scored: 1995, unscored: 0, failed: 0, truncated: 0 });
      for (const metric of ['accuracy', 'acc_norm', 'acc_bytes'])
        expect(result.stats[metric], metric).toMatchObject({ n: 1995 });
      expect(result.samples.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));

      const sums = sumsOf(result);
      const places = drawn(80);
      const expected = byPython(places);
      for (const [number, at] of places.entries()) {
        const ranking = expected[number] as Ranking;
        const differences = ranking.sums.map((sum, option) => Math.abs(sum - (sums[at]?.[option] ?? Number.NaN)));
        expect(Math.max(...differences), rows[at]?.id).toBeLessThan(1e-3);
        expect(result.samples[at]?.scores, rows[at]?.id).toEqual({
          accuracy: ranking.acc,
          acc_norm: ranking.acc_norm,
          acc_bytes: ranking.acc_bytes,
        });
      }
      expect(places.length).toBe(80);
    }, 900_000);

    describe('and through a server that tells how likely a prompt is', () => {
      let vllm: Awaited<ReturnType<typeof startVllm>>;
      beforeAll(async () => {
        vllm = await startVllm();
      });
      afterAll(() => vllm?.close());

      it('ranks every option as the local model does', async () => {
        const places = drawn(80);
        const some = join(work, 'some.jsonl');
        writeFileSync(some, places.map((at) => `${JSON.stringify(rows[at])}\n`).join(''));
        const here = await local(some);
        const there = await run(some, 'openai', { modelName: 'tiny', apiBase: vllm.url, api: 'completions' });
        expect(there.counts).toEqual({ total: 80, scored: 80, unscored: 0, failed: 0, truncated: 0 });
        expect(there.metrics).toEqual(here.metrics);
        const [ours, theirs] = [sumsOf(here), sumsOf(there)];
        for (const [number, sums] of ours.entries()) {
          const differences = sums.map((sum, option) => Math.abs(sum - (theirs[number]?.[option] ?? Number.NaN)));
          expect(Math.max(...differences), rows[places[number] ?? 0]?.id).toBeLessThan(1e-3);
          expect(best(theirs[number] ?? [])).toBe(best(sums));
        }
      }, 300_000);
    });
  },
);
