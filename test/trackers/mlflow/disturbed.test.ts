import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RunFolder } from '../../../src/core/tracker.js';
import { tempDir } from '../../temp-dir.js';
import { type FakeMlflow, type MlflowFault, type MlflowRequest, startFakeMlflow } from './fake-mlflow.js';
import { stateOf } from './stored-state.js';
import { events, finished, hastyWorld, mlflow, record, runFolder, samples, tell } from './told-run.js';

const results = samples(8);
/** start, 7 snapshots, result, dataset, table, files, traces, finish */
const PARCELS = 14;
const options = (server: FakeMlflow) => ({ trackingUri: server.url, traces: true });

let whole: ReturnType<typeof stateOf> | undefined;

async function undisturbed() {
  whole ??= await toldInPeace();
  return whole;
}

async function toldInPeace() {
  await using dir = await tempDir();
  await using server = await startFakeMlflow();
  const folder = await runFolder(dir.path, results);
  await tell(await mlflow(options(server), hastyWorld()), { folder, results });
  return stateOf(server);
}

async function sync(server: FakeMlflow, folder: RunFolder, world = hastyWorld()) {
  return (await mlflow(options(server), world)).replay(finished(), folder, 30_000);
}

/** The first `times` requests to these endpoints go wrong. */
function first(times: number, end: string, fault: MlflowFault) {
  let left = times;
  return ({ path }: MlflowRequest) => (path.includes(end) && left-- > 0 ? fault : undefined);
}

const lost: MlflowFault = { isAnswerLost: true };

