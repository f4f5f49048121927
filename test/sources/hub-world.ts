import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SourceRow } from '../../src/sources/row.js';
import { type FakeHub, type FakeHubOptions, startFakeHub } from '../../src/testing/fake-hub.js';
import { type TestWorld, testWorld } from '../../src/testing/memory-world.js';

/** An empty folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hret-hub-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A hub for the length of a test. */
export async function fakeHub(options: FakeHubOptions): Promise<FakeHub> {
  const hub = await startFakeHub(options);
  onTestFinished(() => hub.close());
  return hub;
}

export interface HubTestWorld extends TestWorld {
  /** `HF_HOME` */
  readonly home: string;
  /** `HF_HUB_CACHE` */
  readonly cache: string;
}

/** A world whose only network is the given hub, with an empty cache (or that of an earlier world). */
export function hubWorld(hub: FakeHub, env: Record<string, string> = {}, home = temporaryFolder()): HubTestWorld {
  const world = testWorld({ fetch, env: { HF_ENDPOINT: hub.url, HF_HOME: home, ...env } });
  return { ...world, home, cache: join(home, 'hub') };
}

/** The same cache and no network: every request is refused. */
export function unplugged(world: HubTestWorld, env: Record<string, string> = {}): HubTestWorld {
  const { fetch: refuse, ...rest } = testWorld({ env: { ...world.env, ...env } });
  return { ...rest, fetch: refuse, home: world.home, cache: world.cache };
}

export async function rowsIn(source: { rows(signal?: AbortSignal): AsyncIterable<SourceRow> }): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const row of source.rows()) rows.push(row);
  return rows;
}

/** Rows as JSON Lines. */
export function jsonl(...rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** The error a promise ends in. */
export async function errorOf(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
