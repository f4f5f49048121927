import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasCode } from './system-error.js';

const SUFFIX = '.tmp';
const STALE_MS = 3_600_000;

/**
 * Writes a file so that other processes, or a killed one, leave or see the old content or the whole new one. Unlike
 * `writeFileAtomic` it does not wait for the disk: after a power loss the file may be missing or empty, so it is for what
 * can be had again, and readers must check what they read.
 */
export async function writeWholeFile(path: string, content: string): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${randomBytes(8).toString('hex')}${SUFFIX}`);
  try {
    const handle = await createIn(folder, temporary);
    try {
      await handle.writeFile(content);
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Removes what killed processes began to write an hour ago or earlier. */
export async function removeLeftovers(folder: string, now: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => each.startsWith('.') && each.endsWith(SUFFIX))) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }));
    if (now - mtimeMs > STALE_MS) await rm(path, { force: true });
  }
}

async function createIn(folder: string, path: string): ReturnType<typeof open> {
  try {
    return await open(path, 'wx');
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    await mkdir(folder, { recursive: true });
    return open(path, 'wx');
  }
}
