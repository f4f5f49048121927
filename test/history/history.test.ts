import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/core/run-record.js';
import { compareMetric } from '../../src/history/compare-metric.js';
import { Database } from '../../src/history/database.js';
import { type History, type HistoryOptions, openHistory } from '../../src/history/history.js';
import { memoryRunStore } from '../../src/history/run-store.js';
import { migrate } from '../../src/history/schema.js';
import { tempDir } from '../temp-dir.js';
import { recordOf } from './fixtures.js';
import { start } from './processes/start.js';

let folder: Awaited<ReturnType<typeof tempDir>>;
let warnings: string[];
beforeEach(async () => {
  folder = await tempDir();
  warnings = [];
});
afterEach(() => folder[Symbol.asyncDispose]());

const open = (options: Partial<HistoryOptions> = {}): Promise<History> =>
  openHistory(folder.path, { warn: (message) => warnings.push(message), ...options });
const database = () => join(folder.path, 'history.db');

let minute = 0;
function finished(runId: string, parts: Partial<RunRecord> = {}): RunRecord {
  minute += 1;
  const startedAt = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
  return recordOf(runId, { status: 'finished', startedAt, finishedAt: startedAt, ...parts });
}

describe('openHistory', () => {
  it('makes nothing where nothing was kept', async () => {
    using history = await openHistory(join(folder.path, 'none'), { warn: () => {} });
    expect(history.entries()).toEqual([]);
    expect(history.compareMetric('accuracy')).toEqual({});
    expect(() => history.find('a')).toThrow(expect.objectContaining({ code: 'not_found' }));
    expect(existsSync(join(folder.path, 'none'))).toBe(false);
  });

  it('finds what another opening kept', async () => {
    using first = await open();
    first.upsert(finished('a', { metrics: { accuracy: 1 } }));
    first.close();
    using second = await open();
    expect(second.finished()).toMatchObject([{ runId: 'a', metrics: { accuracy: 1 } }]);
  });

  it('refuses a history of a newer version by number', async () => {
    using history = await open();
    history.upsert(finished('a'));
    history.close();
    const raw = new Libsql(database());
    raw.exec('PRAGMA user_version = 7');
    raw.close();
    await expect(open()).rejects.toMatchObject({
      code: 'store',
      message: /history\.db has version 7; this hret knows versions up to 2/,
    });
  });

  it('says what to do about a file that is no history', async () => {
    writeFileSync(database(), 'not a database '.repeat(1000));
    await expect(open()).rejects.toMatchObject({ code: 'store', message: /Delete it.*hret history --rebuild/ });
  });

  it('says that the runs are safe when there is no SQL library, or none that can be loaded', async () => {
    const missing = Object.assign(new Error("Cannot find package 'libsql'"), { code: 'ERR_MODULE_NOT_FOUND' });
    await expect(open({ load: throwing(missing) })).rejects.toMatchObject({
      code: 'missing_package',
      message: /npm install libsql\. The runs themselves are safe.*hret history --rebuild/,
    });
    const broken = new Error('libsql.node: invalid ELF header');
    await expect(open({ load: throwing(broken) })).rejects.toMatchObject({
      code: 'store',
      message: /invalid ELF header\. The runs themselves are safe/,
      cause: broken,
    });
  });
});

function throwing(error: Error): () => never {
  return () => {
    throw error;
  };
}

/** The tables as the first version made them, without the indexes that stayed as they were. */
const firstVersion = `
  CREATE TABLE runs (
    run_id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, parent_id TEXT, status TEXT NOT NULL, dataset TEXT,
    model TEXT, started_at TEXT NOT NULL, finished_at TEXT, spec_hash TEXT, record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX runs_in_order ON runs (started_at, run_id, name, kind, parent_id, status);
  CREATE TABLE metrics (
    name TEXT NOT NULL, run_id TEXT NOT NULL REFERENCES runs (run_id) ON DELETE CASCADE, value REAL NOT NULL, n INTEGER,
    stderr REAL, lo REAL, hi REAL, PRIMARY KEY (name, run_id)
  ) STRICT, WITHOUT ROWID;`;

