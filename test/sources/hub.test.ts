import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { openHubRepo } from '../../src/sources/hub.js';
import type { FakeRepo } from '../../src/testing/fake-hub.js';
import { openHubDataset } from './hub-split.js';
import { errorOf, fakeHub, hubWorld, jsonl, rowsIn, unplugged } from './hub-world.js';

const quiz = { files: { 'test.jsonl': jsonl({ question: '1+1?' }, { question: '2+2?' }) } };

describe('a hub dataset', () => {
  it('gives its rows, numbered over all files of the split', async () => {
    const readme =
      '---\nconfigs:\n- config_name: Math\n  data_files:\n  - split: test\n    path: math/*.jsonl\n---\n# Quiz\n';
    const files = { 'README.md': readme, 'math/a.jsonl': jsonl({ n: 1 }, { n: 2 }), 'math/b.jsonl': jsonl({ n: 3 }) };
    const hub = await fakeHub({ repos: { 'me/quiz': { files } } });
    const opened = await openHubDataset({ repo: 'me/quiz', config: 'Math', split: 'test' }, hubWorld(hub));
    expect(await rowsIn(opened)).toEqual([
      { row: { n: 1 }, where: 'me/quiz Math/test row 1' },
      { row: { n: 2 }, where: 'me/quiz Math/test row 2' },
      { row: { n: 3 }, where: 'me/quiz Math/test row 3' },
    ]);
    expect(opened.files).toEqual(['math/a.jsonl', 'math/b.jsonl']);
    expect(opened.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(opened.source).toEqual({ hub: 'me/quiz', revision: 'main', commit: opened.commit });
  });

  it('is asked for its revision once, and each file once, however often it is read', async () => {
    const hub = await fakeHub({ repos: { 'me/quiz': quiz } });
    const opened = await openHubDataset({ repo: 'me/quiz' }, hubWorld(hub));
    expect(hub.requests).toHaveLength(1);
    expect(await rowsIn(opened)).toEqual(await rowsIn(opened));
    expect(hub.requests.map((request) => request.path)).toEqual([
      '/api/datasets/me/quiz/revision/main',
      `/datasets/me/quiz/resolve/${opened.commit}/test.jsonl`,
    ]);
    expect((await rowsIn(opened))[1]?.where).toBe('me/quiz test row 2');
  });

  it('knows its size without reading once its Parquet files are in the cache', async () => {
    const bytes = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'n', data: [1, 2, 3] }] }));
    const hub = await fakeHub({ repos: { 'me/quiz': { files: { 'data/test-00000-of-00001.parquet': bytes } } } });
    const world = hubWorld(hub);
    const first = await openHubDataset({ repo: 'me/quiz', split: 'test' }, world);
    expect(first.size).toBeUndefined();
    expect(await rowsIn(first)).toHaveLength(3);
    expect((await openHubDataset({ repo: 'me/quiz', split: 'test' }, world)).size).toBe(3);
  });

  it('stays at its commit while the repository moves on', async () => {
    const repo = { files: { 'test.jsonl': jsonl({ n: 1 }) } };
    const hub = await fakeHub({ repos: { 'me/quiz': repo } });
    const world = hubWorld(hub);
    const before = await openHubDataset({ repo: 'me/quiz' }, world);
    repo.files = { 'test.jsonl': jsonl({ n: 2 }) };
    expect((await rowsIn(before))[0]?.row).toEqual({ n: 1 });
    const after = await openHubDataset({ repo: 'me/quiz' }, world);
    expect((await rowsIn(after))[0]?.row).toEqual({ n: 2 });
    const pinned = await openHubDataset({ repo: 'me/quiz', revision: before.commit }, world);
    expect((await rowsIn(pinned))[0]?.row).toEqual({ n: 1 });
  });

  it('reads JSON Lines in a file called .json, as the hub has many', async () => {
    const files = { 'a/train.json': jsonl({ n: 1 }, { n: 2 }), 'b/train.json': '[{"n":3}]' };
    const hub = await fakeHub({ repos: { 'me/quiz': { files } } });
    const opened = await openHubDataset({ repo: 'me/quiz' }, hubWorld(hub));
    expect((await rowsIn(opened)).map(({ row }) => row.n)).toEqual([1, 2, 3]);
  });

  it('stops at the signal', async () => {
    const hub = await fakeHub({ repos: { 'me/quiz': quiz } });
    const opened = await openHubDataset({ repo: 'me/quiz' }, hubWorld(hub));
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    const reading = (async () => {
      for await (const _ of opened.rows(stop.signal));
    })();
    await expect(reading).rejects.toThrow('enough');
  });
});

