import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askMlflow, type MlflowServer, runMlflow, startMlflow } from '../../scripts/services/mlflow.mjs';
import type { EvaluationResult } from '../../src/index.js';
import { finalMetrics } from '../../src/trackers/delivery/final-metrics.js';
import { cleanKey } from '../../src/trackers/mlflow/key-names.js';
import { cleanFileKey } from '../../src/trackers/mlflow/mlruns.js';
import { tempDir } from '../temp-dir.js';
import { tellContext } from './mlflow-context.js';

interface SeenRun {
  readonly run_id: string;
  readonly name: string;
  readonly status: string;
  readonly start_time: number;
  readonly end_time: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly histories: Readonly<Record<string, readonly [step: number, value: number, time: number][]>>;
  readonly datasets: readonly Readonly<Record<string, unknown>>[];
  readonly artifacts: Readonly<Record<string, string>>;
}

const EXPERIMENT = '산수 (실험) 100%';
let server: MlflowServer;
let folder: Awaited<ReturnType<typeof tempDir>>;
beforeAll(async () => {
  folder = await tempDir();
  server = await startMlflow(folder.path);
});
afterAll(async () => {
  await server?.stop();
  await folder?.[Symbol.asyncDispose]();
});

function named(runs: readonly SeenRun[], name: string): SeenRun {
  const [run, ...others] = runs.filter((one) => one.name === name);
  if (run === undefined || others.length > 0) throw new Error(`${runs.map((one) => one.name)}: expected one ${name}`);
  return run;
}

/** What the page and the client show of a run is what its own record says. */
function expectLikeRecord(run: SeenRun, { record }: EvaluationResult, clean: (key: string) => string): void {
  const metrics = Object.entries(finalMetrics(record)).map(([key, value]) => [clean(key), value]);
  expect(run.metrics).toEqual(Object.fromEntries(metrics));
  expect(run.status).toBe('FINISHED');
  expect(run.start_time).toBe(Date.parse(record.startedAt));
  expect(run.end_time).toBeGreaterThan(run.start_time);
  expect(run.params).toMatchObject({
    ...{ dataset: 'generic_file', model: record.spec?.model.id, evaluators: 'string_match', trials: '1' },
    ...{ 'hyperparameters.lr': '0.001', 'hyperparameters.warmup_at_step': '10', 'hyperparameters.이름': '첫 번째' },
  });
  expect(run.tags).toMatchObject({
    ...{ 'hret.run_id': record.runId, 'hret.spec_hash': record.specHash, 'hret.status': 'finished' },
    'mlflow.source.git.commit': expect.stringMatching(/^[0-9a-f]{40}$/),
    'mlflow.note.content': expect.stringContaining('95 % interval'),
  });
  expect(JSON.parse(run.artifacts['result.json'] ?? '')).toEqual(record);
  expect(JSON.parse(run.artifacts['params.json'] ?? '')).toMatchObject({ 'hyperparameters.warmup@step': 10 });
}

/** The running mean after every hundredth part, and the final one. */
function expectHistory(
  run: SeenRun,
  { metrics }: EvaluationResult,
  isRight: (index: number) => boolean,
  count: number,
): void {
  const every = Math.max(1, Math.ceil(count / 100));
  const steps = Array.from({ length: Math.ceil(count / every) - 1 }, (_, index) => (index + 1) * every);
  let right = 0;
  const means = new Map<number, number>();
  for (let index = 0; index < count; index++) {
    if (isRight(index)) right++;
    means.set(index + 1, right / (index + 1));
  }
  const history = run.histories.accuracy ?? [];
  expect(history.map(([step]) => step)).toEqual([...steps, count]);
  for (const [step, value] of history) expect(value).toBeCloseTo(means.get(step) ?? Number.NaN, 11);
  expect(history.at(-1)?.[1]).toBe(metrics.accuracy);
}