describe('a disturbed run leaves in MLflow what an undisturbed one leaves', () => {
  it.each<[string, (request: MlflowRequest) => MlflowFault | undefined]>([
    ['the server answers 500 for a while', first(3, '', { status: 500 })],
    ['a proxy answers 502 with a page', first(2, '', { status: 502, text: '<html>Bad Gateway</html>' })],
    ['it is told to come back later', first(2, '', { status: 429, headers: { 'retry-after': '2' } })],
    ['the first answer is lost', first(1, '', lost)],
    ['the answer to the making of the experiment is lost', first(1, 'experiments/create', lost)],
    ['the answer to the making of the run is lost', first(1, 'runs/create', lost)],
    ['answers to batches are lost', first(3, 'log-batch', lost)],
    ['the answer about the dataset is lost', first(1, 'log-inputs', lost)],
    ['answers to uploads are lost', first(3, 'artifacts/', lost)],
    ['answers about traces are lost', first(5, 'mlflow/traces', lost)],
    ['the answer about spans is lost', first(1, '/v1/traces', lost)],
    ['the answer to the end is lost', first(2, 'runs/update', lost)],
    ['the server is slow', first(9, '', { delayMs: 20 })],
    [
      'every third request fails',
      (
        (count) => () =>
          ++count % 3 === 0 ? { status: 500 } : undefined
      )(0),
    ],
  ])('when %s', async (_, fault) => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow();
    server.fault = fault;
    const folder = await runFolder(dir.path, results);
    const tracker = await mlflow(options(server), hastyWorld());
    await tell(tracker, { folder, results });
    if (tracker.delivery?.left !== 0) expect(await sync(server, folder)).toMatchObject({ left: 0 });
    expect(stateOf(server)).toEqual(await undisturbed());
  });

  it('when the server is down until "hret sync"', async () => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow();
    server.fault = () => ({ status: 503 });
    const folder = await runFolder(dir.path, results);
    const tracker = await mlflow(options(server), hastyWorld());
    await tell(tracker, { folder, results });
    expect(tracker.delivery).toMatchObject({ delivered: 0, left: PARCELS, reason: expect.stringContaining('503') });
    server.fault = undefined;
    expect(await sync(server, folder)).toMatchObject({ delivered: PARCELS, left: 0 });
    expect(stateOf(server)).toEqual(await undisturbed());
  });

  it.each(['/mlflow/traces', '/v1/traces', 'artifacts/', 'log-inputs'])(
    'when there is no time left while it waits for an answer from %s',
    async (end) => {
      await using dir = await tempDir();
      await using server = await startFakeMlflow();
      server.fault = ({ path }) => (path.includes(end) ? { delayMs: 1000 } : undefined);
      const folder = await runFolder(dir.path, results);
      const world = hastyWorld();
      const tracker = await mlflow(options(server), world);
      for (const event of events({ folder, results })) tracker.handle(event);
      await tracker.close(20_000);
      expect(tracker.delivery?.left).toBeGreaterThan(0);
      expect(world.warnings).toEqual([]);
      server.fault = undefined;
      expect(await sync(server, folder)).toMatchObject({ left: 0 });
      expect(stateOf(server)).toEqual(await undisturbed());
    },
  );

  it.each([0, 1, 5, 8, 9, 10, 11, 12, 13])(
    'when it is killed after %i parcels had arrived, and nothing later was noted down',
    async (delivered) => {
      await using dir = await tempDir();
      await using server = await startFakeMlflow();
      const folder = await runFolder(dir.path, results);
      await tell(await mlflow(options(server), hastyWorld()), { folder, results });
      const path = join(folder.path, 'trackers', 'mlflow', 'state.json');
      const { state } = JSON.parse(await readFile(path, 'utf8'));
      if (delivered === 0) await rm(path);
      else await writeFile(path, JSON.stringify({ delivered, state }));
      expect(await sync(server, folder)).toMatchObject({ delivered: PARCELS - delivered, left: 0 });
      expect(stateOf(server)).toEqual(await undisturbed());
    },
  );

  it.each(['interrupted', 'failed', 'killed'] as const)('when it was %s halfway and gone on with', async (how) => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow();
    const folder = await runFolder(dir.path, results);
    const counts = { total: 4, scored: 4, unscored: 0, failed: 0, truncated: 0 };
    const half = { ...finished(), status: how === 'failed' ? ('failed' as const) : ('interrupted' as const), counts };
    const began = await mlflow(options(server), hastyWorld());
    for (const event of events({ folder, results: results.slice(0, 4), end: how === 'killed' ? 'killed' : half }))
      began.handle(event.type === 'run-start' ? { ...event, total: 8 } : event);
    await began[Symbol.asyncDispose]?.();
    const before = server.requests.length;
    const went = await mlflow(options(server), hastyWorld());
    const means = { accuracy: { n: 4, mean: 0.5, squares: 1, isBinary: true } };
    const { total: _, ...reused } = counts;
    went.handle({ type: 'run-start', record: record(), total: 8, folder });
    went.handle({ type: 'samples-reused', count: 4, reused: { counts: reused, means } });
    for (const result of results.slice(4)) went.handle({ type: 'sample-end', result });
    // It runs again, until it ends.
    while (server.runs.named(record().name).status !== 'RUNNING' || server.requests.length === before)
      await setImmediate();
    went.handle({ type: 'run-end', record: finished() });
    await went[Symbol.asyncDispose]?.();
    const state = stateOf(server);
    const [run] = state.runs;
    // A failed run had a result of its own, at the step where it failed.
    const ofFailure = run?.metrics.filter((point) => / 4 /.test(point) && !point.startsWith('accuracy 4 '));
    if (how === 'failed') expect(ofFailure).toContain('counts/total 4 4');
    else expect(ofFailure).toEqual([]);
    expect({
      ...state,
      runs: [{ ...run, metrics: run?.metrics.filter((point) => !ofFailure?.includes(point)) }],
    }).toEqual(await undisturbed());
  });

  it('unless the key is wrong: then it says so, asks no more, and keeps everything', async () => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow({ authorization: 'Bearer right-right' });
    const world = hastyWorld({ env: { MLFLOW_TRACKING_TOKEN: 'wrong-wrong' } });
    const folder = await runFolder(dir.path, results);
    const tracker = await mlflow(options(server), world);
    await tell(tracker, { folder, results });
    expect(server.requests).toHaveLength(1);
    expect(world.warnings[0]).toMatch(/^MLflow: .*answered 401: "You are not authenticated\."/);
    expect(tracker.delivery).toMatchObject({ delivered: 0, left: PARCELS });
    const mended = hastyWorld({ env: { MLFLOW_TRACKING_TOKEN: 'right-right' } });
    expect(await sync(server, folder, mended)).toMatchObject({ delivered: PARCELS, left: 0 });
  });

  it('and is not shown to another server than it was meant for', async () => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow();
    await using other = await startFakeMlflow();
    server.fault = () => ({ status: 500 });
    const folder = await runFolder(dir.path, results);
    await tell(await mlflow(options(server), hastyWorld()), { folder, results });
    expect((await sync(other, folder)).reason).toContain(`Set MLFLOW_TRACKING_URI=${server.url} to send it.`);
    expect(other.requests).toEqual([]);
  });
});