describe('the hub cache', () => {
  it("has the layout of Python's huggingface_hub", async () => {
    const files = { 'data/test.jsonl': jsonl({ n: 1 }), 'data/train.parquet': new Uint8Array([1, 2, 3]) };
    const hub = await fakeHub({ repos: { 'me/quiz': { files } } });
    const world = hubWorld(hub);
    const opened = await openHubDataset({ repo: 'me/quiz', split: 'test' }, world);
    await rowsIn(opened);
    const folder = join(world.cache, 'datasets--me--quiz');
    expect(readFileSync(join(folder, 'refs/main'), 'utf8')).toBe(opened.commit);
    const link = join(folder, 'snapshots', opened.commit, 'data/test.jsonl');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readlinkSync(link)).toMatch(/^\.\.\/\.\.\/\.\.\/blobs\/[0-9a-f]{40}$/);
    expect(readFileSync(link, 'utf8')).toBe(jsonl({ n: 1 }));
    expect(readdirSync(join(folder, 'blobs'))).toHaveLength(1);
  });

  it('that already has a file of the commit spares the download', async () => {
    const hub = await fakeHub({ repos: { 'me/quiz': quiz } });
    const world = hubWorld(hub);
    const { commit } = await openHubRepo({ repo: 'me/quiz' }, world);
    const snapshot = join(world.cache, 'datasets--me--quiz/snapshots', commit);
    mkdirSync(snapshot, { recursive: true });
    writeFileSync(join(snapshot, 'test.jsonl'), quiz.files['test.jsonl']);
    await rowsIn(await openHubDataset({ repo: 'me/quiz' }, world));
    expect(hub.requests.filter((request) => request.path.includes('/resolve/'))).toEqual([]);
  });

  it('whose blob was deleted gets it again', async () => {
    const hub = await fakeHub({ repos: { 'me/quiz': quiz } });
    const world = hubWorld(hub);
    await rowsIn(await openHubDataset({ repo: 'me/quiz' }, world));
    rmSync(join(world.cache, 'datasets--me--quiz/blobs'), { recursive: true });
    expect(await rowsIn(await openHubDataset({ repo: 'me/quiz' }, world))).toHaveLength(2);
  });

  it('that has the content under another commit only adds a link', async () => {
    const bytes = new TextEncoder().encode(jsonl({ n: 1 }));
    const repo: FakeRepo = { files: { 'test.jsonl': bytes } };
    const hub = await fakeHub({ repos: { 'me/quiz': repo } });
    const world = hubWorld(hub);
    await rowsIn(await openHubDataset({ repo: 'me/quiz' }, world));
    const folder = join(world.cache, 'datasets--me--quiz');
    const blobFile = () => readdirSync(join(folder, 'blobs')).map((blob) => statSync(join(folder, 'blobs', blob)).ino);
    const before = blobFile();
    repo.files = { 'test.jsonl': bytes, 'notes.txt': 'a second commit' };
    expect(await rowsIn(await openHubDataset({ repo: 'me/quiz' }, world))).toHaveLength(1);
    expect(readdirSync(join(folder, 'snapshots'))).toHaveLength(2);
    expect(blobFile()).toEqual(before);
  });

  it('is enough to work offline, without a single request', async () => {
    const hub = await fakeHub({ repos: { 'me/quiz': quiz } });
    const world = hubWorld(hub);
    const online = await rowsIn(await openHubDataset({ repo: 'me/quiz' }, world));
    const asked = hub.requests.length;
    const offline = hubWorld(hub, { HF_HUB_OFFLINE: '1' }, world.home);
    expect(await rowsIn(await openHubDataset({ repo: 'me/quiz' }, offline))).toEqual(online);
    expect(hub.requests).toHaveLength(asked);
  });

  it('names the file that is missing offline, and how to get it', async () => {
    const files = {
      'data/test-00000-of-00002.jsonl': jsonl({ n: 1 }),
      'data/test-00001-of-00002.jsonl': jsonl({ n: 2 }),
    };
    const hub = await fakeHub({ repos: { 'me/quiz': { files } } });
    const world = hubWorld(hub);
    const opened = await openHubDataset({ repo: 'me/quiz', split: 'test' }, world);
    for await (const _ of opened.rows()) break;
    const offline = hubWorld(hub, { HF_HUB_OFFLINE: 'yes' }, world.home);
    const error = await errorOf(openHubDataset({ repo: 'me/quiz', split: 'test' }, offline));
    expect(error.message).toBe(
      'me/quiz: data/test-00001-of-00002.jsonl is not in the cache and HF_HUB_OFFLINE is set. Run once without it, or fetch the file: ' +
        `hf download --repo-type dataset me/quiz "data/test-00001-of-00002.jsonl" --revision ${opened.commit}`,
    );
    const never = await errorOf(openHubDataset({ repo: 'me/other' }, offline));
    expect(never.message).toContain('me/other: revision "main" is not in the cache and HF_HUB_OFFLINE is set.');
  });

  it('that holds some of the numbered files, and nothing that says how many there are, is not taken for the whole', async () => {
    const hub = await fakeHub({ repos: {} });
    const world = hubWorld(hub, { HF_HUB_OFFLINE: '1' });
    const folder = join(world.cache, 'datasets--me--quiz');
    const commit = 'a'.repeat(40);
    mkdirSync(join(folder, 'refs'), { recursive: true });
    mkdirSync(join(folder, 'snapshots', commit, 'data'), { recursive: true });
    writeFileSync(join(folder, 'refs/main'), commit);
    writeFileSync(join(folder, 'snapshots', commit, 'data/test-00000-of-00002.jsonl'), jsonl({ n: 1 }));
    const error = await errorOf(openHubDataset({ repo: 'me/quiz', split: 'test' }, world));
    expect(error.message).toBe('me/quiz/test: only 1 of its 2 files are there.');
    expect(world.warnings).toEqual([
      'me/quiz: the cache does not say which files the dataset has; only those in it are read (1).',
    ]);
  });

  it('is used with a warning when there is no network', async () => {
    const hub = await fakeHub({ repos: { 'me/quiz': quiz } });
    const world = hubWorld(hub);
    const online = await rowsIn(await openHubDataset({ repo: 'me/quiz' }, world));
    const alone = unplugged(world);
    expect(await rowsIn(await openHubDataset({ repo: 'me/quiz' }, alone))).toEqual(online);
    expect(alone.warnings).toHaveLength(1);
    expect(alone.warnings[0]).toMatch(
      /^me\/quiz: reading the cached revision "main" \(commit [0-9a-f]{8}\), since http.* cannot be reached/,
    );
    expect(alone.sleeps).toEqual([]);
  });

  it('without a network and without the dataset ends in an error, after four more tries', async () => {
    const hub = await fakeHub({ repos: {} });
    const alone = unplugged(hubWorld(hub));
    const error = await errorOf(openHubDataset({ repo: 'me/quiz' }, alone));
    expect(error.message).toContain(`${hub.url} cannot be reached`);
    expect(alone.sleeps).toHaveLength(4);
  });

  it('never holds a half-written blob', async () => {
    const hub = await fakeHub({ repos: { 'me/quiz': quiz }, faults: [{ path: 'test.jsonl', cutAfter: 5, times: 9 }] });
    const world = hubWorld(hub);
    const opened = await openHubDataset({ repo: 'me/quiz' }, world);
    await errorOf(rowsIn(opened));
    const blobs = join(world.cache, 'datasets--me--quiz/blobs');
    expect(readdirSync(blobs)).toEqual([]);
    expect(existsSync(join(world.cache, 'datasets--me--quiz/snapshots'))).toBe(false);
  });

  it('survives several readers that download the same file at once', async () => {
    const bytes = new TextEncoder().encode(jsonl(...Array.from({ length: 20_000 }, (_, n) => ({ n }))));
    const hub = await fakeHub({ repos: { 'me/quiz': { files: { 'test.jsonl': bytes } } } });
    const world = hubWorld(hub);
    const read = async () => rowsIn(await openHubDataset({ repo: 'me/quiz' }, world));
    const all = await Promise.all([read(), read(), read()]);
    for (const rows of all) expect(rows).toHaveLength(20_000);
    expect(readdirSync(join(world.cache, 'datasets--me--quiz/blobs'))).toHaveLength(1);
  });
});

