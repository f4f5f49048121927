import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { fileRunStore } from '../../src/history/run-store.js';
import { tempDir } from '../temp-dir.js';
import { collect, keepRun, recordOf } from './fixtures.js';
import { killHard, start } from './processes/start.js';

const quiet = { redact: (text: string) => text, now: Date.now, warn: () => {} };

it('a process killed again and again loses no row of an earlier turn, and none is there twice', {
  timeout: 60_000,
}, async () => {
  await using folder = await tempDir();
  const acknowledged = join(folder.path, 'acknowledged');
  const store = fileRunStore(folder.path, quiet);
  await keepRun(store, recordOf('r'));
  for (let kill = 0; kill < 5; kill += 1) {
    rmSync(acknowledged, { force: true });
    const child = start('append-rows.ts', folder.path, acknowledged);
    while (!existsSync(acknowledged) || readFileSync(acknowledged, 'utf8') === '') await sleep(5);
    await sleep(Math.random() * 100);
    await killHard(child);

    const log = await store.reopen('r');
    const indices = (await collect(log.heads())).map(({ index }) => index);
    await log.close();
    expect(indices.length).toBeGreaterThanOrEqual(Number(readFileSync(acknowledged, 'utf8')));
    expect(indices).toEqual(indices.map((_, place) => place));
    expect((await collect(store.results('r'))).map(({ index }) => index)).toEqual(indices);
  }
});

it('a run that another process has open is refused until that process is gone', { timeout: 60_000 }, async () => {
  await using folder = await tempDir();
  const store = fileRunStore(folder.path, quiet);
  await keepRun(store, recordOf('r'));
  const holder = start('hold-run.ts', folder.path);
  if (holder.stdout !== null) await once(holder.stdout, 'data');
  await expect(store.reopen('r')).rejects.toMatchObject({
    code: 'store',
    message: expect.stringContaining(`process ${holder.pid} has held it since`),
  });
  await killHard(holder);
  await (await store.reopen('r')).close();
});
