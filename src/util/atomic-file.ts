import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasCode } from './system-error.js';

/**
 * Writes a file so that a reader, or a crash, sees either the old content or the whole new one, never a part.
 * Makes the folder when it is missing. After it resolves the content survives a power loss.
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.hret-${randomBytes(8).toString('hex')}.tmp`);
  try {
    await writeThrough(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** Makes the names in a folder (new files, renames) survive a power loss. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; NTFS journals names by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!isUnsupported(error)) throw error;
  } finally {
    await handle.close();
  }
}

/** Some network and user-space file systems cannot sync a folder; there is nothing to be done about it there. */
function isUnsupported(error: unknown): boolean {
  return hasCode(error, 'EINVAL', 'ENOTSUP', 'ENOSYS');
}

async function writeThrough(path: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