describe('a download', () => {
  const long = new TextEncoder().encode(jsonl(...Array.from({ length: 5_000 }, (_, n) => ({ n }))));

  it('that breaks off goes on where it was', async () => {
    const hub = await fakeHub({
      repos: { 'me/quiz': { files: { 'test.jsonl': long } } },
      faults: [{ server: 'cdn', cutAfter: 10_000 }],
    });
    expect(await rowsIn(await openHubDataset({ repo: 'me/quiz' }, hubWorld(hub)))).toHaveLength(5_000);
    const fromCdn = hub.requests.filter((request) => request.server === 'cdn');
    expect(fromCdn.map((request) => [request.status, request.range])).toEqual([
      [200, undefined],
      [206, 'bytes=10000-'],
    ]);
  });

  it('whose content is not what the hub announced is started over', async () => {
    const wrong = long.slice().fill(0x20, 0, 8);
    const hub = await fakeHub({
      repos: { 'me/quiz': { files: { 'test.jsonl': long } } },
      faults: [{ server: 'cdn', body: wrong }],
    });
    expect(await rowsIn(await openHubDataset({ repo: 'me/quiz' }, hubWorld(hub)))).toHaveLength(5_000);
    expect(hub.requests.filter((request) => request.server === 'cdn')).toHaveLength(2);
  });

  it('waits as long as a busy hub asks, up to four times', async () => {
    const busy = { path: 'test.jsonl', status: 429, headers: { 'retry-after': '7' }, times: 4 };
    const hub = await fakeHub({ repos: { 'me/quiz': quiz }, faults: [busy] });
    const world = hubWorld(hub);
    expect(await rowsIn(await openHubDataset({ repo: 'me/quiz' }, world))).toHaveLength(2);
    expect(world.sleeps).toEqual([7000, 7000, 7000, 7000]);
  });

  it('gives up on a hub that stays broken, and says so', async () => {
    const hub = await fakeHub({ repos: { 'me/quiz': quiz }, faults: [{ path: 'test.jsonl', status: 503, times: 9 }] });
    const world = hubWorld(hub);
    const error = await errorOf(rowsIn(await openHubDataset({ repo: 'me/quiz' }, world)));
    expect(error.message).toBe(`${hub.url} answered 503 for test.jsonl of me/quiz. Try again later.`);
    expect(world.sleeps).toHaveLength(4);
  });
});

