import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { withPage } from '../../scripts/services/chromium.mjs';
import { ensureTensorBoard, type ReadRun, readEvents, startTensorBoard } from '../../scripts/services/tensorboard.mjs';
import type { RunRecord } from '../../src/core/run-record.js';
import type { RunEvent } from '../../src/core/tracker.js';
import { finalMetrics } from '../../src/trackers/delivery/final-metrics.js';
import { params } from '../../src/trackers/delivery/params.js';
import { resultText } from '../../src/trackers/delivery/result-text.js';
import { plugin } from '../../src/trackers/tensorboard/plugin.js';
import { buildDist, root } from '../build-dist.js';
import { recordOf } from '../history/fixtures.js';
import { tempDir } from '../temp-dir.js';
import { endOf, folderOf, resultsOf, sitting, startOf, tell, waitingWorld } from '../trackers/tensorboard/told-run.js';

const screenshots = fileURLToPath(new URL('../../.services/screenshots/', import.meta.url));

let python: string;
beforeAll(() => {
  python = ensureTensorBoard();
  mkdirSync(screenshots, { recursive: true });
});

const TOTAL = 400;
const context = recordOf('qwen-한국어-20261121T034000Z-000001', {
  name: 'qwen 한국어',
  kind: 'context',
  startedAt: '2026-11-21T03:40:00.000Z',
});
const contextEnd: RunRecord = {
  ...context,
  status: 'finished',
  finishedAt: '2026-11-21T04:00:00.000Z',
  metrics: { best_accuracy: 0.6675 },
  metadata: { hyperparameters: { base: 'qwen3', epochs: 3 } },
};

/** The evaluation of the checkpoint after so many thousand steps. */
function checkpoint(thousands: number): { readonly start: RunRecord; readonly end: RunRecord } {
  const start = startOf({
    runId: `checkpoint-${thousands}000-20261121T034${thousands}00Z-00000${thousands}`,
    name: `checkpoint-${thousands}000`,
    parentId: context.runId,
    startedAt: `2026-11-21T03:4${thousands}:00.000Z`,
    metadata: { step: thousands * 1000, hyperparameters: { lr: 0.001 / thousands, optimizer: 'adamw', warmup: true } },
  });
  return { start, end: endOf(start, resultsFor(thousands)) };
}

/** The later the checkpoint, the more answers are right. */
function resultsFor(thousands: number) {
  return resultsOf(TOTAL).map((result, index) =>
    index % 7 < thousands ? { ...result, scores: { accuracy: 1 } } : result,
  );
}

async function tellCheckpoint(outputDir: string, thousands: number): Promise<void> {
  const { start, end } = checkpoint(thousands);
  const folder = folderOf(outputDir, start.runId);
  await tell(await plugin.create({}, waitingWorld()), sitting(start, folder, resultsFor(thousands), { end }));
}

async function tellContext(outputDir: string): Promise<void> {
  const tracker = await plugin.create({}, waitingWorld());
  const folder = folderOf(outputDir, context.runId);
  await tracker.handle({ type: 'run-start', record: context, folder });
  for (const thousands of [1, 2, 3]) await tellCheckpoint(outputDir, thousands);
  await tell(tracker, [{ type: 'run-end', record: contextEnd }] satisfies RunEvent[]);
}

/** What has to be in TensorBoard for an evaluation, told from its samples and its record alone. */
function expectedScalars(end: RunRecord, thousands: number): Record<string, [step: number, value: number][]> {
  const every = TOTAL / 100;
  const right = resultsFor(thousands).map(({ scores }) => scores.accuracy ?? 0);
  const running = Array.from({ length: 99 }, (_, place): [number, number] => {
    const step = (place + 1) * every;
    return [step, right.slice(0, step).reduce((sum, one) => sum + one, 0) / step];
  });
  const last = Object.entries(finalMetrics(end)).map(([tag, value]) => [tag, [[TOTAL, value]]] as const);
  const scalars = { ...Object.fromEntries(last), accuracy: [...running, [TOTAL, end.metrics.accuracy ?? 0] as const] };
  return Object.fromEntries(
    Object.entries(scalars).map(([tag, points]) => [tag, points.map(([step, value]) => [step, Math.fround(value)])]),
  );
}

function scalarsOf({ scalars }: ReadRun): Record<string, [step: number, value: number][]> {
  return Object.fromEntries(
    Object.entries(scalars).map(([tag, points]) => [tag, points.map(([step, value]) => [step, value])]),
  );
}