describe('migrate', () => {
  it('brings a history of the first version up to date, its runs with it', async () => {
    const old = new Database(database(), Libsql);
    old.exec(firstVersion);
    const record = finished('a', { metrics: { zeta: 0.1 + 0.2, alpha: 1 } });
    old.run(
      "INSERT INTO runs (run_id, name, kind, status, started_at, record) VALUES ('a', 'a', 'evaluation', 'finished', ?, ?)",
      record.startedAt,
      JSON.stringify(record),
    );
    old.exec('PRAGMA user_version = 1');
    old.close();
    using history = await open();
    expect(history.lines()).toEqual([
      { name: 'a', startedAt: record.startedAt, status: 'finished', metrics: { zeta: 0.1 + 0.2, alpha: 1 } },
    ]);
    expect(Object.keys(history.lines()[0]?.metrics ?? {})).toEqual(['zeta', 'alpha']);
    history.upsert({ ...record, metrics: { zeta: 2 } });
    expect(history.lines()).toMatchObject([{ metrics: { zeta: 2 } }]);
  });

  it('leaves alone what another process brought up to date while this one waited for its turn', () => {
    class Slow extends Database {
      override write(work: () => void): void {
        const other = new Database(database(), Libsql);
        migrate(other);
        other.close();
        super.write(work);
      }
    }
    const slow = new Slow(database(), Libsql);
    migrate(slow);
    expect(slow.rows('SELECT * FROM runs')).toEqual([]);
    slow.close();
  });
});

