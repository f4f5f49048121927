import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../temp-dir.js';
import { FAKE_KEY, type FakeWandb, startFakeWandb } from './fake-wandb.js';
import { stateOf } from './stored-state.js';
import { finished, hastyWorld, runFolder, samples, tell, wandb } from './told-run.js';

const results = samples(3);

/** A run that somebody else has logged two rows to. */
async function withEarlierRun(server: FakeWandb) {
  const post = (path: string, body: object) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`api:${FAKE_KEY}`).toString('base64')}` },
      body: JSON.stringify(body),
    });
  const config = JSON.stringify({ lr: { value: 9 }, old: { value: 1 }, _wandb: { value: { cli_version: '0.31.0' } } });
  const variables = { name: 'mine', project: 'p1', entity: 'ent', config, tags: ['old'], notes: 'by hand' };
  await post('/graphql', { query: 'mutation UpsertBucket { }', variables });
  const history = { offset: 0, content: ['{"loss":NaN,"_step":4}', '{"loss":0.5,"_step":9}'] };
  const summary = { offset: 0, content: ['{"loss":0.5,"_step":9}'] };
  await post('/files/ent/p1/mine/file_stream', {
    files: { 'wandb-history.jsonl': history, 'wandb-summary.json': summary },
  });
}

const options = (server: FakeWandb, more: Record<string, unknown> = {}) => ({
  ...{ projectName: 'p1', entity: 'ent', id: 'mine', tags: ['new'], baseUrl: server.url, ...more },
});

function onlyRun(server: FakeWandb) {
  const [run, ...others] = stateOf(server).runs;
  expect(others).toEqual([]);
  return run;
}

describe('a run with an id that W&B knows', () => {
  it('goes on after the last line and the last step, and keeps tags, config and summary of before', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    await withEarlierRun(server);
    const folder = await runFolder(dir.path, results);
    await tell(await wandb(options(server), hastyWorld()), { folder, results });
    expect(server.complaints).toEqual([]);
    const run = onlyRun(server);
    expect(run).toMatchObject({
      history: [
        { _step: 4, loss: 'NaN' },
        { _step: 9, loss: 0.5 },
        { _step: 11 },
        { _step: 12 },
        { _step: 13, accuracy: 0.5 },
      ],
      summary: { loss: 0.5, accuracy: 0.5, _step: 13 },
      said: {
        ...{ tags: ['old', 'new'], notes: 'by hand' },
        config: { old: { value: 1 }, lr: { value: 0.1 }, hret: { value: { run_id: 'kmmlu-3f2a' } } },
      },
    });
  });

  it('is told once, however often it is delivered and whatever of it was forgotten', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    await withEarlierRun(server);
    const folder = await runFolder(dir.path, results);
    await tell(await wandb(options(server), hastyWorld()), { folder, results });
    const told = onlyRun(server);
    await rm(join(folder.path, 'trackers', 'wandb', 'state.json'));
    await (await wandb(options(server), hastyWorld())).replay(finished(), folder, 30_000);
    expect(onlyRun(server)).toEqual(told);
  });

  it('keeps all that when hret itself is interrupted and resumed', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    await withEarlierRun(server);
    const folder = await runFolder(dir.path, results);
    const end = finished({ status: 'interrupted' });
    await tell(await wandb(options(server), hastyWorld()), { folder, results, end });
    await tell(await wandb(options(server), hastyWorld()), { folder, results });
    expect(onlyRun(server)).toMatchObject({
      exitCode: 0,
      history: [{ _step: 4 }, { _step: 9 }, { _step: 11 }, { _step: 12 }, { _step: 13, accuracy: 0.5 }],
      said: { tags: ['old', 'new'], config: { old: { value: 1 } } },
    });
  });

  it('is refused with resume "never", and nothing of it is changed', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    await withEarlierRun(server);
    const before = onlyRun(server);
    const folder = await runFolder(dir.path, results);
    const tracker = await wandb(options(server, { resume: 'never' }), hastyWorld());
    await tell(tracker, { folder, results });
    expect(tracker.delivery?.reason).toBe(
      'There is already a W&B run "mine" in ent/p1; choose another id, or resume "allow".',
    );
    expect(onlyRun(server)).toEqual(before);
  });
});

describe('a run with an id that W&B does not know', () => {
  it.each(['allow', 'never'])('begins with resume %j', async (resume) => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    const folder = await runFolder(dir.path, results);
    await tell(await wandb(options(server, { resume }), hastyWorld()), { folder, results });
    expect(onlyRun(server)).toMatchObject({
      name: 'mine',
      exitCode: 0,
      history: [{ _step: 1 }, { _step: 2 }, { _step: 3 }],
    });
  });

  it('is refused with resume "must"', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    const folder = await runFolder(dir.path, results);
    const tracker = await wandb(options(server, { resume: 'must' }), hastyWorld());
    await tell(tracker, { folder, results });
    expect(tracker.delivery?.reason).toBe('There is no W&B run "mine" in ent/p1 to resume.');
    expect(server.runs.size).toBe(0);
  });
});
