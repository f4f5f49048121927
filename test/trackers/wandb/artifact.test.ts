import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Artifact,
  artifactDigest,
  artifactIds,
  artifactName,
  manifestOf,
} from '../../../src/trackers/wandb/artifact.js';
import { stage } from '../../../src/trackers/wandb/staged-file.js';
import { tempDir } from '../../temp-dir.js';

/** `{"x":1}` and a newline: what the Python client 0.30.0 was recorded sending, and the digests it gave. */
const recorded = { text: '{"x":1}\n', md5: '3mIk9zWJ6fGhgA0NvudaCw==', digest: 'c609d4ac5b8a4f9dc60b01861431bcb3' };

async function artifact(folder: string, files: Readonly<Record<string, string>>): Promise<Artifact> {
  const staged = Object.entries(files).map(
    async ([name, text]) => [name, await stage(join(folder, name), [text])] as const,
  );
  return {
    name: 'eval-results',
    type: 'evaluation',
    aliases: ['latest'],
    files: Object.fromEntries(await Promise.all(staged)),
  };
}

describe('an artifact', () => {
  it('has the digests that the Python client gives', async () => {
    await using dir = await tempDir();
    const made = await artifact(dir.path, { 'samples.jsonl': recorded.text });
    expect(made.files['samples.jsonl']).toMatchObject({ md5: recorded.md5, size: 8 });
    expect(artifactDigest(made)).toBe(recorded.digest);
    expect(JSON.parse(manifestOf(made, () => 'QXJ0Og=='))).toEqual({
      ...{ version: 1, storagePolicy: 'wandb-storage-policy-v1', storagePolicyConfig: { storageLayout: 'V2' } },
      contents: { 'samples.jsonl': { digest: recorded.md5, size: 8, birthArtifactID: 'QXJ0Og==', skip_cache: false } },
    });
  });

  it('has a digest that does not depend on the order of its files', async () => {
    await using dir = await tempDir();
    const one = await artifact(dir.path, { b: '1', a: '2', B: '3' });
    const other = await artifact(dir.path, { B: '3', a: '2', b: '1' });
    expect(artifactDigest(one)).toBe(artifactDigest(other));
    expect(Object.keys(JSON.parse(manifestOf(one, () => '')).contents)).toEqual(['B', 'a', 'b']);
  });

  it('has ids of 128 characters that follow from the server, the run, the name and the content', async () => {
    await using dir = await tempDir();
    const made = await artifact(dir.path, { a: '1' });
    const scope = { run: 'r', place: 'http://w/ent/p' };
    const ids = artifactIds(scope, made);
    expect(ids.client).toMatch(/^[0-9a-z]{128}$/);
    expect(artifactIds(scope, made)).toEqual(ids);
    const changed = artifactIds(scope, await artifact(dir.path, { a: '2' }));
    expect(changed.client).not.toBe(ids.client);
    expect(changed.sequence).toBe(ids.sequence);
    expect(artifactIds({ ...scope, place: 'http://w/ent/q' }, made).sequence).not.toBe(ids.sequence);
  });

  it('has a name of the letters W&B takes', () => {
    expect(artifactName('run-한글/a b-samples')).toBe('run-___a_b-samples');
    expect(artifactName('a'.repeat(200))).toHaveLength(128);
  });
});

describe('a staged file', () => {
  it('is digested on the way to the disk, however large its pieces are', async () => {
    await using dir = await tempDir();
    const pieces = ['가'.repeat(200_000), 'b', '', '다'.repeat(100_000)];
    const path = join(dir.path, 'deep', 'file');
    const { md5, sha256, size } = await stage(path, pieces);
    expect(await readFile(path, 'utf8')).toBe(pieces.join(''));
    expect(size).toBe(900_001);
    const { createHash } = await import('node:crypto');
    expect(md5).toBe(createHash('md5').update(pieces.join('')).digest('base64'));
    expect(sha256).toBe(createHash('sha256').update(pieces.join('')).digest('hex'));
  });
});