describe('History', () => {
  it('gives finished, failed and interrupted runs, the oldest first; running ones only among all entries', async () => {
    using history = await open();
    const later = finished('later');
    history.upsert(later);
    history.upsert(finished('running', { status: 'running' }));
    history.upsert(finished('failed', { status: 'failed' }));
    history.upsert(finished('interrupted', { status: 'interrupted' }));
    history.upsert({ ...later, runId: 'first', name: 'first', startedAt: '2025-01-01T00:00:00.000Z' });
    const rows = (entries: ReturnType<History['entries']>) => entries.map(({ name, status }) => `${name} ${status}`);
    expect(rows(history.finished())).toEqual([
      'first finished',
      'later finished',
      'failed failed',
      'interrupted interrupted',
    ]);
    expect(rows(history.entries())).toContain('running running');
  });

  it('replaces the earlier record of a run, its metrics too', async () => {
    using history = await open();
    history.upsert(finished('a', { status: 'running', metrics: { old: 1, accuracy: 0 } }));
    history.upsert(finished('a', { metrics: { accuracy: 1 } }));
    expect(history.entries()).toHaveLength(1);
    expect(history.entries()[0]?.metrics).toEqual({ accuracy: 1 });
    expect(history.metricSeries('old')).toEqual([]);
    expect(history.compareMetric('accuracy')).toMatchObject({ a: 1 });
  });

  it('gives a metric over time exactly, with its interval', async () => {
    using history = await open();
    const value = 0.1 + 0.2;
    const a = finished('a', {
      metrics: { accuracy: value },
      stats: { accuracy: { n: 10, unscored: 1, mean: value, stderr: 0.1, ci95: [0.1, 0.5] } },
    });
    const b = finished('b', { metrics: { accuracy: 1 }, status: 'failed' });
    for (const record of [a, b, finished('c', { metrics: { f1: 1 } })]) history.upsert(record);
    expect(history.metricSeries('accuracy')).toEqual([
      {
        runId: 'a',
        runName: 'a',
        startTime: a.startedAt,
        status: 'finished',
        value,
        n: 10,
        stderr: 0.1,
        ci95: [0.1, 0.5],
      },
      { runId: 'b', runName: 'b', startTime: b.startedAt, status: 'failed', value: 1 },
    ]);
  });

  it('compares runs as they are shown: contexts with their evaluations', async () => {
    using history = await open();
    for (const record of [
      finished('one', { kind: 'context', metrics: { cost: 1 } }),
      finished('x', { name: 'model', parentId: 'one', metrics: { accuracy: 0.5 } }),
      finished('two', { kind: 'context' }),
      finished('y', { name: 'a', parentId: 'two', metrics: { accuracy: 0.6 } }),
      finished('z', { name: 'b', parentId: 'two', metrics: { accuracy: 0.7 } }),
      finished('solo', { metrics: { accuracy: 0.4 } }),
    ]) {
      history.upsert(record);
    }
    expect(history.compareMetric('accuracy')).toEqual({
      one: 0.5,
      'two/a': 0.6,
      'two/b': 0.7,
      solo: 0.4,
      _stats: { best: 0.7, worst: 0.4, average: expect.closeTo(0.55), bestRun: 'two/b' },
    });
    expect(history.compareMetric('b/accuracy')).toMatchObject({ two: 0.7 });
    expect(history.compareMetric('cost')).toMatchObject({ one: 1 });
    expect(history.metricSeries('accuracy').map(({ runName }) => runName)).toEqual(['one', 'two/a', 'two/b', 'solo']);
  });

  it('compares what it shows: the light way gives what the entries give', async () => {
    using history = await open();
    const names = ['a', 'b', 'a'];
    const spec = { model: { id: 'm', params: {} }, evaluators: [], trials: 1, seed: 1 };
    for (let number = 0; number < 30; number += 1) {
      const metrics = { m: number, 'a/m': -number };
      history.upsert(
        finished(`run-${number}`, {
          name: names[number % 3] ?? '',
          metrics: number % 7 === 0 ? { 'a/m': -number } : metrics,
          status: number % 6 === 0 ? 'failed' : 'finished',
          ...(number % 5 === 0
            ? { kind: 'context' }
            : { spec: { ...spec, dataset: { name: `dataset-${number}`, params: {} } } }),
          ...(number % 5 > 2 && { parentId: `run-${number - (number % 5)}` }),
        }),
      );
    }
    expect(history.lines()).toEqual(
      history.entries().map(({ name, startedAt, status, metrics, dataset, model }) => ({
        ...{ name, startedAt, status, metrics },
        ...(dataset !== undefined && { dataset }),
        ...(model !== undefined && { model }),
      })),
    );
    for (const metric of ['m', 'a/m', 'b/m', 'a #2/m']) {
      const shown = history.finished().filter((entry) => metric in entry.metrics);
      expect(history.metricSeries(metric).map(({ runName, value }) => [runName, value])).toEqual(
        shown.map(({ name, metrics }) => [name, metrics[metric]]),
      );
      expect(history.compareMetric(metric)).toEqual(compareMetric(history.entries(), metric));
    }
  });

  it('finds a record by id, name or beginning', async () => {
    using history = await open();
    const [old, young] = [finished('a-1', { name: 'a' }), finished('a-2', { name: 'a' })];
    history.upsert(young);
    history.upsert(old);
    expect(history.find('a-1')).toEqual(old);
    expect(history.find('a')).toEqual(young);
    expect(() => history.find('a-')).toThrow(/begins the id of 2 runs/);
    expect(() => history.find('aa-1')).toThrow(/Did you mean "a-1"\?/);
  });

  it('takes secrets out before they are stored, and refuses NaN', async () => {
    using history = await open({ redact: (text) => text.replaceAll('s3cret', '[redacted]') });
    history.upsert(finished('a', { error: 's3cret', metadata: { apiKey: 'x' } }));
    expect(history.find('a')).toMatchObject({ error: '[redacted]', metadata: { apiKey: '[redacted]' } });
    expect(() => history.upsert(finished('b', { metrics: { accuracy: Number.NaN } }))).toThrow(/NaN under "accuracy"/);
    expect(history.entries()).toHaveLength(1);
  });

  it('is made anew from the runs: what is missing comes in, what is gone goes out and is told', async () => {
    const store = memoryRunStore();
    for (let number = 0; number < 450; number += 1)
      await store.save(finished(`run-${number}`, { metrics: { number } }));
    using history = await open();
    history.upsert(finished('gone'));
    history.upsert(finished('run-1', { metrics: { wrong: 1 } }));
    expect(await history.rebuild(store)).toBe(450);
    expect(history.entries().map(({ runId }) => runId)).toEqual(
      Array.from({ length: 450 }, (_, number) => `run-${number}`),
    );
    expect(history.compareMetric('number')).toMatchObject({ 'run-1': 1, _stats: { best: 449 } });
    expect(history.metricSeries('wrong')).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('the run "gone" has no folder any more')]);
    rmSync(database());
    using anew = await open();
    expect(await anew.rebuild(store)).toBe(450);
  });

  it('is not set back by a rebuild while a run ends', async () => {
    const store = memoryRunStore();
    const running = finished('a', { status: 'running' });
    await store.save(running);
    using history = await open();
    const slowStore = {
      ...store,
      record: (runId: string) => store.record(runId),
      async *records() {
        yield running;
        await store.save({ ...running, status: 'finished' });
        history.upsert({ ...running, status: 'finished' });
      },
    };
    await history.rebuild(slowStore);
    expect(history.find('a').status).toBe('finished');
  });

  it('keeps a run whose folder cannot be read just now', async () => {
    const store = memoryRunStore();
    using history = await open();
    history.upsert(finished('a'));
    await history.rebuild({
      ...store,
      records: () => store.records(),
      record: () => Promise.reject(new Error('broken run.json')),
    });
    expect(history.entries()).toHaveLength(1);
  });

  it('loses nothing when several processes write at once', { timeout: 90_000 }, async () => {
    const children = ['a', 'b', 'c', 'd'].map((name) => start('insert-runs.ts', folder.path, name));
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0, 0]);
    using history = await open();
    const counts = new Map<string, number>();
    for (const { name } of history.finished()) counts.set(name, (counts.get(name) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({ a: 100, b: 100, c: 100, d: 100 });
  });
});
