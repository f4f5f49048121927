import { describe, expect, it } from 'vitest';
import { startFakeHub } from '../../src/testing/fake-hub.js';

const files = { 'test.jsonl': '{}\n', 'test.parquet': new Uint8Array([1, 2, 3, 4]) };

describe('the fake hub', () => {
  it('sends text itself and large files from a second server, with the headers that tell them apart', async () => {
    await using hub = await startFakeHub({ repos: { 'me/quiz': { files } } });
    const text = await fetch(`${hub.url}/datasets/me/quiz/resolve/main/test.jsonl`, { method: 'HEAD' });
    expect(text.status).toBe(200);
    expect(text.headers.get('etag')).toMatch(/^"[0-9a-f]{40}"$/);
    expect(text.headers.get('content-length')).toBe('3');
    const large = await fetch(`${hub.url}/datasets/me/quiz/resolve/main/test.parquet`, { redirect: 'manual' });
    expect(large.status).toBe(302);
    expect(large.headers.get('x-linked-etag')).toMatch(/^"[0-9a-f]{64}"$/);
    expect(large.headers.get('x-linked-size')).toBe('4');
    expect(large.headers.get('x-repo-commit')).toBe(text.headers.get('x-repo-commit'));
    const location = large.headers.get('location') ?? '';
    expect(new URL(location).port).not.toBe(new URL(hub.url).port);
    const rest = await fetch(location, { headers: { range: 'bytes=1-' } });
    expect([rest.status, rest.headers.get('content-range')]).toEqual([206, 'bytes 1-3/4']);
    expect(hub.requests.map(({ server, method, status }) => [server, method, status])).toEqual([
      ['hub', 'HEAD', 200],
      ['hub', 'GET', 302],
      ['cdn', 'GET', 206],
    ]);
  });

  it('keeps old commits when files change, and lists datasets and revisions', async () => {
    const repo = { files: { 'a.csv': 'x\n1\n' }, branches: { v1: { 'a.csv': 'x\n0\n' } } };
    await using hub = await startFakeHub({ repos: { 'me/quiz': repo } });
    const json = async (path: string) => (await fetch(hub.url + path)).json();
    const commit = async () => ((await json('/api/datasets/me/quiz/revision/main')) as { sha: string }).sha;
    const before = await commit();
    repo.files = { 'a.csv': 'x\n2\n' };
    expect(await commit()).not.toBe(before);
    const old = await fetch(`${hub.url}/datasets/me/quiz/resolve/${before}/a.csv`);
    expect(await old.text()).toBe('x\n1\n');
    expect(await json('/api/datasets/me/quiz/refs')).toMatchObject({ branches: [{ name: 'main' }, { name: 'v1' }] });
    expect(await json('/api/datasets?author=me')).toEqual([{ id: 'me/quiz' }]);
  });

  it.each([
    ['an unknown dataset, without a token', '/api/datasets/me/nothing', undefined, 401, null],
    ['an unknown dataset, with a token', '/api/datasets/me/nothing', 'hf_a', 404, 'RepoNotFound'],
    ['a private dataset, without a token', '/api/datasets/me/secret', undefined, 401, null],
    ['a private dataset, with a token', '/api/datasets/me/secret', 'hf_a', 200, null],
    ['a wrong token', '/api/datasets/me/quiz', 'hf_b', 401, null],
    ['an unknown revision', '/api/datasets/me/quiz/revision/v9', undefined, 404, 'RevisionNotFound'],
    ['an unknown file', '/datasets/me/quiz/resolve/main/x', undefined, 404, 'EntryNotFound'],
    ['a gated file, without a token', '/datasets/me/gated/resolve/main/test.jsonl', undefined, 401, 'GatedRepo'],
    ['a gated file, with a token', '/datasets/me/gated/resolve/main/test.jsonl', 'hf_a', 200, null],
  ])('answers %s as the hub does', async (_, path, token, status, code) => {
    const repos = { 'me/quiz': { files }, 'me/secret': { files, private: true }, 'me/gated': { files, gated: true } };
    await using hub = await startFakeHub({ repos, tokens: ['hf_a'] });
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const reply = await fetch(hub.url + path, { headers });
    expect([reply.status, reply.headers.get('x-error-code')]).toEqual([status, code]);
  });

  it('breaks as often as it is told to', async () => {
    const faults = [{ path: 'test.jsonl', status: 429, headers: { 'retry-after': '1' }, times: 2 }];
    await using hub = await startFakeHub({ repos: { 'me/quiz': { files } }, faults });
    const statuses: number[] = [];
    for (let time = 0; time < 3; time++) {
      statuses.push((await fetch(`${hub.url}/datasets/me/quiz/resolve/main/test.jsonl`)).status);
    }
    expect(statuses).toEqual([429, 429, 200]);
  });
});
