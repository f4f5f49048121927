import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ensureVenv } from '../../scripts/services/python.mjs';
import { ensureWandbSdk } from '../../scripts/services/wandb-sdk.mjs';
import type { RunFolder } from '../../src/core/tracker.js';
import type { Mirror } from '../../src/trackers/delivery/mirror.js';
import { configOf } from '../../src/trackers/wandb/config.js';
import { LOG_HEAD, logBytes } from '../../src/trackers/wandb/offline/log-file.js';
import { wandbRunId } from '../../src/trackers/wandb/run-id.js';
import { buildDist } from '../build-dist.js';
import { tempDir } from '../temp-dir.js';
import { FAKE_KEY, type FakeWandb, startFakeWandb, type WandbRequest } from '../trackers/wandb/fake-wandb.js';
import { stateOf } from '../trackers/wandb/stored-state.js';
import { finished, hastyWorld, record, runFolder, samples, tell, wandb } from '../trackers/wandb/told-run.js';

const script = (name: string) => fileURLToPath(new URL(`../../scripts/services/${name}`, import.meta.url));

let python: string;
beforeAll(() => {
  python = ensureVenv('wandb', ['wandb==0.31.0']);
});

/** The environment of a user who keeps everything of W&B in one folder. */
function userEnv(server: FakeWandb, home: string) {
  return {
    PATH: process.env.PATH,
    HOME: home,
    WANDB_BASE_URL: server.url,
    WANDB_API_KEY: FAKE_KEY,
    WANDB_HOST: 'vm',
    WANDB_DIR: home,
    WANDB_CACHE_DIR: join(home, 'cache'),
    WANDB_CONFIG_DIR: join(home, 'config'),
    WANDB_DATA_DIR: join(home, 'data'),
    WANDB_ERROR_REPORTING: 'false',
  };
}

async function runPython(server: FakeWandb, home: string, ...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(python, [...args], { env: userEnv(server, home), cwd: home });
  return stdout + stderr;
}

const results = samples(6);
const options = { projectName: 'p1', entity: 'ent', group: 'g1', jobType: 'eval', tags: ['t1', 't2'], notes: '메모' };
const id = wandbRunId(record().runId);

/** The same run as a Python script would know it. */
function toldInPython(folder: string) {
  return {
    init: {
      ...{
        project: 'p1',
        entity: 'ent',
        id,
        name: 'kmmlu',
        group: 'g1',
        job_type: 'eval',
        tags: ['t1', 't2'],
        notes: '메모',
      },
      config: configOf(finished()),
    },
    rows: [1, 2, 3, 4, 5].map((step) => ({
      step,
      values: { accuracy: Number((Math.ceil(step / 2) / step).toPrecision(12)) },
    })),
    last: { step: 6, values: { accuracy: 0.5 } },
    table: {
      columns: ['id', 'input', 'reference', 'prediction', 'accuracy', 'status', 'latency_ms'],
      data: results.map((result) => [
        ...[result.id, result.input, result.reference, result.prediction],
        ...[result.scores.accuracy, result.status, result.latencyMs],
      ]),
    },
    results: {
      ...{ name: `${id}-results`, type: 'evaluation' },
      files: { 'run.json': join(folder, 'run.json'), 'samples.jsonl': join(folder, 'samples.jsonl') },
    },
    summary: {
      ...{ accuracy_stderr: 0.1, accuracy_ci95_low: 0.3, accuracy_ci95_high: 0.7, accuracy_n: 10, accuracy: 0.5 },
      ...{ 'counts/total': 10, 'counts/scored': 10, 'counts/unscored': 0, 'counts/failed': 0, 'counts/truncated': 0 },
      ...{ elapsed_seconds: 60, status: 'finished' },
    },
    exitCode: 0,
  };
}

/**
 * What cannot be equal, and why:
 * - `_wandb` in the config: each client says there which client it is;
 * - `program`: the script that made the run;
 * - `wandb-metadata.json`, `requirements.txt`: the machine and the language;
 * - the bytes of the table in its artifact, and so its digest: the Python client writes blanks into the JSON there, and
 *   not in the file of the run, which is equal to the byte;
 * - the step in the name of the table's file: the Python client takes the one before the row it logs the table with;
 * - times, which `stateOf` leaves out, and the ids of artifacts, for which it puts what they name.
 */
