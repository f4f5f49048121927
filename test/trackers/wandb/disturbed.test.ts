import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunFolder } from '../../../src/core/tracker.js';
import type { World } from '../../../src/core/world.js';
import { tempDir } from '../../temp-dir.js';
import { type FakeWandb, startFakeWandb, type WandbFault, type WandbRequest } from './fake-wandb.js';
import { stateOf } from './stored-state.js';
import { events, finished, hastyWorld, outboxText, record, runFolder, samples, tell, wandb } from './told-run.js';

const results = samples(8);
const options = (server: FakeWandb) => ({ projectName: 'p1', entity: 'ent', baseUrl: server.url });

let told: Promise<unknown> | undefined;
/** What the server holds of a run that nothing happened to. */
function undisturbed(): Promise<unknown> {
  told ??= tellUndisturbed();
  return told;
}

async function tellUndisturbed(): Promise<unknown> {
  await using dir = await tempDir();
  await using server = await startFakeWandb();
  const folder = await runFolder(dir.path, results);
  await tell(await wandb(options(server), hastyWorld()), { folder, results });
  return stateOf(server);
}

async function sync(server: FakeWandb, folder: RunFolder, world: World = hastyWorld()) {
  const tracker = await wandb(options(server), world);
  return tracker.replay(finished(), folder, 30_000);
}

const isUpload = ({ path }: WandbRequest) => path.startsWith('/storage/');

/** The first `times` requests of a kind go wrong. */
function first(times: number, is: (request: WandbRequest) => boolean, fault: WandbFault) {
  let left = times;
  return (request: WandbRequest) => (is(request) && left-- > 0 ? fault : undefined);
}