describe('the token', () => {
  const secret = {
    files: { 'test.parquet': new Uint8Array(), 'test.jsonl': new TextEncoder().encode(jsonl({ n: 1 })) },
  };

  it.each([
    ['HF_TOKEN', { HF_TOKEN: 'hf_a' }],
    ['HUGGING_FACE_HUB_TOKEN', { HUGGING_FACE_HUB_TOKEN: ' hf_a\n' }],
    ['HUGGING_FACE_TOKEN', { HUGGING_FACE_TOKEN: 'hf_a' }],
  ])('is taken from %s and kept secret', async (_, env) => {
    const hub = await fakeHub({ repos: { 'me/quiz': { ...quiz, private: true } }, tokens: ['hf_a'] });
    const world = hubWorld(hub, env);
    expect(await rowsIn(await openHubDataset({ repo: 'me/quiz' }, world))).toHaveLength(2);
    expect(world.secrets).toContain('hf_a');
  });

  it('is taken from the token file of HF_HOME, and one given explicitly wins', async () => {
    const hub = await fakeHub({ repos: { 'me/quiz': { ...quiz, private: true } }, tokens: ['hf_file', 'hf_given'] });
    const world = hubWorld(hub);
    writeFileSync(join(world.home, 'token'), 'hf_file\n');
    await openHubRepo({ repo: 'me/quiz' }, world);
    await openHubRepo({ repo: 'me/quiz', token: 'hf_given' }, { ...world, env: { ...world.env, HF_TOKEN: 'hf_bad' } });
    expect(hub.requests.map((request) => request.authorization)).toEqual(['Bearer hf_file', 'Bearer hf_given']);
  });

  it('goes to the hub and not to the server its files come from', async () => {
    const hub = await fakeHub({
      repos: { 'me/quiz': { files: { 'test.jsonl': secret.files['test.jsonl'] } } },
      tokens: ['hf_a'],
    });
    await rowsIn(await openHubDataset({ repo: 'me/quiz' }, hubWorld(hub, { HF_TOKEN: 'hf_a' })));
    const seen = hub.requests.map((request) => [request.server, request.authorization]);
    expect(seen).toEqual([
      ['hub', 'Bearer hf_a'],
      ['hub', 'Bearer hf_a'],
      ['cdn', undefined],
    ]);
  });

  it('that the hub does not know is named as the reason', async () => {
    const hub = await fakeHub({ repos: { 'me/quiz': quiz } });
    const error = await errorOf(openHubDataset({ repo: 'me/quiz' }, hubWorld(hub, { HF_TOKEN: 'hf_old' })));
    expect(error.message).toContain('does not accept the token it was given (401). Set HF_TOKEN to a valid token');
    expect(error.message).not.toContain('hf_old');
  });

  it('is asked for when a dataset is gated, with the page where its terms are', async () => {
    const hub = await fakeHub({ repos: { 'me/quiz': { ...quiz, gated: ['hf_in'] } }, tokens: ['hf_in', 'hf_out'] });
    const read = async (env: Record<string, string>) =>
      rowsIn(await openHubDataset({ repo: 'me/quiz' }, hubWorld(hub, env)));
    const without = await errorOf(read({}));
    expect(without.message).toContain(`Accept the terms at ${hub.url}/datasets/me/quiz and set HF_TOKEN`);
    expect(without.code).toBe('usage');
    const outside = await errorOf(read({ HF_TOKEN: 'hf_out' }));
    expect(outside.message).toContain('with the account HF_TOKEN belongs to');
    expect(await read({ HF_TOKEN: 'hf_in' })).toHaveLength(2);
  });
});

