import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../temp-dir.js';
import { type FakeMlflow, type FakeMlflowOptions, startFakeMlflow } from './fake-mlflow.js';
import { runState } from './stored-state.js';
import { finished, hastyWorld, mlflow, record, runFolder, sample, samples, tell } from './told-run.js';

const NAME = '한국사 평가';

/** Tells a run of eight samples to a server of its own. */
async function told(
  server: FakeMlflow,
  folder: string,
  { options = {}, env = {}, end = finished(), begin = record(), results = samples(8) } = {},
) {
  const world = hastyWorld({ env, cwd: process.cwd() });
  const tracker = await mlflow({ trackingUri: server.url, ...options }, world);
  await tell(tracker, { folder: await runFolder(folder, results, end), results, begin, end });
  return { tracker, world };
}

function artifact(server: FakeMlflow, name: string): string {
  const found = [...server.artifacts].find(([place]) => place.endsWith(`/artifacts/${name}`));
  if (found === undefined) throw new Error(`no ${name} among ${[...server.artifacts.keys()].join(', ')}`);
  return String(found[1]);
}

describe('a run told to MLflow', () => {
  it('is there with its params, metrics with steps, tags, times and status', async () => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow();
    const { tracker, world } = await told(server, dir.path, {
      options: { experimentName: 'x', tags: { team: '평가' } },
    });
    expect(world.warnings).toEqual([]);
    expect(server.requests.filter(({ status }) => status >= 400).map(({ path }) => path)).toEqual([
      '/api/2.0/mlflow/experiments/get-by-name?experiment_name=x',
    ]);
    const run = server.runs.named(NAME);
    expect(run).toMatchObject({ status: 'FINISHED', startTime: Date.UTC(2026, 0, 1), endTime: expect.any(Number) });
    expect(Object.fromEntries(run.params)).toMatchObject({
      ...{ dataset: 'kmmlu', 'dataset.subset': '한국사', model: 'scripted', seed: '42', 메모: '가나다' },
      ...{ 'hyperparameters.lr': '0.1', 'hyperparameters.top_at_5_percent': 'true' },
    });
    expect(Object.fromEntries(run.tags)).toMatchObject({
      ...{ 'hret.run_id': record().runId, 'hret.kind': 'evaluation', 'hret.status': 'finished', team: '평가' },
      ...{ 'mlflow.runName': NAME, 'mlflow.user': 'haerae', 'mlflow.source.type': 'LOCAL' },
      'mlflow.source.git.commit': expect.stringMatching(/^[0-9a-f]{40}$/),
      'mlflow.note.content': expect.stringContaining('| accuracy | 0.5 | 0.3 – 0.7 | 8 |'),
    });
    const accuracy = run.metrics.filter(({ key }) => key === 'accuracy');
    expect(accuracy.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(accuracy.map(({ value }) => value)).toEqual([1, 0.5, 0.666666666667, 0.5, 0.6, 0.5, 0.571428571429, 0.5]);
    const last = Object.fromEntries(run.metrics.map(({ key, value }) => [key, value]));
    expect(last).toMatchObject({
      ...{ accuracy_stderr: 0.1, accuracy_ci95_low: 0.3, accuracy_n: 8, 'counts/scored': 8, elapsed_seconds: 60 },
      ...{ pass_at_1: 0.25, 'f1 _macro__percent': 0.75, 'accuracy/한국사/조선': 0.5, 'accuracy/law _ order_n': 8 },
    });
    expect(tracker.outcome?.()).toBe(`MLflow: ${server.url}/#/experiments/1/runs/${run.runId}`);
  });

  it('has its dataset as an input, with a digest of what was asked', async () => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow();
    await told(server, dir.path);
    const [input] = server.runs.named(NAME).datasets;
    expect(input?.tags).toEqual([{ key: 'mlflow.data.context', value: 'evaluation' }]);
    expect(input?.dataset).toMatchObject({ name: 'kmmlu', source_type: 'hugging_face', profile: '{"num_rows":8}' });
    expect(JSON.parse(String(input?.dataset.source))).toMatchObject({
      ...{ path: 'HAERAE-HUB/KMMLU', revision: 'c0ffee', config_name: '한국사', split: 'test' },
    });
    expect(server.runs.named(NAME).tags.get('hret.dataset.digest')).toBe(input?.dataset.digest);
    await using other = await tempDir();
    const asked = samples(8).map((result) => ({ ...result, prediction: 'other', scores: {} }));
    await told(server, other.path, {
      begin: record({ name: 'b', runId: 'b' }),
      end: finished({ name: 'b', runId: 'b' }),
      results: asked,
    });
    expect(server.runs.named('b').datasets[0]?.dataset.digest).toBe(input?.dataset.digest);
    await using third = await tempDir();
    const changed = [...samples(7), sample(7, { reference: '부산' })];
    await told(server, third.path, {
      begin: record({ name: 'c', runId: 'c' }),
      end: finished({ name: 'c', runId: 'c' }),
      results: changed,
    });
    expect(server.runs.named('c').datasets[0]?.dataset.digest).not.toBe(input?.dataset.digest);
  });

  it('has its samples as a table that mlflow.load_table finds, and everything whole among its artifacts', async () => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow();
    const results = [...samples(7), sample(7, { status: 'unscored', scores: {}, reason: '글자가 없음' })];
    await told(server, dir.path, { results });
    const table = JSON.parse(artifact(server, 'eval_results_table.json'));
    expect(table.columns).toEqual(
      'id input reference prediction extracted accuracy status reason latency_ms input_tokens output_tokens'.split(' '),
    );
    expect(table.data).toHaveLength(8);
    expect(table.data[1]).toEqual([
      's1',
      '질문 1: 대한민국의 수도는?',
      '서울',
      'Busan "부산"\n',
      '서울',
      0,
      'scored',
      null,
      12.5,
      10,
      2,
    ]);
    expect(table.data[7].slice(5, 8)).toEqual([null, 'unscored', '글자가 없음']);
    expect(JSON.parse(server.runs.named(NAME).tags.get('mlflow.loggedArtifacts') ?? '')).toEqual([
      { path: 'eval_results_table.json', type: 'table' },
    ]);
    expect(JSON.parse(artifact(server, 'result.json'))).toEqual(finished());
    expect(artifact(server, 'samples.jsonl')).toBe(results.map((result) => `${JSON.stringify(result)}\n`).join(''));
    expect(JSON.parse(artifact(server, 'params.json'))).toMatchObject({ 'hyperparameters.top@5%': true });
    expect(artifact(server, 'report.md')).toContain(`## ${NAME}`);
  });

  it('leaves out samples and files when told so', async () => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow();
    await told(server, dir.path, { options: { logSamples: false, logArtifacts: false } });
    expect([...server.artifacts.keys()]).toEqual([]);
    expect(server.runs.named(NAME).tags.has('mlflow.loggedArtifacts')).toBe(false);
    expect(server.runs.named(NAME).status).toBe('FINISHED');
  });

  it.each([
    ['failed', 'FAILED', 'model: the key is wrong'],
    ['interrupted', 'KILLED', undefined],
  ] as const)('that %s is %s there', async (status, remote, error) => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow();
    await told(server, dir.path, { end: finished({ status, ...(error !== undefined && { error }) }) });
    const run = server.runs.named(NAME);
    expect(run.status).toBe(remote);
    expect(run.tags.get('hret.error')).toBe(error);
    // What an interrupted run found is no result.
    expect(run.metrics.some(({ key }) => key === 'accuracy_n')).toBe(status === 'failed');
  });

  it('is inside the run of its context, in the experiment of that one; the params of a context come at its end', async () => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow();
    const { spec: _s, specHash: _h, ...bare } = record({ kind: 'context', runId: 'ctx', name: 'ctx', metadata: {} });
    const parent = await mlflow({ trackingUri: server.url, experimentName: 'both' }, hastyWorld());
    const contextFolder = await runFolder(dir.path, [], bare);
    parent.handle({ type: 'run-start', record: bare, folder: contextFolder });
    const inside = { begin: record({ parentId: 'ctx' }), end: finished({ parentId: 'ctx' }) };
    await told(server, dir.path, { ...inside, options: { experimentName: 'both' } });
    const end = { ...bare, status: 'finished' as const, metrics: { 'a/accuracy': 0.5 }, metadata: { lr: 0.001 } };
    parent.handle({ type: 'run-end', record: end });
    await parent[Symbol.asyncDispose]?.();
    const [context, child] = [server.runs.named('ctx'), server.runs.named(NAME)];
    expect(child.tags.get('mlflow.parentRunId')).toBe(context.runId);
    expect(child.experimentId).toBe(context.experimentId);
    expect(runState(context)).toMatchObject({
      status: 'FINISHED',
      params: { lr: '0.001' },
      metrics: ['a/accuracy 0 0.5'],
      datasets: [],
    });
  });

  it('waits for the run of its context to be there', async () => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow();
    await mkdir(join(dir.path, 'ctx', 'trackers', 'mlflow'), { recursive: true });
    await writeFile(join(dir.path, 'ctx', 'trackers', 'mlflow', 'outbox.jsonl'), '');
    const { tracker } = await told(server, dir.path, { begin: record({ parentId: 'ctx' }) });
    expect(tracker.delivery).toMatchObject({ delivered: 0, reason: expect.stringContaining('ctx') });
    expect(server.runs.all.size).toBe(0);
  });

  it('stands alone when its context does not go to MLflow, or inside the run that MLFLOW_RUN_ID names', async () => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow();
    await told(server, dir.path, { begin: record({ parentId: 'ctx' }) });
    const alone = server.runs.named(NAME);
    expect(alone.tags.has('mlflow.parentRunId')).toBe(false);
    await using other = await tempDir();
    server.runs.experiments.set('7', { name: 'training', stage: 'active' });
    const training = { ...alone, runId: 'f00', experimentId: '7', name: 'training', tags: new Map<string, string>() };
    server.runs.all.set('f00', training);
    await told(server, other.path, { begin: record({ name: 'b', runId: 'b' }), env: { MLFLOW_RUN_ID: 'f00' } });
    expect(server.runs.named('b')).toMatchObject({ experimentId: '7' });
    expect(server.runs.named('b').tags.get('mlflow.parentRunId')).toBe('f00');
  });

  it('goes on with what the server takes, and tells what it refuses', async () => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow();
    server.fault = ({ path, body }) => {
      const isWrong =
        path.endsWith('/log-batch') && (String(body).includes('"메모"') || String(body).includes('"team"'));
      return isWrong
        ? { status: 400, text: '{"error_code":"INVALID_PARAMETER_VALUE","message":"not here"}' }
        : undefined;
    };
    const { world } = await told(server, dir.path, { options: { tags: { team: 'x', area: 'y' } } });
    expect([...new Set(world.warnings)]).toEqual([
      expect.stringMatching(/^MLflow refused the tag "team": .*INVALID_PARAMETER_VALUE: not here/),
      expect.stringMatching(/^MLflow refused the param "메모"/),
    ]);
    const run = server.runs.named(NAME);
    expect(run.status).toBe('FINISHED');
    expect(run.params.get('hyperparameters.lr')).toBe('0.1');
    expect(run.tags.get('area')).toBe('y');
  });

  it('stops when the run was deleted there, and says how to get it back', async () => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow();
    server.fault = ({ body }) => {
      if (String(body).includes('"accuracy"')) for (const run of server.runs.all.values()) run.isDeleted = true;
      return undefined;
    };
    const { tracker, world } = await told(server, dir.path);
    expect(tracker.delivery?.left).toBeGreaterThan(0);
    expect(world.warnings).toEqual([
      expect.stringMatching(/^MLflow: .* was deleted\. Restore it \(mlflow runs restore --run-id /),
    ]);
  });

  it('cuts what is too long, and says so: the whole of it is in params.json', async () => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow();
    const long = '가'.repeat(7000);
    const metadata = { long, error: 'x' };
    await told(server, dir.path, {
      begin: record({ metadata }),
      end: finished({ metadata, status: 'failed', error: 'e'.repeat(9000) }),
    });
    const run = server.runs.named(NAME);
    expect(run.params.get('long')).toMatch(/^가{5900,} … \[cut: 7000 characters\]$/);
    expect(run.params.get('long')).toHaveLength(6000);
    expect(run.tags.get('hret.error')).toMatch(/ … \[cut: 9000 characters\]$/);
    expect(JSON.parse(artifact(server, 'params.json')).long).toBe(long);
  });

  it('keeps two keys apart that would be called the same, and tells it', async () => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow();
    const { world } = await told(server, dir.path, { end: finished({ metrics: { 'a?': 1, 'a!': 2 } }) });
    const values = server.runs.named(NAME).metrics.filter(({ key }) => key.startsWith('a_'));
    expect(values.map(({ key, value }) => [key, value])).toEqual([
      ['a_', 1],
      [expect.stringMatching(/^a__[0-9a-f]{8}$/), 2],
    ]);
    expect(world.warnings).toEqual([expect.stringContaining('"a?" and "a!" would both be called "a_"')]);
  });

  const places: [string, FakeMlflowOptions, (folder: string) => FakeMlflowOptions][] = [
    ['into a folder of this machine', {}, (folder) => ({ artifactRoot: folder })],
    ['straight into a storage, with an address the server signed', {}, () => ({ artifactRoot: 's3://signed' })],
  ];
  it.each(places)('puts artifacts %s', async (_, __, optionsIn) => {
    await using dir = await tempDir();
    await using stored = await tempDir();
    const authorization = 'Bearer t0ken-t0ken';
    await using server = await startFakeMlflow({ authorization, ...optionsIn(stored.path) });
    const { world } = await told(server, dir.path, { env: { MLFLOW_TRACKING_TOKEN: 't0ken-t0ken' } });
    expect(world.warnings).toEqual([]);
    const { runId } = server.runs.named(NAME);
    const inFolder = readFile(join(stored.path, '1', runId, 'artifacts', 'result.json'), 'utf8').catch(() => undefined);
    const result = (await inFolder) ?? String(server.artifacts.get(`/storage/${runId}/result.json`));
    expect(JSON.parse(result)).toEqual(finished());
  });

  it('says so when artifacts cannot be put from here, and keeps everything else', async () => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow({ artifactRoot: 's3://bucket/secret-folder' });
    const { tracker, world } = await told(server, dir.path);
    expect(world.warnings).toEqual([
      expect.stringMatching(
        /^MLflow: the table of the run could not be sent: .*s3:\/\/bucket\/….*--artifacts-destination/,
      ),
      expect.stringMatching(/^MLflow: the files of the run/),
    ]);
    expect(tracker.delivery).toMatchObject({ left: 0 });
    expect(server.runs.named(NAME)).toMatchObject({ status: 'FINISHED', datasets: [expect.anything()] });
  });
});
