import { onTestFinished, vi } from 'vitest';
import type { FakeRepo } from '../../src/testing/fake-hub.js';
import { fakeHub, temporaryFolder } from '../sources/hub-world.js';

/** A hub that every run of a test asks, with an empty cache. */
export async function useHub(repos: Readonly<Record<string, FakeRepo>>): Promise<void> {
  const hub = await fakeHub({ repos });
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv('HF_ENDPOINT', hub.url);
  vi.stubEnv('HF_HOME', temporaryFolder());
  vi.stubEnv('HF_HUB_CACHE', '');
  vi.stubEnv('HF_TOKEN', '');
}