describe('what does not exist is named with what does', () => {
  const repos = {
    'me/quiz': { files: quiz.files, branches: { v2: quiz.files } },
    'me/riddles': quiz,
  };

  it('for the dataset', async () => {
    const hub = await fakeHub({ repos });
    const error = await errorOf(openHubDataset({ repo: 'me/quizz' }, hubWorld(hub)));
    expect(error.message).toBe(
      `There is no dataset "me/quizz" at ${hub.url}. If it is private, set HF_TOKEN. Did you mean "me/quiz"?`,
    );
    expect(error.code).toBe('not_found');
  });

  it('for the revision', async () => {
    const hub = await fakeHub({ repos });
    const error = await errorOf(openHubDataset({ repo: 'me/quiz', revision: 'v3' }, hubWorld(hub)));
    expect(error.message).toBe('me/quiz has no revision "v3". Did you mean "v2"? It has: main, v2.');
  });

  it('for the split', async () => {
    const hub = await fakeHub({ repos });
    const error = await errorOf(openHubDataset({ repo: 'me/quiz', split: 'tset' }, hubWorld(hub)));
    expect(error.message).toBe('me/quiz has no split "tset". Did you mean "test"? It has: test.');
  });

  it('for the subset', async () => {
    const files = { 'Law/test.jsonl': jsonl({ n: 1 }), 'Math/test.jsonl': jsonl({ n: 2 }) };
    const hub = await fakeHub({ repos: { 'me/quiz': { files } } });
    const error = await errorOf(openHubDataset({ repo: 'me/quiz', config: 'Maths', split: 'test' }, hubWorld(hub)));
    expect(error.message).toBe('me/quiz has no subset "Maths". Did you mean "Math"? It has: Law, Math.');
  });

  it('for a name that is none', async () => {
    const hub = await fakeHub({ repos });
    const error = await errorOf(openHubDataset({ repo: '../../etc' }, hubWorld(hub)));
    expect(error.message).toBe('"../../etc" is not the name of a hub dataset; they look like HAERAE-HUB/KMMLU.');
  });

  it('for a repository without rows', async () => {
    const hub = await fakeHub({ repos: { 'me/quiz': { files: { 'quiz.txt': 'x', 'quiz.zip': 'x' } } } });
    const error = await errorOf(openHubDataset({ repo: 'me/quiz' }, hubWorld(hub)));
    expect(error.message).toContain(
      'me/quiz has no files of rows (parquet, jsonl, json, csv, tsv and xlsx can be read). It has: quiz.txt, quiz.zip.',
    );
  });
});