describe('TensorBoard’s own reader', () => {
  it('returns every scalar with its step, the text and the hyperparameters of every run', async () => {
    await using folder = await tempDir();
    await tellContext(folder.path);
    const runs = await readEvents(python, join(folder.path, 'tensorboard'));
    const checkpoints = [1, 2, 3].map((thousands) => ({ thousands, ...checkpoint(thousands) }));
    expect(Object.keys(runs).sort()).toEqual(
      [
        context.runId,
        `${context.runId}/checkpoints-kmmlu`,
        ...checkpoints.map(({ start }) => `${context.runId}/${start.runId}`),
      ].sort(),
    );
    for (const { start, end, thousands } of checkpoints) {
      const run = runs[`${context.runId}/${start.runId}`];
      expect(run && scalarsOf(run)).toEqual(expectedScalars(end, thousands));
      expect(run?.texts).toEqual({ result: [[TOTAL, resultText(end)]] });
      expect(run?.hparams).toEqual(params(start));
      expect(run).toMatchObject({ status: 1, startedAt: Date.parse(start.startedAt) / 1000 });
    }
    const own = runs[context.runId];
    expect(own?.scalars).toEqual({ best_accuracy: [[0, Math.fround(0.6675), expect.any(Number)]] });
    expect(own).toMatchObject({
      hparams: params(contextEnd),
      status: 1,
      startedAt: Date.parse(context.startedAt) / 1000,
      texts: { result: [[0, resultText(contextEnd)]] },
    });
    const course = runs[`${context.runId}/checkpoints-kmmlu`];
    expect(course && scalarsOf(course)['checkpoints/accuracy']).toEqual(
      checkpoints.map(({ thousands, end }) => [thousands * 1000, Math.fround(end.metrics.accuracy ?? 0)]),
    );
  });

  it('finds a run that failed and was resumed as one that did not fail', async () => {
    await using folder = await tempDir();
    const { start, end } = checkpoint(1);
    const place = folderOf(folder.path, start.runId);
    const results = resultsFor(1);
    const failed = endOf(start, results.slice(0, 150), { status: 'failed', error: 'the server is gone' });
    const logDir = join(folder.path, 'tensorboard');
    const name = `${context.runId}/${start.runId}`;
    await tell(await plugin.create({}, waitingWorld()), sitting(start, place, results, { to: 150, end: failed }));
    expect((await readEvents(python, logDir))[name]).toMatchObject({ status: 2 });
    await tell(await plugin.create({}, waitingWorld()), sitting(start, place, results, { from: 150, end }));
    const run = (await readEvents(python, logDir))[name];
    expect(run?.status).toBe(1);
    expect(run && scalarsOf(run)).toEqual(expectedScalars(end, 1));
  });
});

/** Scalars of a running TensorBoard as its pages ask for them. */
async function pointsOf(url: string, run: string, tag: string): Promise<[step: number, value: number][]> {
  const query = new URLSearchParams({ run, tag });
  const reply = await fetch(`${url}/data/plugin/scalars/scalars?${query}`);
  if (!reply.ok) return [];
  const points = (await reply.json()) as [time: number, step: number, value: number][];
  return points.map(([, step, value]) => [step, value]);
}

/** A program that answers ko_sample, one question after the other, and goes on with what an earlier process left. */
const program = `
import { hret } from ${JSON.stringify(pathToFileURL(join(root, 'dist', 'index.js')).href)};
import { setTimeout } from 'node:timers/promises';
hret.configure({ outputDir: process.argv[1], logLevel: 'silent' });
const answer = async (input) => {
  await setTimeout(5);
  return input.length % 2 === 0 ? '정답: (A)' : '정답: (B)';
};
await hret.quickEval(answer, { dataset: 'ko_sample', maxWorkers: 1, resume: true, trackers: ['tensorboard'] });
`;

/** Resolves to the signal that ended it. `hasGoneFar` says when it is to be killed. */
async function answering(outputDir: string, hasGoneFar?: () => boolean): Promise<string | null> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, outputDir], { stdio: 'inherit' });
  const ended = new Promise<string | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  if (hasGoneFar !== undefined) {
    await vi.waitFor(() => expect(hasGoneFar()).toBe(true), { timeout: 30_000, interval: 5 });
    child.kill('SIGKILL');
  }
  return ended;
}

function outboxesIn(outputDir: string): string[] {
  const runs = join(outputDir, 'runs');
  const names = existsSync(runs) ? readdirSync(runs) : [];
  return names.map((name) => join(runs, name, 'trackers', 'tensorboard', 'outbox.jsonl')).filter(existsSync);
}

