import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunFolder, Tracker } from '../../../src/core/tracker.js';
import type { World } from '../../../src/core/world.js';
import { tempDir } from '../../temp-dir.js';
import { type Fields, fieldsIn, recordsIn } from './log-reader.js';
import { finished, hastyWorld, record, runFolder, samples, tell, wandb } from './told-run.js';

const results = samples(8);
const env = { HOME: '/nowhere', WANDB_HOST: 'vm', WANDB_API_KEY: 'a-key-that-nobody-needs' };
/** Events happen at one moment, so that two tellings of a run are the same. */
const stillWorld = (overrides: Partial<World> = {}) =>
  hastyWorld({ env, now: () => Date.UTC(2026, 0, 1, 0, 1), ...overrides });
const options = (dir: string) => ({
  mode: 'offline',
  dir,
  projectName: 'p1',
  tags: ['t1', 't2'],
  group: 'g1',
  notes: 'nn',
});

const RUN = 'offline-run-20260101_000000-qvuull8pj115';
const logOf = (dir: string) => join(dir, 'wandb', RUN, 'run-qvuull8pj115.wandb');

interface Told {
  /** The number of the field a record has besides its own number. */
  readonly kind: number;
  readonly fields: Fields;
}

function toldIn(log: Buffer): Told[] {
  return recordsIn(log).map((bytes, place) => {
    const [[, [number]] = [0, []], [kind, [content]] = [0, []], ...others] = [...fieldsIn(bytes)] as [
      number,
      (number | Buffer)[],
    ][];
    expect(number).toBe(place + 1);
    expect(others).toEqual([]);
    return { kind, fields: fieldsIn(content as Buffer) };
  });
}

const textOf = (fields: Fields, field: number) => String(fields.get(field)?.[0]);

function itemsIn(fields: Fields): Record<string, unknown> {
  const items = (fields.get(1) ?? []).map((item) => fieldsIn(item as Buffer));
  return Object.fromEntries(items.map((item) => [textOf(item, 1), JSON.parse(textOf(item, 16))]));
}

async function undisturbed(): Promise<Buffer> {
  await using dir = await tempDir();
  const folder = await runFolder(dir.path, results);
  await tell(await wandb({ ...options(dir.path), logSamples: false, logResults: false }, stillWorld()), {
    folder,
    results,
  });
  return readFile(logOf(dir.path));
}

async function half(tracker: Tracker, folder: RunFolder, end: 'killed' | 'failed' | 'interrupted') {
  await tracker.handle({ type: 'run-start', record: record(), total: 8, folder });
  for (const result of results.slice(0, 4)) await tracker.handle({ type: 'sample-end', result });
  if (end !== 'killed')
    await tracker.handle({ type: 'run-end', record: finished({ status: end, metrics: { half: 1 } }) });
  await tracker[Symbol.asyncDispose]?.();
}

async function otherHalf(tracker: Tracker, folder: RunFolder) {
  const reused = {
    counts: { scored: 4, unscored: 0, failed: 0, truncated: 0 },
    means: { accuracy: { n: 4, mean: 0.5, squares: 1, isBinary: true } },
  };
  await tracker.handle({ type: 'run-start', record: record(), total: 8, folder });
  await tracker.handle({ type: 'samples-reused', count: 4, reused });
  for (const result of results.slice(4)) await tracker.handle({ type: 'sample-end', result });
  await tracker.handle({ type: 'run-end', record: finished() });
  await tracker[Symbol.asyncDispose]?.();
}

