import { appendFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cleanFileKey } from '../../../src/trackers/mlflow/mlruns.js';
import { tempDir } from '../../temp-dir.js';
import { finished, hastyWorld, mlflow, record, runFolder, samples, tell } from './told-run.js';

const results = samples(8);

/** A run told to `mlruns` in a folder; `path` is where it stands there. */
async function toldTo(folder: string) {
  const world = hastyWorld({ cwd: folder, env: { MLFLOW_TRACKING_URI: 'file:./mlruns' } });
  const run = await runFolder(folder, results);
  const tracker = await mlflow({ experimentName: '실험' }, world);
  await tell(tracker, { folder: run, results });
  const path = tracker.delivery?.link ?? '';
  return { run, path, world, text: (...parts: string[]) => readFile(join(path, ...parts), 'utf8') };
}

describe('mlruns', () => {
  it('holds a run in the files that MLflow reads', async () => {
    await using dir = await tempDir();
    const { path, world, text } = await toldTo(dir.path);
    expect(world.warnings).toEqual([]);
    expect(path).toMatch(/\/mlruns\/\d{18}\/[0-9a-f]{32}$/);
    expect(parse(await text('meta.yaml'))).toMatchObject({
      ...{ status: 3, lifecycle_stage: 'active', run_name: '한국사 평가', user_id: 'haerae', tags: [] },
      ...{ start_time: Date.UTC(2026, 0, 1), end_time: expect.any(Number), artifact_uri: `file://${path}/artifacts` },
    });
    expect(parse(await text('..', 'meta.yaml'))).toMatchObject({ name: '실험', lifecycle_stage: 'active' });
    expect(await text('params', 'hyperparameters.lr')).toBe('0.1');
    expect(await text('tags', 'hret.run_id')).toBe(record().runId);
    expect((await text('metrics', 'accuracy')).split('\n').map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      ...['1 1', '0.5 2', '0.666666666667 3', '0.5 4', '0.6 5', '0.5 6', '0.571428571429 7', '0.5 8', ''],
    ]);
    expect(await text('metrics', 'accuracy.한국사.조선_n')).toMatch(/^\d{13} 8 8\n$/);
    expect(JSON.parse(await text('artifacts', 'result.json'))).toEqual(finished());
    expect(JSON.parse(await text('artifacts', 'eval_results_table.json')).data).toHaveLength(8);
  });

  it('holds the same when everything is told again, and when a crash cut a line short', async () => {
    await using dir = await tempDir();
    const { run, text } = await toldTo(dir.path);
    const before = await text('metrics', 'accuracy');
    await appendFile(join((await toldTo(dir.path)).path, 'metrics', 'accuracy'), '17672');
    await rm(join(run.path, 'trackers', 'mlflow', 'state.json'));
    const world = hastyWorld({ cwd: '/', env: { MLFLOW_TRACKING_URI: join(dir.path, 'mlruns') } });
    const delivery = await (await mlflow({}, world)).replay(finished(), run, 30_000);
    expect(delivery).toMatchObject({ left: 0, delivered: expect.any(Number) });
    const lines = (await text('metrics', 'accuracy')).split('\n');
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines.slice(0, 8).join('\n')).toBe(before.split('\n').slice(0, 8).join('\n'));
    expect(lines.every((line) => line === '' || line.split(' ').length === 3)).toBe(true);
  });

  it.each([
    ['accuracy/한국사', 'accuracy.한국사'],
    ['a:b', 'a_b'],
    ['pass@1', 'pass_at_1'],
  ])('calls %s %s: a key is the name of a file', (key, name) => {
    expect(cleanFileKey(key)).toBe(name);
  });

  it('shortens what file systems do not take, and keeps it apart', () => {
    const [one, other] = [cleanFileKey(`${'가'.repeat(240)}1`), cleanFileKey(`${'가'.repeat(240)}2`)];
    expect(Buffer.byteLength(one)).toBeLessThanOrEqual(200);
    expect(one).not.toBe(other);
  });
});
