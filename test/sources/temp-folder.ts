import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openFile, type RowFile } from '../../src/sources/file.js';
import type { SourceRow } from '../../src/sources/row.js';

/** A folder that is removed after the tests of the file, and short ways to write into it and read from it. */
export async function tempFolder() {
  const path = await mkdtemp(join(tmpdir(), 'hret-'));
  afterAll(() => rm(path, { recursive: true, force: true }));
  return {
    path,
    write: (name: string, content: string | Buffer) => writeFile(join(path, name), content),
    open: (name: string, options: { format?: RowFile['format'] } = {}) => openFile(name, { ...options, cwd: path }),
  };
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

export async function rowsOf(file: RowFile): Promise<SourceRow['row'][]> {
  return (await collect(file.rows())).map(({ row }) => row);
}

/** What arrives before a sequence fails, and the message it fails with. */
export async function untilError<Item>(items: AsyncIterable<Item>): Promise<{ items: Item[]; message: string }> {
  const before: Item[] = [];
  try {
    for await (const item of items) before.push(item);
  } catch (error) {
    return { items: before, message: error instanceof Error ? error.message : String(error) };
  }
  throw new Error('expected an error');
}