function comparable(server: FakeWandb) {
  const { runs, artifacts } = stateOf(server);
  const digest = artifacts.find(({ type }) => type === 'run_table')?.digest;
  const text = JSON.stringify({ runs: runs.map(withoutClient), artifacts: artifacts.map(withReadTable) }).replaceAll(
    String(digest),
    'digest',
  );
  return JSON.parse(text.replaceAll(/media\/table\/samples_\d+_/g, 'media/table/samples_N_'));
}

function withoutClient(run: Record<string, unknown>) {
  const said = object(run.said);
  const { 'config.yaml': config, 'wandb-metadata.json': metadata, 'requirements.txt': _, ...files } = object(run.files);
  const isOfAll = (file: unknown) => file !== 'requirements.txt';
  const { program: __, ...same } = said;
  return {
    ...run,
    said: { ...same, config: withoutWandb(object(said.config)) },
    files: { ...files, 'config.yaml': withoutWandb(parse(String(config))), hasMetadata: metadata !== undefined },
    uploaded: Array.isArray(run.uploaded) ? run.uploaded.filter(isOfAll) : [],
  };
}

function withReadTable(artifact: Record<string, unknown>) {
  const contents = Object.entries(object(artifact.contents)).map(([name, text]) => [
    name,
    name.endsWith('.table.json') ? JSON.parse(String(text)) : text,
  ]);
  return { ...artifact, contents: Object.fromEntries(contents) };
}

const object = (value: unknown) => value as Record<string, unknown>;

function withoutWandb({ _wandb: _, ...config }: Record<string, unknown>) {
  return config;
}

async function told(home: string, server: FakeWandb, mode: 'online' | 'offline') {
  const folder = await runFolder(home, results);
  const rows = results.map((result) => `${JSON.stringify(result)}\n`);
  await writeFile(join(folder.path, 'samples.jsonl'), rows.join(''));
  const world = hastyWorld({ cwd: home, env: userEnv(server, home) });
  const tracker = await wandb({ ...options, mode }, world);
  await tell(tracker, { folder, results });
  expect(tracker.delivery).toMatchObject({ left: 0 });
  return { folder, outcome: String(tracker.outcome?.()) };
}

describe('the same run, told by hret and by the Python client', () => {
  it('is the same on the server: config, history, summary, tables, artifacts and all that is said of it', async () => {
    await using dir = await tempDir();
    await using ours = await startFakeWandb();
    await using theirs = await startFakeWandb();
    const { folder } = await told(dir.path, ours, 'online');
    await writeFile(join(dir.path, 'told.json'), JSON.stringify(toldInPython(folder.path)));
    await runPython(theirs, dir.path, script('wandb_log.py'), join(dir.path, 'told.json'));
    expect([ours.complaints, theirs.complaints]).toEqual([[], []]);
    expect(comparable(theirs).runs[0].history).toHaveLength(6);
    expect(comparable(ours)).toEqual(comparable(theirs));
  });
});

describe('an offline run', () => {
  it('uploaded by "wandb sync" is the same on the server as an online one', async () => {
    await using dir = await tempDir();
    await using online = await startFakeWandb();
    await using synced = await startFakeWandb();
    await told(dir.path, online, 'online');
    await rm(join(dir.path, record().runId), { recursive: true });
    const { outcome } = await told(dir.path, synced, 'offline');
    expect(synced.requests).toEqual([]);
    const path = /^W&B: wandb sync (.*)$/.exec(outcome)?.[1] ?? '';
    const said = await runPython(synced, dir.path, '-m', 'wandb', 'sync', path);
    expect(said).not.toMatch(/error|warn/i);
    expect(synced.complaints).toEqual([]);
    expect(comparable(synced)).toEqual(comparable(online));
  });
});

/** The last version with a reader in Python; the ones after it read the file in their core. */
const reader = () => ensureVenv('wandb-reader', ['wandb==0.28.2']);

async function readByPython(path: string, ...flags: readonly string[]): Promise<unknown[]> {
  const largest = { maxBuffer: 2 ** 26, env: { PATH: process.env.PATH } };
  const { stdout } = await promisify(execFile)(reader(), [script('wandb_read.py'), path, ...flags], largest);
  return JSON.parse(stdout);
}

