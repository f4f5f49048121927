import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const stamp = join(root, 'dist', 'index.js');
const lock = join(root, 'build', 'dist.lock');
const LOCK_MS = 60_000;

/** Builds `dist/` if a source file is newer. For tests that use the package as users do; also a vitest `globalSetup`. */
export async function buildDist(): Promise<void> {
  await mkdir(join(root, 'build'), { recursive: true });
  while (!(await isLockTaken())) await sleep(100);
  try {
    if (isStale()) await build();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

export default buildDist;

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

/** Two vitest processes must not write `dist/` at once. A lock left by a killed one is taken over. */
async function isLockTaken(): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    const heldSince = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (heldSince !== undefined && Date.now() - heldSince > LOCK_MS) await rm(lock, { recursive: true, force: true });
    return false;
  }
}