describe('a disturbed run leaves in W&B what an undisturbed one leaves', () => {
  it.each<[string, (request: WandbRequest) => WandbFault | undefined]>([
    ['the storage answers 503', first(5, isUpload, { status: 503 })],
    [
      'every third request fails',
      (
        (count) => () =>
          ++count % 3 === 0 ? { status: 500 } : undefined
      )(0),
    ],
  ])('when %s', async (_, fault) => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    server.fault = fault;
    const folder = await runFolder(dir.path, results);
    const tracker = await wandb(options(server), hastyWorld());
    await tell(tracker, { folder, results });
    if (tracker.delivery?.left !== 0) expect(await sync(server, folder)).toMatchObject({ left: 0 });
    expect(server.complaints).toEqual([]);
    expect(stateOf(server)).toEqual(await undisturbed());
  });

  it('when the server is down until "hret sync"', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    server.fault = () => ({ status: 503 });
    const folder = await runFolder(dir.path, results);
    const tracker = await wandb(options(server), hastyWorld());
    await tell(tracker, { folder, results });
    expect(tracker.delivery).toMatchObject({ delivered: 0, left: 11 });
    expect(tracker.delivery?.reason).toContain('503');
    server.fault = undefined;
    expect(await sync(server, folder)).toMatchObject({ delivered: 11, left: 0 });
    expect(stateOf(server)).toEqual(await undisturbed());
  });

  it.each(['UpsertBucket', 'CommitArtifact', 'file_stream'])(
    'when it goes down for good at the second %s, and what had been noted down is lost, too',
    async (step) => {
      await using dir = await tempDir();
      await using server = await startFakeWandb();
      let seen = 0;
      let isDown = false;
      server.fault = (request) => {
        if (request.operation === step || request.path.endsWith(step)) isDown ||= ++seen === 2;
        return isDown ? { status: 500 } : undefined;
      };
      const folder = await runFolder(dir.path, results);
      await tell(await wandb(options(server), hastyWorld()), { folder, results });
      server.fault = undefined;
      await rm(join(folder.path, 'trackers', 'wandb', 'state.json'), { force: true });
      expect(await sync(server, folder)).toMatchObject({ left: 0 });
      expect(server.complaints).toEqual([]);
      expect(stateOf(server)).toEqual(await undisturbed());
    },
  );

  it('when everything is delivered once more', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    const folder = await runFolder(dir.path, results);
    await tell(await wandb(options(server), hastyWorld()), { folder, results });
    await rm(join(folder.path, 'trackers', 'wandb', 'state.json'));
    expect(await sync(server, folder)).toMatchObject({ delivered: 11, left: 0 });
    expect(stateOf(server)).toEqual(await undisturbed());
  });

  it.each(['interrupted', 'failed', 'killed'] as const)('when it was %s halfway and gone on with', async (how) => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    const folder = await runFolder(dir.path, results);
    const half = { ...finished(), status: how === 'failed' ? ('failed' as const) : ('interrupted' as const) };
    const began = await wandb(options(server), hastyWorld());
    const counted = { counts: { total: 8, scored: 4, unscored: 0, failed: 0, truncated: 0 }, metrics: { half: 1 } };
    const end = how === 'killed' ? 'killed' : { ...half, ...counted };
    for (const event of events({ folder, results: results.slice(0, 4), end }))
      began.handle(event.type === 'run-start' ? { ...event, total: 8 } : event);
    await began[Symbol.asyncDispose]?.();
    const went = await wandb(options(server), hastyWorld());
    const means = { accuracy: { n: 4, mean: 0.5, squares: 1, isBinary: true } };
    const { total: _, ...reusedCounts } = counted.counts;
    went.handle({ type: 'run-start', record: record(), total: 8, folder });
    went.handle({ type: 'samples-reused', count: 4, reused: { counts: reusedCounts, means } });
    for (const result of results.slice(4)) went.handle({ type: 'sample-end', result });
    went.handle({ type: 'run-end', record: finished() });
    await went[Symbol.asyncDispose]?.();
    expect(server.complaints).toEqual([]);
    expect(stateOf(server, { newestOnly: true })).toEqual(await undisturbed());
  });

  it('when a power loss took the last samples and parcels, though those had arrived', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    const folder = await runFolder(dir.path, results);
    const began = await wandb(options(server), hastyWorld());
    began.handle({ type: 'run-start', record: record(), total: 8, folder });
    for (const result of results.slice(0, 5)) began.handle({ type: 'sample-end', result });
    await began[Symbol.asyncDispose]?.();
    const outbox = join(folder.path, 'trackers', 'wandb', 'outbox.jsonl');
    const lines = (await readFile(outbox, 'utf8')).split('\n');
    await writeFile(outbox, `${lines.slice(0, 3).join('\n')}\n`);
    const went = await wandb(options(server), hastyWorld());
    const means = { accuracy: { n: 2, mean: 0.5, squares: 0.5, isBinary: true } };
    went.handle({ type: 'run-start', record: record(), total: 8, folder });
    const counts = { scored: 2, unscored: 0, failed: 0, truncated: 0 };
    went.handle({ type: 'samples-reused', count: 2, reused: { counts, means } });
    for (const result of results.slice(2)) went.handle({ type: 'sample-end', result });
    went.handle({ type: 'run-end', record: finished() });
    await went[Symbol.asyncDispose]?.();
    expect(stateOf(server)).toEqual(await undisturbed());
  });

  it('unless the key is wrong: then it says so, asks no more, and keeps everything', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    const world = hastyWorld({ env: { WANDB_API_KEY: 'wrong-key-wrong-key', HOME: '/nowhere' } });
    const folder = await runFolder(dir.path, results);
    const tracker = await wandb(options(server), world);
    await tell(tracker, { folder, results });
    expect(server.requests.length).toBeLessThan(3);
    expect(tracker.delivery).toMatchObject({ delivered: 0, left: 11 });
    expect(world.warnings[0]).toMatch(
      /^W&B: .*\/graphql answered 401.*Is the W&B key right \(WANDB_API_KEY, ~\/\.netrc\)/,
    );
    expect((await outboxText(folder)).trim().split('\n')).toHaveLength(11);
    expect(await sync(server, folder)).toMatchObject({ delivered: 11, left: 0 });
  });

  it('and a key is not shown to another server than the run was meant for', async () => {
    await using dir = await tempDir();
    await using server = await startFakeWandb();
    await using other = await startFakeWandb();
    server.fault = () => ({ status: 500 });
    const folder = await runFolder(dir.path, results);
    await tell(await wandb(options(server), hastyWorld()), { folder, results });
    const delivery = await sync(other, folder);
    expect(delivery.reason).toContain(`Set WANDB_BASE_URL=${server.url} to send it.`);
    expect(other.requests).toEqual([]);
  });
});
