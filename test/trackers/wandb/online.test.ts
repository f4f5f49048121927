import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EventParcels } from '../../../src/trackers/wandb/event-parcels.js';
import { OnlineCarrier } from '../../../src/trackers/wandb/online-carrier.js';
import { wandbOptions } from '../../../src/trackers/wandb/options.js';
import { plugin } from '../../../src/trackers/wandb/plugin.js';
import { wandbSettings } from '../../../src/trackers/wandb/settings.js';
import { tempDir } from '../../temp-dir.js';
import { FAKE_KEY, type FakeWandb, startFakeWandb } from './fake-wandb.js';
import { finished, hastyWorld, outboxText, record, runFolder, samples, tell, wandb } from './told-run.js';

function onlyRun({ runs }: FakeWandb) {
  const [run, ...others] = runs.values();
  expect(others).toEqual([]);
  if (run === undefined) throw new Error('the server has no run');
  return { ...run, config: JSON.parse(String(run.said.config)), rows: run.history.map((line) => JSON.parse(line)) };
}

const told = { projectName: 'p1', entity: 'ent', group: 'g1', jobType: 'eval', tags: ['t1', 't1', 't2'], notes: 'nn' };

describe('a run told to W&B', () => {
  it('is there with its config, tags, group, job type, notes, history, summary and exit code', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    const folder = await runFolder(dir.path, samples(10));
    const tracker = await wandb({ ...told, baseUrl: server.url }, hastyWorld());
    await tell(tracker, { folder, results: samples(10) });
    expect(server.complaints).toEqual([]);
    expect(tracker.delivery).toMatchObject({ left: 0 });
    const run = onlyRun(server);
    expect(run.said).toMatchObject({ displayName: 'kmmlu', groupName: 'g1', jobType: 'eval', notes: 'nn', host: 'vm' });
    expect(run.said.tags).toEqual(['t1', 't2']);
    expect(run.config).toMatchObject({
      dataset: { value: { name: 'kmmlu', subset: ['한국사'] } },
      model: { value: { id: 'scripted', params: { temperature: 0 } } },
      lr: { value: 0.1 },
      'a.b': { value: [1, 2] },
      메모: { value: '가나다' },
      hret: { value: { run_id: 'kmmlu-3f2a' } },
    });
    expect(run.rows.map((row) => [row._step, row.accuracy])).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((step) => [step, Number((Math.ceil(step / 2) / step).toPrecision(12))]),
      [10, 0.5],
    ]);
    expect(JSON.parse(run.summary)).toMatchObject({
      ...{ accuracy: 0.5, accuracy_stderr: 0.1, accuracy_ci95_low: 0.3, 'counts/scored': 10, status: 'finished' },
      ...{ _step: 10, samples: { _type: 'table-file', nrows: 10 } },
    });
    expect(run.exitCode).toBe(0);
    const table = expect.stringMatching(/^media\/table\/samples_10_[0-9a-f]{20}\.table\.json$/);
    expect(run.uploaded).toEqual(['wandb-metadata.json', table, 'wandb-summary.json', 'config.yaml']);
    expect([...run.files.keys()]).toEqual(run.uploaded);
    expect(tracker.outcome?.()).toBe(`W&B: ${server.url}/ent/p1/runs/${run.name}`);
  });

  it('asks in the order of the reference client', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    const folder = await runFolder(dir.path, samples(2));
    await tell(await wandb({ ...told, baseUrl: server.url }, hastyWorld()), { folder, results: samples(2) });
    const names = server.requests.map(
      ({ operation, path }) => operation ?? path.split('/').at(path.startsWith('/st') ? 1 : -1),
    );
    const artifact = 'CreateArtifact CreateArtifactManifest CreateArtifactFiles'.split(' ');
    const committed = ['CreateArtifactManifest', 'storage', 'CommitArtifact'];
    expect(names).toEqual([
      ...['Viewer', 'UpsertBucket', 'CreateRunFiles', 'storage', 'file_stream', 'file_stream'],
      ...['CreateRunFiles', 'storage', ...artifact, 'storage', ...committed, 'file_stream'],
      ...[...artifact, 'storage', 'storage', ...committed],
      ...['UpsertBucket', 'CreateRunFiles', 'storage', 'storage', 'file_stream'],
    ]);
  });

  it('shows its samples as a table, in a file of the run and whole in an artifact', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    const folder = await runFolder(dir.path, samples(3));
    await tell(await wandb({ ...told, baseUrl: server.url }, hastyWorld()), { folder, results: samples(3) });
    const run = onlyRun(server);
    const reference = JSON.parse(run.summary).samples;
    const shown = JSON.parse(String(run.files.get(reference.path)));
    expect(shown.columns).toEqual(['id', 'input', 'reference', 'prediction', 'accuracy', 'status', 'latency_ms']);
    expect(shown.data[1]).toEqual(['s1', '질문 1: 대한민국의 수도는?', '서울', 'Busan "부산"\n', 0, 'scored', 12.5]);
    const [table, results] = server.artifacts;
    expect(table).toMatchObject({ type: 'run_table', collection: `run-${run.name}-samples`, state: 'COMMITTED' });
    expect(reference.artifact_path).toBe(`wandb-client-artifact://${table?.clientId}/samples.table.json`);
    expect(JSON.parse(String(table?.files.get('samples.table.json')))).toMatchObject({
      _type: 'table',
      data: shown.data,
    });
    expect(results).toMatchObject({ type: 'evaluation', collection: `${run.name}-results`, aliases: ['latest'] });
    expect(String(results?.files.get('run.json'))).toBe(await readFile(join(folder.path, 'run.json'), 'utf8'));
    expect(String(results?.files.get('samples.jsonl')).trim().split('\n')).toHaveLength(3);
  });

  it('leaves out the samples and the results on request', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    const folder = await runFolder(dir.path, samples(3));
    const options = { ...told, baseUrl: server.url, logSamples: false, logResults: false };
    await tell(await wandb(options, hastyWorld()), { folder, results: samples(3) });
    expect(server.artifacts).toEqual([]);
    expect(onlyRun(server).rows.at(-1)).toMatchObject({ _step: 3, accuracy: 0.5 });
  });

  it('is one group with the context it belongs to', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    const begin = record({ parentId: 'context-1' });
    const folder = await runFolder(dir.path, samples(1));
    const options = { projectName: 'p1', baseUrl: server.url, name: 'of the context', id: 'chosen' };
    await tell(await wandb(options, hastyWorld()), { folder, results: samples(1), begin, end: finished(begin) });
    const context = record({ runId: 'context-1', name: 'mine', kind: 'context' });
    const parent = await runFolder(dir.path, [], context);
    const end = { ...context, status: 'finished' as const, metadata: { late: 2 } };
    await tell(await wandb(options, hastyWorld()), { folder: parent, results: [], begin: context, end });
    const [child, outer] = [...server.runs.values()];
    expect([child?.said.groupName, outer?.said.groupName]).toEqual(['context-1', 'context-1']);
    expect([child?.said.displayName, outer?.said.displayName]).toEqual(['kmmlu', 'of the context']);
    expect([child?.said.jobType, outer?.said.jobType, outer?.name]).toEqual(['evaluation', 'context', 'chosen']);
    expect(JSON.parse(String(outer?.said.config))).toMatchObject({ late: { value: 2 } });
  });

  it('tells W&B how it ended: a failed one with 1, an interrupted one with 255 and no table yet', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    for (const status of ['failed', 'interrupted'] as const) {
      const begin = record({ runId: status });
      const folder = await runFolder(dir.path, samples(2), begin);
      const end = finished({ ...begin, status, error: 'the cable' });
      await tell(await wandb({ ...told, baseUrl: server.url }, hastyWorld()), {
        folder,
        results: samples(2),
        begin,
        end,
      });
    }
    const [failed, interrupted] = [...server.runs.values()];
    expect([failed?.exitCode, interrupted?.exitCode]).toEqual([1, 255]);
    expect(JSON.parse(failed?.summary ?? '')).toMatchObject({ status: 'failed', error: 'the cable' });
    expect(interrupted?.history).toHaveLength(1);
  });

  it('never shows the key to the storage, a file or a message', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    const world = hastyWorld({ env: { HOME: '/nowhere' } });
    const folder = await runFolder(dir.path, samples(1));
    server.fault = ({ operation }) =>
      operation === 'CommitArtifact' ? { graphqlError: `no, ${FAKE_KEY}` } : undefined;
    const tracker = await wandb({ ...told, baseUrl: server.url, apiKey: FAKE_KEY }, world);
    await tell(tracker, { folder, results: samples(1) });
    expect(world.secrets).toContain(FAKE_KEY);
    expect(tracker.delivery?.reason).toContain('W&B refused CommitArtifact');
    expect(`${tracker.outcome?.()} ${world.warnings.join()}`).not.toContain(FAKE_KEY);
    for (const file of await readdir(join(folder.path, 'trackers', 'wandb')))
      expect(await outboxText(folder, file)).not.toContain(FAKE_KEY);
    expect(server.complaints).toEqual([]);
  });

  it('hears nothing when the mode is disabled', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    const folder = await runFolder(dir.path, samples(1));
    const before = await readdir(dir.path, { recursive: true });
    const world = hastyWorld({ env: { WANDB_MODE: 'disabled' } });
    await expect(wandb({ baseUrl: server.url }, world)).rejects.toThrow('mirrors nothing');
    await tell(await plugin.create(wandbOptions.parse({ baseUrl: server.url }), world), {
      folder,
      results: samples(1),
    });
    expect(server.requests).toEqual([]);
    expect(await readdir(dir.path, { recursive: true })).toEqual(before);
  });

  it('is told in requests that W&B takes, however long its history is', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    const folder = await runFolder(dir.path, samples(1));
    const settings = wandbSettings(wandbOptions.parse({ ...told, baseUrl: server.url }), { env: {}, cwd: dir.path });
    const world = hastyWorld();
    const carrier = new OnlineCarrier({ ...settings, apiKey: FAKE_KEY }, world);
    const [start] = new EventParcels(settings, world, undefined).of(
      { type: 'run-start', record: record(), folder },
      { record: record(), step: 0 },
    );
    // A quote takes two bytes in a line and four in the request.
    const values = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}${'"'.repeat(4000)}`, 1]));
    const rows = Array.from({ length: 30 }, (_, step) => ({
      seq: step + 1,
      kind: 'history',
      body: { step, timestamp: 1, runtime: 1, values },
    }));
    const parcels = [{ seq: 0, kind: 'start', body: start?.body ?? {} }, ...rows];
    const state = {};
    for (let done = 0; done < parcels.length; ) done += await carrier.deliver(parcels.slice(done), state, folder);
    await carrier.close();
    expect(onlyRun(server).rows.map(({ _step }) => _step)).toEqual(rows.map(({ body }) => body.step));
    const sizes = server.requests.map(({ body }) => body.length);
    expect(sizes.reduce((sum, size) => sum + size)).toBeGreaterThan(11 * 2 ** 20);
    expect(Math.max(...sizes)).toBeLessThan(10 * 2 ** 20);
  });
});