describe('an offline run', () => {
  it('is a folder with everything "wandb sync" needs, made without a key or a server', async () => {
    await using dir = await tempDir();
    const folder = await runFolder(dir.path, results);
    const world = stillWorld({ env: { HOME: '/nowhere' } });
    const tracker = await wandb(options(dir.path), world);
    await tell(tracker, { folder, results });
    expect(tracker.delivery).toMatchObject({ left: 0 });
    expect(tracker.outcome?.()).toBe(`W&B: wandb sync ${join(dir.path, 'wandb', RUN)}`);
    const told = toldIn(await readFile(logOf(dir.path)));
    const [HISTORY, SUMMARY, CONFIG, FILES, ARTIFACT, RUN_OF, EXIT, HEADER] = [2, 3, 5, 6, 8, 17, 18, 21];
    expect(told.map(({ kind }) => kind)).toEqual([
      ...[HEADER, RUN_OF, FILES],
      ...Array.from({ length: 7 }, () => [HISTORY, SUMMARY]).flat(),
      ...[FILES, ARTIFACT, HISTORY, SUMMARY, ARTIFACT, CONFIG, SUMMARY, EXIT],
    ]);
    const run = told[1]?.fields ?? new Map();
    expect([3, 6, 7, 8, 9].map((field) => textOf(run, field))).toEqual(['p1', 'g1', 'evaluation', 'kmmlu', 'nn']);
    expect(run.get(10)?.map(String)).toEqual(['t1', 't2']);
    expect(itemsIn(fieldsIn(run.get(4)?.[0] as Buffer))).toMatchObject({ lr: 0.1, 'a.b': [1, 2], 메모: '가나다' });
    expect(itemsIn(told[3]?.fields ?? new Map())).toMatchObject({ _step: 1, accuracy: 1 });
    expect(itemsIn(told.at(-2)?.fields ?? new Map())).toMatchObject({
      accuracy_stderr: 0.1,
      samples: { nrows: 8 },
      status: 'finished',
    });
    expect(told.at(-1)?.fields.get(1)).toEqual([0]);
  });

  it('has its table and the files of its artifacts beside it, where the log says they are', async () => {
    await using dir = await tempDir();
    const folder = await runFolder(dir.path, results);
    await tell(await wandb(options(dir.path), stillWorld()), { folder, results });
    const told = toldIn(await readFile(logOf(dir.path)));
    const files = told
      .filter(({ kind }) => kind === 6)
      .map(({ fields }) => textOf(fieldsIn(fields.get(1)?.[0] as Buffer), 1));
    expect(files).toEqual([
      'wandb-metadata.json',
      expect.stringMatching(/^media\/table\/samples_8_[0-9a-f]{20}\.table\.json$/),
    ]);
    for (const file of files) expect(existsSync(join(dir.path, 'wandb', RUN, 'files', file))).toBe(true);
    const artifacts = told.filter(({ kind }) => kind === 8).map(({ fields }) => fields);
    const places = artifacts.flatMap((fields) =>
      (fieldsIn(fields.get(12)?.[0] as Buffer).get(4) ?? []).map((entry) => textOf(fieldsIn(entry as Buffer), 6)),
    );
    expect(places).toHaveLength(3);
    for (const place of places) expect(existsSync(place)).toBe(true);
    expect(existsSync(join(dir.path, 'wandb', RUN, 'staged'))).toBe(false);
  });

  it.each(['killed', 'failed', 'interrupted'] as const)(
    'that was %s halfway and gone on with is, to the byte, one that was not',
    async (end) => {
      await using dir = await tempDir();
      const folder = await runFolder(dir.path, results);
      const short = { ...options(dir.path), logSamples: false, logResults: false };
      await half(await wandb(short, stillWorld()), folder, end);
      const between = toldIn(await readFile(logOf(dir.path)));
      expect(between.at(-1)?.kind).toBe(end === 'killed' ? 3 : 18);
      await otherHalf(await wandb(short, stillWorld()), folder);
      expect((await readFile(logOf(dir.path))).equals(await undisturbed())).toBe(true);
    },
  );

  it('written again after a crash, half a record at its end or not, is the same', async () => {
    await using dir = await tempDir();
    const folder = await runFolder(dir.path, results);
    await tell(await wandb(options(dir.path), stillWorld()), { folder, results });
    const whole = await readFile(logOf(dir.path));
    const state = join(folder.path, 'trackers', 'wandb', 'state.json');
    const { state: known } = JSON.parse(await readFile(state, 'utf8'));
    // The last three parcels had been written when the process died, and nobody had noted it down.
    await writeFile(state, JSON.stringify({ delivered: 8, state: { ...known, end: known.lasting, lastRow: {} } }));
    await writeFile(logOf(dir.path), Buffer.concat([whole, Buffer.from('half a rec')]));
    const tracker = await wandb(options(dir.path), stillWorld());
    expect(await tracker.replay(finished(), folder, 30_000)).toMatchObject({ delivered: 3, left: 0 });
    expect((await readFile(logOf(dir.path))).equals(whole)).toBe(true);
  });

  it('is written again from the beginning when what had been noted down is lost, and says so when the log is', async () => {
    await using dir = await tempDir();
    const folder = await runFolder(dir.path, results);
    await tell(await wandb(options(dir.path), stillWorld()), { folder, results });
    const whole = await readFile(logOf(dir.path));
    const state = join(folder.path, 'trackers', 'wandb', 'state.json');
    const written = await readFile(state, 'utf8');
    await rm(join(dir.path, 'wandb'), { recursive: true });
    await writeFile(state, JSON.stringify({ ...JSON.parse(written), delivered: 8 }));
    const lost = await (await wandb(options(dir.path), stillWorld())).replay(finished(), folder, 30_000);
    expect(lost).toMatchObject({
      delivered: 0,
      left: 3,
      reason: expect.stringContaining('was removed or cut while the run went on'),
    });
    await rm(state);
    await (await wandb(options(dir.path), stillWorld())).replay(finished(), folder, 30_000);
    expect((await readFile(logOf(dir.path))).equals(whole)).toBe(true);
  });

  it('that was uploaded and then gone on with, is to be uploaded again', async () => {
    await using dir = await tempDir();
    const folder = await runFolder(dir.path, results);
    await half(await wandb(options(dir.path), stillWorld()), folder, 'interrupted');
    await writeFile(`${logOf(dir.path)}.synced`, '');
    await otherHalf(await wandb(options(dir.path), stillWorld()), folder);
    expect(existsSync(`${logOf(dir.path)}.synced`)).toBe(false);
  });

  it('stays offline when it is gone on with online, and keeps the key to itself', async () => {
    await using dir = await tempDir();
    const folder = await runFolder(dir.path, results);
    await half(await wandb(options(dir.path), stillWorld()), folder, 'interrupted');
    await otherHalf(
      await wandb({ ...options(dir.path), mode: 'online', baseUrl: 'http://127.0.0.1:9' }, stillWorld()),
      folder,
    );
    expect(
      toldIn(await readFile(logOf(dir.path)))
        .at(-1)
        ?.fields.get(1),
    ).toEqual([0]);
    for (const file of await readdir(dir.path, { recursive: true, withFileTypes: true })) {
      if (file.isFile())
        expect(await readFile(join(file.parentPath, file.name), 'utf8')).not.toContain(env.WANDB_API_KEY);
    }
  });

  it('with an id of its own says that nobody looks whether it is there', async () => {
    await using dir = await tempDir();
    const world = stillWorld();
    await wandb({ ...options(dir.path), id: 'mine' }, world);
    expect(world.warnings).toEqual([expect.stringContaining('"wandb sync" writes its history from the first line')]);
  });

  it('that ends again without anything new has one end', async () => {
    await using dir = await tempDir();
    const folder = await runFolder(dir.path, results);
    const short = { ...options(dir.path), logSamples: false };
    const ended = (status: 'failed' | 'finished') =>
      ({ type: 'run-end', record: finished({ status, metrics: {} }) }) as const;
    const counts = { scored: 8, unscored: 0, failed: 0, truncated: 0 };
    const failed = await wandb(short, stillWorld());
    failed.handle({ type: 'run-start', record: record(), total: 8, folder });
    failed.handle({ type: 'samples-reused', count: 8, reused: { counts, means: {} } });
    failed.handle(ended('failed'));
    await failed[Symbol.asyncDispose]?.();
    const went = await wandb(short, stillWorld());
    went.handle({ type: 'run-start', record: record(), total: 8, folder });
    went.handle({ type: 'samples-reused', count: 8, reused: { counts, means: {} } });
    went.handle(ended('finished'));
    await went[Symbol.asyncDispose]?.();
    const told = toldIn(await readFile(logOf(dir.path)));
    expect(told.map(({ kind }) => kind)).toEqual([21, 17, 6, 8, 5, 3, 18]);
    expect(told.at(-1)?.fields.get(1)).toEqual([0]);
  });
});
