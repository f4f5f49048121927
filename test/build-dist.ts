import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type FileLock, tryFileLock } from '../src/util/file-lock.js';

export const root = fileURLToPath(new URL('..', import.meta.url));

const stamp = join(root, 'dist', 'index.js');
const LOOK_EVERY_MS = 100;

/** Builds `dist/` if a source file is newer. For tests that use the package as users do. */
export async function buildDist(): Promise<void> {
  await mkdir(join(root, 'build'), { recursive: true });
  const lock = await lockOfDist();
  try {
    if (isStale()) await build();
  } finally {
    lock.release();
  }
}

function isStale(): boolean {
  if (!existsSync(stamp)) return true;
  const builtAt = statSync(stamp).mtimeMs;
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true });
  return sources.some((entry) => entry.isFile() && statSync(join(entry.parentPath, entry.name)).mtimeMs > builtAt);
}

/** Type errors are told by `npm run types`; tsc writes the JavaScript all the same. */
async function build(): Promise<void> {
  const output = await new Promise<string>((resolve) => {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    execFile(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root }, (_error, stdout) => resolve(stdout));
  });
  if (!existsSync(stamp)) throw new Error(`dist could not be built:\n${output}`);
  const now = new Date();
  await utimes(stamp, now, now);
}

/** Two vitest processes must not write `dist/` at once. */
async function lockOfDist(): Promise<FileLock> {
  for (;;) {
    const attempt = tryFileLock(join(root, 'build', 'dist-lock'), { now: Date.now() });
    if (attempt.status === 'taken') return attempt.lock;
    await sleep(LOOK_EVERY_MS);
  }
}