describe('a context with two models on a real server', () => {
  it.each([
    ['20,000 samples in each run', 20_000, false],
    ['every sample as a trace', 300, true],
  ])('is read back by the Python client as it was: %s', async (name, count, traces) => {
    await using dir = await tempDir();
    const experiment = `${EXPERIMENT} ${name}`;
    const { records } = await tellContext(dir.path, count, {
      ...{ trackingUri: server.url, experimentName: experiment, traces },
    });
    const runs: SeenRun[] = await askMlflow(server.url, 'runs', experiment);
    expect(runs).toHaveLength(3);
    const context = named(runs, '덧셈 실험');
    expect(context.status).toBe('FINISHED');
    expect(context.params).toEqual({
      ...{ 'hyperparameters.lr': '0.001', 'hyperparameters.warmup_at_step': '10', 'hyperparameters.이름': '첫 번째' },
    });
    expect(context.metrics).toMatchObject({ 'setup _s_': 1.5, elapsed_seconds: expect.any(Number) });

    for (const [model, isRight] of [
      ['adder', () => true],
      ['sloppy', (index: number) => index % 7 !== 0],
    ] as const) {
      const result = records[model];
      if (result === undefined) throw new Error(`no ${model}`);
      const run = named(runs, model);
      expect(run.tags['mlflow.parentRunId']).toBe(context.run_id);
      expectLikeRecord(run, result, cleanKey);
      expect(run.metrics['accuracy/한국사/조선 _전기_']).toBe(
        result.record.groups['한국사/조선 <전기>']?.accuracy?.mean,
      );
      expectHistory(run, result, isRight, count);
      await expectDatasetAndTable(run, result, experiment, count);
      if (traces) await expectTraces(run, result, experiment);
    }
    const [first, second] = runs.flatMap(({ datasets }) => datasets);
    expect(second).toEqual(first);
  });

  async function expectDatasetAndTable(run: SeenRun, result: EvaluationResult, experiment: string, count: number) {
    const [dataset, ...others] = run.datasets;
    expect(others).toEqual([]);
    expect(dataset).toMatchObject({ name: 'generic_file', tags: { 'mlflow.data.context': 'evaluation' } });
    expect(JSON.parse(String(dataset?.profile))).toEqual({ num_rows: count });
    expect(run.tags['hret.dataset.digest']).toBe(dataset?.digest);
    const { columns, rows }: { columns: string[]; rows: unknown[][] } = await askMlflow(
      ...([server.url, 'table', experiment, run.name] as const),
    );
    const samples = result.samples;
    expect(rows).toHaveLength(count);
    const cell = (row: number, column: string) => rows[row]?.[columns.indexOf(column)];
    for (const [row, { id, input, reference, prediction, group, scores }] of samples.entries()) {
      expect([cell(row, 'id'), cell(row, 'input'), cell(row, 'reference'), cell(row, 'prediction')]).toEqual([
        ...[id, input, reference, prediction],
      ]);
      expect([cell(row, 'group'), cell(row, 'accuracy')]).toEqual([group, scores.accuracy]);
    }
    expect(run.artifacts['samples.jsonl']).toBe(samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
  }

  async function expectTraces(run: SeenRun, result: EvaluationResult, experiment: string) {
    const traces = await askMlflow(server.url, 'traces', experiment, run.run_id);
    const samples = result.samples;
    expect(traces).toHaveLength(samples.length);
    for (const [index, { id, input, reference, prediction, scores, group }] of samples.entries()) {
      const trace = traces[index];
      expect(trace).toMatchObject({ state: 'OK', inputs: { input }, outputs: prediction, request_preview: input });
      expect(trace.metadata).toMatchObject({
        'hret.sample_id': id,
        'hret.group': group,
        'mlflow.sourceRun': run.run_id,
      });
      expect(trace.assessments.map(([name, value]: unknown[]) => [name, value])).toEqual([
        ['accuracy', scores.accuracy],
        ['expected_response', reference],
      ]);
    }
  }
});

describe('mlruns without a server', () => {
  it('is imported by mlflow migrate-filestore and read back as it was', async () => {
    await using dir = await tempDir();
    const mlruns = join(dir.path, 'mlruns');
    const { records } = await tellContext(dir.path, 700, {
      trackingUri: `file:${mlruns}`,
      experimentName: EXPERIMENT,
    });
    const database = `sqlite:///${join(dir.path, 'imported.db')}`;
    await runMlflow('migrate-filestore', '--source', dir.path, '--target', database);
    const runs: SeenRun[] = await askMlflow(database, 'runs', EXPERIMENT);
    expect(runs).toHaveLength(3);
    const context = named(runs, '덧셈 실험');
    expect(context.metrics).toMatchObject({ 'setup _s_': 1.5 });
    const run = named(runs, 'sloppy');
    const result = records.sloppy;
    if (result === undefined) throw new Error('no sloppy');
    expect(run.tags['mlflow.parentRunId']).toBe(context.run_id);
    expectLikeRecord(run, result, cleanFileKey);
    expectHistory(run, result, (index) => index % 7 !== 0, 700);
    expect(run.datasets).toHaveLength(1);
    const samples = result.samples;
    const { rows } = await askMlflow(database, 'table', EXPERIMENT, 'sloppy');
    expect(rows.map(([id]: string[]) => id)).toEqual(samples.map(({ id }) => id));
  });
});
