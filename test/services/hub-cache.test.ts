import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureVenv } from '../../scripts/services/python.mjs';
import type { FakeHub } from '../../src/testing/fake-hub.js';
import { openHubDataset } from '../sources/hub-split.js';
import { fakeHub, type HubTestWorld, hubWorld, jsonl, rowsIn } from '../sources/hub-world.js';

const script = fileURLToPath(new URL('../../scripts/services/hub-cache.py', import.meta.url));
const rows = [{ question: '1+1?' }, { question: '대한민국의 수도는?' }];
const text = jsonl(...rows);
/** One file kept in git, and one that is large enough for the hub to send elsewhere for. */
const files = { 'data/train.jsonl': text, 'data/test.jsonl': new TextEncoder().encode(text) };
const paths = Object.keys(files);

let python: string;
beforeAll(() => {
  python = ensureVenv('huggingface_hub', ['huggingface_hub==2.4.0']);
});

interface Seen {
  readonly places: Readonly<Record<string, string>>;
  readonly texts: Readonly<Record<string, string>>;
  readonly repos: readonly string[];
  readonly refs: readonly string[];
  readonly files: readonly string[];
  readonly warnings: readonly string[];
}

async function askPython(hub: FakeHub, world: HubTestWorld, mode: 'ONLINE' | 'OFFLINE'): Promise<Seen> {
  const env = { PATH: process.env.PATH, HF_ENDPOINT: hub.url, HF_HOME: world.home, HF_HUB_DISABLE_TELEMETRY: '1' };
  const { stdout } = await promisify(execFile)(python, [script, mode, 'me/quiz', ...paths], { env });
  return JSON.parse(stdout);
}

describe('the cache shared with the huggingface_hub of Python', () => {
  it('serves us a file that Python downloaded, without a request beyond the revision', async () => {
    const hub = await fakeHub({ repos: { 'me/quiz': { files } } });
    const world = hubWorld(hub);
    const seen = await askPython(hub, world, 'ONLINE');
    expect(seen.texts).toEqual({ 'data/train.jsonl': text, 'data/test.jsonl': text });
    const before = hub.requests.length;
    for (const split of ['train', 'test']) {
      const opened = await openHubDataset({ repo: 'me/quiz', split }, world);
      expect((await rowsIn(opened)).map(({ row }) => row)).toEqual(rows);
    }
    expect(hub.requests.slice(before).map((request) => request.path)).toEqual([
      '/api/datasets/me/quiz/revision/main',
      '/api/datasets/me/quiz/revision/main',
    ]);
    const offline = hubWorld(hub, { HF_HUB_OFFLINE: '1' }, world.home);
    expect(await rowsIn(await openHubDataset({ repo: 'me/quiz', split: 'test' }, offline))).toHaveLength(2);
  });

  it('serves Python a file that we downloaded, offline, and online without downloading it again', async () => {
    const hub = await fakeHub({ repos: { 'me/quiz': { files } } });
    const world = hubWorld(hub);
    for (const split of ['train', 'test']) await rowsIn(await openHubDataset({ repo: 'me/quiz', split }, world));
    const before = hub.requests.length;
    const offline = await askPython(hub, world, 'OFFLINE');
    expect(offline).toMatchObject({
      texts: { 'data/train.jsonl': text, 'data/test.jsonl': text },
      repos: ['me/quiz'],
      refs: ['main'],
      files: ['test.jsonl', 'train.jsonl'],
      warnings: [],
    });
    expect(offline.places['data/test.jsonl']).toMatch(/snapshots\/[0-9a-f]{40}\/data\/test\.jsonl$/);
    expect(hub.requests).toHaveLength(before);
    const online = await askPython(hub, world, 'ONLINE');
    expect(online.texts).toEqual(offline.texts);
    expect(new Set(hub.requests.slice(before).map((request) => request.method))).toEqual(new Set(['HEAD']));
    expect(readdirSync(join(world.cache, 'datasets--me--quiz/blobs'))).toHaveLength(2);
  });

  it('holds each file once when both download at the same time', async () => {
    const hub = await fakeHub({ repos: { 'me/quiz': { files } } });
    const world = hubWorld(hub);
    const ours = async () => {
      for (const split of ['train', 'test']) await rowsIn(await openHubDataset({ repo: 'me/quiz', split }, world));
    };
    const [seen] = await Promise.all([askPython(hub, world, 'ONLINE'), ours(), ours()]);
    expect(seen.texts).toEqual({ 'data/train.jsonl': text, 'data/test.jsonl': text });
    expect(readdirSync(join(world.cache, 'datasets--me--quiz/blobs'))).toHaveLength(2);
  });
});