describe('the file of an offline run, read by the reader of wandb', () => {
  it('holds 3,000 records of all sizes, byte for byte', async () => {
    await using dir = await tempDir();
    const path = join(dir.path, 'run-x.wandb');
    const size = fc.oneof(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 32_740, max: 32_790 }),
      fc.integer({ min: 1, max: 120_000 }),
    );
    const records = fc.sample(size, { numRuns: 3000, seed: 42 }).map((length) => Buffer.alloc(length, `${length}가`));
    await writeFile(path, Buffer.concat([LOG_HEAD, logBytes(records, LOG_HEAD.length)]));
    expect(await readByPython(path)).toEqual(
      records.map((record) => createHash('sha256').update(record).digest('hex')),
    );
  });

  it('says what was told', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    await told(dir.path, server, 'offline');
    const [folder = ''] = await readdir(join(dir.path, 'wandb'));
    const records = await readByPython(join(dir.path, 'wandb', folder, `run-${id}.wandb`), '--records');
    const kinds = records.map((record) => Object.keys(object(record)).find((key) => key !== 'num'));
    expect(kinds.slice(0, 5)).toEqual(['header', 'run', 'files', 'history', 'summary']);
    expect(kinds.slice(-4)).toEqual(['artifact', 'config', 'summary', 'exit']);
    expect(records[1]).toMatchObject({
      num: '2',
      run: {
        ...{ run_id: id, entity: 'ent', project: 'p1', run_group: 'g1', job_type: 'eval', display_name: 'kmmlu' },
        ...{ notes: '메모', tags: ['t1', 't2'], host: 'vm', start_time: '2026-01-01T00:00:00Z' },
      },
    });
    expect(records[3]).toMatchObject({ num: '4', history: { step: { num: '1' } } });
    expect(records[3]).toHaveProperty('history.item.0', { key: 'accuracy', value_json: '1' });
  });
});

const isDone = ({ path, operation }: WandbRequest, step: string) => operation === step || path.endsWith(step);

/** Tells the first `count` samples from a process that is killed while it waits for the answer to a request. */
async function killedAt(server: FakeWandb, home: string, folder: RunFolder, step: string, count: number, mode: string) {
  const path = join(home, 'told.json');
  const isWhole = count === results.length;
  const story = { options: { ...options, mode }, folder: folder.path, begin: record(), total: results.length };
  const ended = { results: results.slice(0, count), ...(isWhole && { end: finished() }) };
  await writeFile(path, JSON.stringify({ ...story, ...ended }));
  const child = spawn(process.execPath, [script('wandb_run.mjs'), path], { env: userEnv(server, home), cwd: home });
  server.fault = (request) => {
    if (isDone(request, step)) child.kill('SIGKILL');
    return undefined;
  };
  const exited = once(child, 'exit');
  if (mode === 'offline') {
    const state = join(folder.path, 'trackers', 'wandb', 'state.json');
    while (!existsSync(state) || !readFileSync(state, 'utf8').includes('"step":3')) await setTimeout(20);
    child.kill('SIGKILL');
  }
  const [, signal] = await exited;
  expect(signal).toBe('SIGKILL');
  server.fault = undefined;
}

async function goOn(tracker: Mirror, folder: RunFolder) {
  const counts = { scored: 3, unscored: 0, failed: 0, truncated: 0 };
  const means = { accuracy: { n: 3, mean: 2 / 3, squares: 2 / 3, isBinary: true } };
  tracker.handle({ type: 'run-start', record: record(), total: results.length, folder });
  tracker.handle({ type: 'samples-reused', count: 3, reused: { counts, means } });
  for (const result of results.slice(3)) tracker.handle({ type: 'sample-end', result });
  tracker.handle({ type: 'run-end', record: finished() });
  await tracker[Symbol.asyncDispose]?.();
}

describe('a run whose process was killed leaves what an undisturbed one leaves', () => {
  beforeAll(buildDist);

  async function undisturbed() {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    await told(dir.path, server, 'online');
    return comparable(server);
  }

  it.each(['UpsertBucket', 'file_stream', 'CreateArtifactManifest', 'CommitArtifact', 'manifest'])(
    'at %s, after "hret sync"',
    async (step) => {
      await using dir = await tempDir();
      await using server = await startFakeWandb();
      const folder = await runFolder(dir.path, results);
      await killedAt(server, dir.path, folder, step, results.length, 'online');
      const tracker = await wandb(options, hastyWorld({ cwd: dir.path, env: userEnv(server, dir.path) }));
      expect(await tracker.replay(finished(), folder, 30_000)).toMatchObject({ left: 0 });
      expect(server.complaints).toEqual([]);
      expect(comparable(server)).toEqual(await undisturbed());
    },
  );

  it.each(['UpsertBucket', 'file_stream'])('at %s in the middle, after "hret resume"', async (step) => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    const folder = await runFolder(dir.path, results);
    await killedAt(server, dir.path, folder, step, 3, 'online');
    await goOn(await wandb(options, hastyWorld({ cwd: dir.path, env: userEnv(server, dir.path) })), folder);
    expect(comparable(server)).toEqual(await undisturbed());
  });

  it('offline in the middle, after "hret resume" and "wandb sync"', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    const folder = await runFolder(dir.path, results);
    await killedAt(server, dir.path, folder, 'none', 3, 'offline');
    const world = hastyWorld({ cwd: dir.path, env: userEnv(server, dir.path) });
    await goOn(await wandb({ ...options, mode: 'offline' }, world), folder);
    await runPython(server, dir.path, '-m', 'wandb', 'sync', '--yes');
    expect(comparable(server)).toEqual(await undisturbed());
  });
});

