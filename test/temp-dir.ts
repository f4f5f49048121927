import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { configure, resetConfig } from '../src/config/settings.js';

/** A new folder, removed when the scope ends. */
export async function tempDir(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'hret-test-'));
  return {
    path,
    async [Symbol.asyncDispose]() {
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** Every test of the file gets an output folder of its own, quiet settings, and the default ones afterwards. Returns where it is. */
export function useOutputDir(): () => string {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hret-test-'));
    configure({ outputDir: folder, logLevel: 'silent' });
  });
  afterEach(async () => {
    resetConfig();
    await rm(folder, { recursive: true, force: true });
  });
  return () => folder;
}