describe('a process that is killed twice and goes on', () => {
  it('leaves what an undisturbed one leaves, but for the times', async () => {
    await using folder = await tempDir();
    const [calm, disturbed] = [join(folder.path, 'calm'), join(folder.path, 'disturbed')];
    await buildDist();
    expect(await answering(calm)).toBeNull();
    for (const parcels of [20, 60]) {
      const hasGoneFar = () => {
        const [outbox] = outboxesIn(disturbed);
        return outbox !== undefined && readFileSync(outbox, 'utf8').split('\n').length > parcels;
      };
      expect(await answering(disturbed, hasGoneFar)).toBe('SIGKILL');
    }
    expect(await answering(disturbed)).toBeNull();
    const [expected, seen] = await Promise.all(
      [calm, disturbed].map(async (outputDir) => {
        const [run, ...others] = Object.values(await readEvents(python, join(outputDir, 'tensorboard')));
        expect(others).toEqual([]);
        const { elapsed_seconds: _varies, ...scalars } = run === undefined ? {} : scalarsOf(run);
        return { scalars, hparams: run?.hparams, status: run?.status };
      }),
    );
    expect(Object.keys(expected?.scalars.accuracy ?? {}).length).toBeGreaterThan(90);
    expect(seen).toEqual(expected);
  });
});

describe('a TensorBoard that reads along', () => {
  it.each([
    ['with its fast reader', []],
    ['with its Python reader', ['--load_fast=false']],
  ])('%s follows a run through a failure to its end', async (_name, parameters) => {
    await using folder = await tempDir();
    const { start, end } = checkpoint(2);
    const place = folderOf(folder.path, start.runId);
    const results = resultsFor(2);
    const name = `${context.runId}/${start.runId}`;
    const logDir = join(folder.path, 'tensorboard');
    mkdirSync(logDir);
    await using server = await startTensorBoard(python, logDir, parameters);
    const wait = { timeout: 60_000, interval: 300 };

    const failed = endOf(start, results.slice(0, 150), { status: 'failed', error: 'the server is gone' });
    await tell(await plugin.create({}, waitingWorld()), sitting(start, place, results, { to: 150, end: failed }));
    await vi.waitFor(async () => expect(await pointsOf(server.url, name, 'counts/total')).toEqual([[150, 150]]), wait);

    await tell(await plugin.create({}, waitingWorld()), sitting(start, place, results, { from: 150, end }));
    const expected = expectedScalars(end, 2);
    await vi.waitFor(async () => {
      const points = await pointsOf(server.url, name, 'accuracy');
      // What it has read of the failed end stays until it is started again.
      expect(points.filter(([step]) => step !== 150)).toEqual(expected.accuracy);
    }, wait);
  });
});

describe('the pages of TensorBoard', () => {
  it('show runs, metrics, groups, the result and the hyperparameters', async () => {
    await using folder = await tempDir();
    await tellContext(folder.path);
    await using server = await startTensorBoard(python, join(folder.path, 'tensorboard'));
    const [first, , last] = [1, 2, 3].map((thousands) => checkpoint(thousands).start);
    const accuracy = Math.fround(checkpoint(3).end.metrics.accuracy ?? 0).toPrecision(5);
    const interval = checkpoint(3).end.stats.accuracy?.ci95?.map((bound) => Number(bound.toPrecision(5)));
    const show = (tab: string, texts: readonly (string | undefined)[], query = '') =>
      withPage(
        `${server.url}/${query}#${tab}`,
        async (page) => {
          for (const text of texts) {
            await page
              .getByText(text ?? '')
              .first()
              .waitFor();
          }
          await page.setViewportSize({ width: 1400, height: 640 });
          await page.waitForTimeout(1500);
          await page.screenshot({ path: join(screenshots, `tensorboard-${tab}${query === '' ? '' : '-chosen'}.png`) });
        },
        // Cards are drawn when they come into sight.
        { height: 2600 },
      );

    await show('timeseries', [first?.runId, last?.runId, '한국사/조선 <전기>', 'pass@1 | "odd"']);
    await show('timeseries', ['checkpoints'], '?tagFilter=(^|/)accuracy%24&smoothing=0');
    await show('text', [last?.runId, '95 % interval', interval?.join(' – '), '한국어로 답하라']);
    await show('hparams', [
      'hyperparameters.lr',
      'hyperparameters.optimizer',
      'adamw',
      'model.params.temperature',
      accuracy,
    ]);
  });
});