describe('a dataset that is made by a script', () => {
  it("is read from the hub's Parquet copy", async () => {
    const copy = (n: number) => new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'n', data: [n] }] }));
    const converted = {
      'easy/test/0000.parquet': copy(1),
      'easy/fewshot/0000.parquet': copy(2),
      'hard/partial-test/0000.parquet': copy(3),
    };
    const files = { 'quiz.py': 'import datasets', 'raw/all.csv': 'n\n9\n' };
    const hub = await fakeHub({ repos: { 'me/quiz': { files, branches: { 'refs/convert/parquet': converted } } } });
    const world = hubWorld(hub);
    const opened = await openHubDataset({ repo: 'me/quiz', config: 'easy', split: 'fewshot' }, world);
    expect((await rowsIn(opened)).map(({ row }) => row.n)).toEqual([2]);
    expect(opened.source).toMatchObject({ revision: 'refs/convert/parquet', commit: opened.commit });
    const partial = await errorOf(openHubDataset({ repo: 'me/quiz', config: 'hard', split: 'test' }, world));
    expect(partial.message).toBe('me/quiz has no subset "hard". It has: easy.');
  });
});

describe('a hub that is none', () => {
  it('is told apart by its answer', async () => {
    const hub = await fakeHub({ repos: { 'me/quiz': quiz }, faults: [{ path: 'revision', body: '<html>' }] });
    const error = await errorOf(openHubDataset({ repo: 'me/quiz' }, hubWorld(hub)));
    expect(error.message).toContain('did not answer like a Hugging Face hub. Check HF_ENDPOINT');
  });

  it('cannot lead a file name out of the cache', async () => {
    const readme = '---\nconfigs:\n- config_name: X\n  data_files: ../../../evil.jsonl\n---\n';
    const files = { 'README.md': readme, '../../../evil.jsonl': jsonl({ n: 1 }) };
    const hub = await fakeHub({ repos: { 'me/quiz': { files } } });
    const error = await errorOf(openHubDataset({ repo: 'me/quiz' }, hubWorld(hub)));
    expect(error.message).toBe('me/quiz/train: none of the files its README promises is there.');
  });
});
