import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askMlflow, type MlflowServer, startMlflow } from '../../scripts/services/mlflow.mjs';
import { type Fate, type FaultProxy, type PassedRequest, startFaultProxy } from '../contracts/fault-proxy.js';
import { tempDir } from '../temp-dir.js';
import { finished, hastyWorld, mlflow, record, runFolder, samples, tell } from '../trackers/mlflow/told-run.js';

const EXPERIMENT = '고장';
const COUNT = 120;
const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const CHILD = fileURLToPath(new URL('mlflow-child.ts', import.meta.url));

let folder: Awaited<ReturnType<typeof tempDir>>;
let server: MlflowServer;
let proxy: FaultProxy;
let seen: ReadonlyMap<string, unknown>;

const every =
  (nth: number, fate: Fate) =>
  ({ number }: PassedRequest) =>
    number % nth === 0 ? fate : 'pass';
const firstOf = (times: number, is: (request: PassedRequest) => boolean, fate: Fate) => {
  let left = times;
  return (request: PassedRequest) => (is(request) && left-- > 0 ? fate : 'pass');
};

const cases: Readonly<Record<string, Fate | ((request: PassedRequest) => Fate)>> = {
  'down at the start': firstOf(6, () => true, 'reset'),
  'down in the middle': firstOf(6, ({ path }) => path.includes('log-inputs'), 'reset'),
  '500 for every third request': every(3, { status: 500 }),
  '429 with Retry-After': every(40, { status: 429, headers: { 'retry-after': '1' } }),
  slow: every(5, { delayMs: 30 }),
  'answers lost': every(7, 'reset-after'),
  'killed during finish': firstOf(2, ({ path }) => path.endsWith('runs/update'), 'reset-after'),
  'down until sync': 'reset',
};

beforeAll(async () => {
  folder = await tempDir();
  server = await startMlflow(folder.path);
  proxy = await startFaultProxy(server.url);
  await toldUnder('undisturbed', 'pass');
  for (const [name, fate] of Object.entries(cases)) await toldUnder(name, fate);
  await toldByProcess('not killed', false);
  await toldByProcess('killed', true);
  seen = await readAll();
}, 600_000);

afterAll(async () => {
  await proxy?.[Symbol.asyncDispose]();
  await server?.stop();
  await folder?.[Symbol.asyncDispose]();
});

/** Tells a run while the server behaves so, and again once it is well if something was left. */
async function toldUnder(name: string, fate: Fate | ((request: PassedRequest) => Fate)): Promise<void> {
  const about = { name, runId: `run-${name.replaceAll(' ', '_')}` };
  const counts = { total: COUNT, scored: COUNT, unscored: 0, failed: 0, truncated: 0 };
  const [begin, end] = [record(about), finished({ ...about, counts })];
  const results = samples(COUNT);
  const run = await runFolder(folder.path, results, end);
  const options = { trackingUri: proxy.url, experimentName: EXPERIMENT, traces: true };
  proxy.setFate(fate);
  const tracker = await mlflow(options, hastyWorld());
  await tell(tracker, { folder: run, results, begin, end });
  proxy.setFate('pass');
  if (tracker.delivery?.left === 0) return;
  const delivery = await (await mlflow(options, hastyWorld())).replay(end, run, 30_000);
  expect(delivery).toMatchObject({ left: 0 });
}

/** A process of its own; killed once half of the running metrics are in its outbox, and then gone on with. */
async function toldByProcess(name: string, isKilled: boolean): Promise<void> {
  const place = join(folder.path, name);
  mkdirSync(place);
  const run = (...parameters: string[]) =>
    spawn(process.execPath, ['--import', 'tsx', ...parameters], { stdio: 'ignore' });
  const start = () => run(CHILD, place, '400', name, server.url, EXPERIMENT);
  if (isKilled) {
    const child = start();
    await halfTold(place, child);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  expect(await once(start(), 'exit')).toEqual([0, null]);
  // What there was no time for when the process ended.
  expect(await once(run(MAIN, 'sync', '--output-dir', place), 'exit')).toEqual([0, null]);
}

async function halfTold(place: string, child: ChildProcess): Promise<void> {
  const runs = join(place, 'runs');
  for (;;) {
    const [run] = existsSync(runs) ? readdirSync(runs) : [];
    const outbox = join(runs, run ?? '', 'trackers', 'mlflow', 'outbox.jsonl');
    if (run !== undefined && existsSync(outbox) && readFileSync(outbox, 'utf8').split('\n').length > 50) return;
    if (child.exitCode !== null) throw new Error('the process ended before it was killed');
    await setTimeout(5);
  }
}

/** Everything of every run, without times and ids. */
async function readAll(): Promise<ReadonlyMap<string, unknown>> {
  const runs = await askMlflow(server.url, 'runs', EXPERIMENT);
  const found = new Map<string, unknown>();
  for (const { run_id, name, start_time: _s, end_time, histories, metrics, datasets, ...run } of runs) {
    const traces = await askMlflow(server.url, 'traces', EXPERIMENT, run_id);
    const own = [run_id, run.tags['hret.run_id'], run.tags['hret.spec_hash'], name];
    const { elapsed_seconds: _e, ...numbers } = metrics;
    const { elapsed_seconds: _h, ...points } = histories;
    found.set(
      name,
      cleaned(own, {
        ...run,
        hasEnded: end_time > 0,
        histories: Object.fromEntries(
          Object.entries<number[][]>(points).map(([key, all]) => [key, all.map(([step, value]) => [step, value])]),
        ),
        metrics: numbers,
        datasets: datasets.map(({ source: _source, ...dataset }: Record<string, unknown>) => dataset),
        traces: traces.map(({ trace_id: _t, execution_ms: _x, ...trace }: Record<string, unknown>) => trace),
      }),
    );
  }
  return found;
}

/** What is a run's own by nature is taken out: its name and ids, when it ran and how long, where its file was. */
function cleaned(own: readonly string[], state: unknown): unknown {
  const text = own.reduce((all, word) => all.replaceAll(word, '<own>'), JSON.stringify(state));
  return JSON.parse(
    text
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
      .replaceAll(/(latencyMs|elapsedMs|latency_ms|elapsed_seconds)(\\*"): ?[\d.e-]+/g, '$1$2: 0')
      .replaceAll(/"elapsed_seconds \| [\d.]+/g, ''),
  );
}

describe('a real server after trouble', () => {
  it('holds a run that nothing disturbed', () => {
    expect(seen.get('undisturbed')).toMatchObject({ status: 'FINISHED', hasEnded: true });
    expect(seen.size).toBe(Object.keys(cases).length + 3);
  });

  it.each(Object.keys(cases))('holds exactly the same: %s', (name) => {
    expect(seen.get(name)).toEqual(seen.get('undisturbed'));
  });

  it('holds exactly the same of a process that was killed and gone on with', () => {
    expect(withoutTimes(seen.get('killed'))).toEqual(withoutTimes(seen.get('not killed')));
  });
});

/** Artifacts that hold latencies cannot be equal in two processes. */
function withoutTimes(state: unknown): unknown {
  const { artifacts: _, ...rest } = state as Record<string, unknown>;
  return rest;
}