describe('@wandb/sdk 0.5.1', () => {
  let project: string;
  beforeAll(() => {
    project = ensureWandbSdk('0.5.1');
  });

  /** Uses the package by itself, in a process of its own. */
  async function bySdkAlone(server: FakeWandb) {
    const child = spawn(process.execPath, [script('wandb-sdk-run.mjs')], {
      env: userEnv(server, project),
      cwd: project,
    });
    let out = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    const [code] = await once(child, 'close');
    return { code, said: out };
  }

  const refuse = { UpsertBucket: { graphqlError: 'permission denied' }, file_stream: { status: 500 } };
  const failing = (step: keyof typeof refuse) => (request: WandbRequest) =>
    isDone(request, step) ? refuse[step] : undefined;

  it('by itself, loses the whole history when the server answers 500, and says that all is well', async () => {
    await using server = await startFakeWandb();
    server.fault = failing('file_stream');
    const { code, said } = await bySdkAlone(server);
    expect(code).toBe(0);
    expect(said).not.toContain('caught');
    expect(server.requests.filter(({ path }) => path.endsWith('file_stream'))).toHaveLength(2);
    expect([...server.runs.values()].map(({ history }) => history)).toEqual([[]]);
  });

  it('by itself, ends the process when W&B refuses a run, and no try/catch helps', async () => {
    await using server = await startFakeWandb();
    server.fault = failing('UpsertBucket');
    const { code, said } = await bySdkAlone(server);
    expect(code).toBe(1);
    expect(said).not.toContain('caught');
  });

  it('by itself, changes the rows it is given and leaves a listener for SIGTERM', async () => {
    await using server = await startFakeWandb();
    const { said } = await bySdkAlone(server);
    expect(JSON.parse(said.trim().split('\n').at(-1) ?? '')).toEqual({ row: { accuracy: 0.5, _step: 0 }, signals: 1 });
  });

  it('as our transport, tells config and history, and leaves this process as it was', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    const folder = await runFolder(dir.path, results);
    const world = hastyWorld({ cwd: project, env: userEnv(server, dir.path) });
    const listeners = () => ['SIGTERM', 'SIGINT', 'beforeExit'].map((signal) => process.listenerCount(signal));
    const before = listeners();
    const tracker = await wandb({ ...options, transport: 'sdk' }, world);
    await tell(tracker, { folder, results });
    expect(tracker.delivery).toMatchObject({ left: 0 });
    expect(listeners()).toEqual(before);
    const [run] = stateOf(server).runs;
    expect(run?.history).toMatchObject([1, 2, 3, 4, 5, 6].map((step) => ({ _step: step })));
    expect(run?.history).toHaveLength(6);
    expect(run?.summary).toMatchObject({
      accuracy: 0.5,
      accuracy_stderr: 0.1,
      'counts/scored': 10,
      status: 'finished',
    });
    expect(run?.said).toMatchObject({
      displayName: 'kmmlu',
      config: { lr: { value: 0.1 }, 메모: { value: '가나다' } },
    });
    expect(run?.exitCode).toBe(0);
    expect(tracker.outcome?.()).toBe(`W&B: ${server.url}/ent/p1/runs/${id}`);
    expect(world.warnings).toEqual([expect.stringContaining('nobody is told when the server loses history')]);
  });

  it('as our transport, is kept from ending this process, and tells everything when it is tried again', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    let times = 0;
    server.fault = (request) => (isDone(request, 'UpsertBucket') && ++times === 1 ? refuse.UpsertBucket : undefined);
    const folder = await runFolder(dir.path, results);
    const world = hastyWorld({ cwd: project, env: userEnv(server, dir.path) });
    const tracker = await wandb({ ...options, transport: 'sdk' }, world);
    await tell(tracker, { folder, results });
    expect(times).toBe(2);
    expect(tracker.delivery).toMatchObject({ left: 0 });
    expect(stateOf(server).runs[0]?.history).toHaveLength(6);
  });
});
