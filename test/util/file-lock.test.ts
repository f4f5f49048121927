import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryFileLock } from '../../src/util/file-lock.js';
import { withFileLock } from '../../src/util/with-file-lock.js';
import { tempDir } from '../temp-dir.js';

const now = Date.UTC(2026, 0, 1);
const since = new Date(now).toISOString();
const dead = { pid: 2 ** 22 - 1, host: hostname(), since, began: null };
const away = { pid: 1, host: 'elsewhere', since, began: null };

let dir: Awaited<ReturnType<typeof tempDir>>;
beforeEach(async () => {
  dir = await tempDir();
});
afterEach(() => dir[Symbol.asyncDispose]());

const path = () => join(dir.path, 'lock');
const leave = (file: string, holder: object, ageMs = 0) => {
  writeFileSync(file, JSON.stringify(holder));
  const then = new Date(Date.now() - ageMs);
  utimesSync(file, then, then);
};
const take = () => {
  const attempt = tryFileLock(path(), { now });
  if (attempt.status !== 'taken') throw new Error(`expected the lock, got ${attempt.status}`);
  return attempt.lock;
};

describe('a lock', () => {
  it('names its holder, keeps others out, and leaves nothing behind when it is given back', () => {
    const lock = take();
    const holder = JSON.parse(readFileSync(path(), 'utf8'));
    expect(holder).toMatchObject({ pid: process.pid, host: hostname(), since });
    expect(tryFileLock(path(), { now })).toEqual({ status: 'held', holder });
    expect(readdirSync(dir.path)).toEqual(['lock']);
    lock.release();
    expect(readdirSync(dir.path)).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')('of a living process is not lost, however old it is', () => {
    take();
    leave(path(), JSON.parse(readFileSync(path(), 'utf8')), 3_600_000);
    expect(tryFileLock(path(), { now, lapsesAfterMs: 10_000 })).toMatchObject({ status: 'held' });
  });

  it('of a dead process is taken over at once', () => {
    leave(path(), dead);
    take();
    expect(readdirSync(dir.path)).toEqual(['lock']);
  });

  it.each([
    ['of another host', away],
    ['that names nobody', {}],
  ])('%s is taken over when it is older than was asked for, and never when nothing was', (_, holder) => {
    leave(path(), holder, 11_000);
    expect(tryFileLock(path(), { now }).status).not.toBe('taken');
    expect(tryFileLock(path(), { now, lapsesAfterMs: 60_000 }).status).not.toBe('taken');
    expect(tryFileLock(path(), { now, lapsesAfterMs: 10_000 }).status).toBe('taken');
  });

  it('that is somebody else’s by now is not given back by its former holder', () => {
    const lock = take();
    leave(path(), away);
    lock.release();
    expect(existsSync(path())).toBe(true);
  });

  it('is taken over although the one who was about to do that has died', () => {
    leave(path(), dead);
    leave(`${path()}.takeover`, dead);
    expect(tryFileLock(path(), { now })).toEqual({ status: 'contested' });
    take();
    expect(readdirSync(dir.path)).toEqual(['lock']);
  });
});

describe('work under a lock', () => {
  const file = () => join(dir.path, 'new', 'numbers.json');

  it('goes on alone, also when many find the lock of a dead process', async () => {
    await withFileLock(file(), async () => {});
    leave(`${file()}.lock`, dead);
    let inside = 0;
    let most = 0;
    const turn = () =>
      withFileLock(file(), async () => {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside--;
      });
    await Promise.all(Array.from({ length: 12 }, turn));
    expect(most).toBe(1);
    expect(readdirSync(join(dir.path, 'new'))).toEqual([]);
  });

  it('gives the lock back when it fails', async () => {
    const failing = withFileLock(file(), async () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await withFileLock(file(), async () => 'made')).toBe('made');
  });
});
