import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeFileAtomic } from '../../src/util/atomic-file.js';

describe('writeFileAtomic', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hret-atomic-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('writes the text and leaves nothing else in the folder', async () => {
    await writeFileAtomic(join(folder, 'run.json'), '{"이름":"평가"}');
    expect(await readFile(join(folder, 'run.json'), 'utf8')).toBe('{"이름":"평가"}');
    expect(await readdir(folder)).toEqual(['run.json']);
  });

  test('makes the folders that are missing', async () => {
    await writeFileAtomic(join(folder, 'a', 'b', 'run.json'), 'x');
    expect(await readFile(join(folder, 'a', 'b', 'run.json'), 'utf8')).toBe('x');
  });

  test('an open reader of the old file keeps reading the old content', async () => {
    const path = join(folder, 'run.json');
    await writeFile(path, 'old');
    const reader = await open(path, 'r');
    await writeFileAtomic(path, 'new content');
    expect(await reader.readFile('utf8')).toBe('old');
    await reader.close();
    expect(await readFile(path, 'utf8')).toBe('new content');
  });

  test('many writers at once leave one whole content', async () => {
    const path = join(folder, 'run.json');
    const contents = Array.from({ length: 20 }, (_, i) => String(i).repeat(10_000));
    await Promise.all(contents.map((content) => writeFileAtomic(path, content)));
    expect(contents).toContain(await readFile(path, 'utf8'));
    expect(await readdir(folder)).toEqual(['run.json']);
  });

  test('a failed write leaves no temporary file behind', async () => {
    await mkdir(join(folder, 'run.json', 'inside'), { recursive: true });
    await expect(writeFileAtomic(join(folder, 'run.json'), 'x')).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
    expect(await readdir(folder)).toEqual(['run.json']);
  });

  test('keeps bytes as they are', async () => {
    await writeFileAtomic(join(folder, 'raw'), Uint8Array.of(0, 255, 128, 10));
    expect([...(await readFile(join(folder, 'raw')))]).toEqual([0, 255, 128, 10]);
  });
});
