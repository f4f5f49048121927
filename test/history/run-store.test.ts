import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunStore } from '../../src/core/run-store.js';
import { fileRunStore, memoryRunStore } from '../../src/history/run-store.js';
import { Secrets } from '../../src/util/redact.js';
import { describeRunStore } from '../contracts/run-store.js';
import { tempDir } from '../temp-dir.js';
import { collect, keepRun, recordOf, rowOf } from './fixtures.js';

const unchanged = (text: string) => text;
const now = () => Date.UTC(2026, 10, 21);

describeRunStore('in memory', async () => ({ store: memoryRunStore(), dispose: async () => {} }));

describeRunStore('in files', async () => {
  const folder = await tempDir();
  const warn = (message: string) => expect.unreachable(message);
  return {
    store: fileRunStore(folder.path, { redact: unchanged, now, warn }),
    dispose: async () => folder[Symbol.asyncDispose](),
  };
});

describe('fileRunStore', () => {
  let folder: Awaited<ReturnType<typeof tempDir>>;
  let warnings: string[];
  let store: RunStore;
  const pathOf = (...names: string[]) => join(folder.path, 'runs', ...names);
  const journal = () => pathOf('r', 'samples.jsonl');
  const linesOf = (path: string) => readFileSync(path, 'utf8').split('\n').slice(0, -1);

  function openStore(redact = unchanged): RunStore {
    return fileRunStore(folder.path, { redact, now, warn: (message) => warnings.push(message) });
  }

  beforeEach(async () => {
    folder = await tempDir();
    warnings = [];
    store = openStore();
  });
  afterEach(() => folder[Symbol.asyncDispose]());

  describe('its files', () => {
    it('are made by the first write and not before', async () => {
      const deep = fileRunStore(join(folder.path, 'a', 'b'), { redact: unchanged, now, warn: unchanged });
      await collect(deep.records());
      await deep.record('r');
      expect(existsSync(join(folder.path, 'a'))).toBe(false);
      await keepRun(deep, recordOf('r'), [rowOf(0)]);
      expect(readdirSync(join(folder.path, 'a', 'b', 'runs', 'r')).sort()).toEqual(['run.json', 'samples.jsonl']);
    });

    it('hold one row a line with its keys in the documented order, and a record a person can read', async () => {
      const row = rowOf(0, {
        trial: 0,
        stage: 'score',
        group: 'g',
        attempts: 2,
        usage: {},
        costUsd: 1,
        options: [],
        finish: 'length',
        reason: 'r',
        error: 'e',
        candidates: [],
        warnings: [],
      });
      await keepRun(store, recordOf('r'), [row]);
      const [line = ''] = linesOf(journal());
      expect(Object.keys(JSON.parse(line)).join()).toBe(
        'key,index,trial,status,stage,scores,group,latencyMs,attempts,usage,costUsd,' +
          'id,input,reference,options,prediction,finish,evaluation,reason,error,candidates,warnings,metadata',
      );
      expect(readFileSync(pathOf('r', 'run.json'), 'utf8')).toContain('\n  "runId": "r",\n');
    });

    it('are never outside of the runs folder', async () => {
      for (const runId of ['../r', 'a/b', 'a\\b', '.', '..', '', '.hidden', 'a\u0000b']) {
        await expect(store.create(recordOf(runId)), runId).rejects.toMatchObject({ code: 'usage' });
        await expect(store.save(recordOf(runId)), runId).rejects.toMatchObject({ code: 'usage' });
        await expect(store.reopen(runId), runId).rejects.toMatchObject({ code: 'not_found' });
        expect(() => store.resultsSync(runId), runId).toThrow(/There is no run/);
      }
      expect(readdirSync(folder.path)).toEqual([]);
    });

    it('of a run whose record was refused are taken back, so that the id can be used', async () => {
      await expect(store.create(recordOf('r', { metrics: { accuracy: Number.NaN } }))).rejects.toThrow(/NaN/);
      expect(readdirSync(pathOf())).toEqual([]);
      await keepRun(store, recordOf('r'));
    });
  });

  describe('appending', () => {
    it('rows of one turn are in the file when the next turn begins, without a flush', async () => {
      const log = await store.create(recordOf('r'));
      log.append(rowOf(0));
      log.append(rowOf(1));
      expect(statSync(journal()).size).toBe(0);
      await turn();
      expect(linesOf(journal())).toHaveLength(2);
      await log.close();
    });

    it('rows beyond the buffer go to the file at once, also one that is longer than the buffer', async () => {
      const log = await store.create(recordOf('r'));
      for (let index = 0; index < 30; index += 1) log.append(rowOf(index, { input: '가'.repeat(10_000) }));
      expect(statSync(journal()).size).toBeGreaterThan(256 * 1024);
      log.append(rowOf(30, { input: '나'.repeat(400_000) }));
      log.append(rowOf(31));
      await log.close();
      const results = store.resultsSync('r');
      expect(results.map(({ index }) => index)).toEqual(Array.from({ length: 32 }, (_, index) => index));
      expect(results[30]?.input).toHaveLength(400_000);
      expect(await collect(store.results('r'))).toEqual(results);
    });

    // A disk that is full for every write.
    it.skipIf(!existsSync('/dev/full'))(
      'a full disk is told by the next append and by close, and the lock is given back',
      async () => {
        mkdirSync(pathOf('r'), { recursive: true });
        writeFileSync(pathOf('r', 'run.json'), JSON.stringify(recordOf('r')));
        symlinkSync('/dev/full', journal());
        const log = await store.reopen('r');
        log.append(rowOf(0));
        await turn();
        const full = {
          code: 'store',
          stopsRun: true,
          message: /samples\.jsonl could not be written: ENOSPC.*Free some space/,
        };
        expect(() => log.append(rowOf(1))).toThrow(expect.objectContaining({ code: 'store' }));
        await expect(log.flush()).rejects.toMatchObject(full);
        await expect(log.close()).rejects.toMatchObject(full);
        expect(existsSync(pathOf('r', 'lock'))).toBe(false);
      },
    );
  });

  describe('reopening', () => {
    it('cuts off a torn last row, tells so, and goes on behind the last whole one', async () => {
      await keepRun(store, recordOf('r'), [rowOf(0), rowOf(1)]);
      appendFileSync(journal(), '{"key":"q2","index":2,"sta');
      const log = await store.reopen('r');
      expect(warnings).toEqual([
        expect.stringMatching(/samples\.jsonl: the last row was torn by a crash \(26 bytes\)/),
      ]);
      log.append(rowOf(2));
      await log.close();
      expect(store.resultsSync('r').map(({ index }) => index)).toEqual([0, 1, 2]);
      expect(warnings).toHaveLength(1);
    });

    it('cuts off a torn row that is all there is, and one longer than a chunk', async () => {
      await keepRun(store, recordOf('r'));
      appendFileSync(journal(), '{"key":"q');
      await (await store.reopen('r')).close();
      expect(statSync(journal()).size).toBe(0);
      await keepRun(store, recordOf('s'), [rowOf(0)]);
      const { size } = statSync(pathOf('s', 'samples.jsonl'));
      appendFileSync(pathOf('s', 'samples.jsonl'), `{"key":"${'가'.repeat(100_000)}`);
      await (await store.reopen('s')).close();
      expect(statSync(pathOf('s', 'samples.jsonl')).size).toBe(size);
    });

    it('passes over a damaged line in the middle, tells its number, and counts its sample as not done', async () => {
      await keepRun(store, recordOf('r'), [rowOf(0), rowOf(1), rowOf(2), rowOf(3)]);
      const [first = '', second = '', third = '', fourth = ''] = linesOf(journal());
      const damaged = [second.slice(0, 40), third.slice(0, -20), '[]', '{"key":1,"id":"x"}'];
      writeFileSync(journal(), `${[first, ...damaged, '', fourth].join('\n')}\n`);
      const log = await store.reopen('r');
      expect((await collect(log.heads())).map(({ index }) => index)).toEqual([0, 3]);
      expect(warnings.map((warning) => warning.match(/samples\.jsonl:(\d+)/)?.[1])).toEqual(['2', '3', '4', '5']);
      warnings.length = 0;
      expect((await collect(log.rows(() => true))).map(({ index }) => index)).toEqual([0, 3]);
      expect(warnings).toHaveLength(4);
      await log.close();
      expect(store.resultsSync('r').map(({ index }) => index)).toEqual([0, 3]);
      expect((await collect(store.results('r'))).map(({ index }) => index)).toEqual([0, 3]);
    });

    it('tells of a row whose texts are damaged behind a whole head when the texts are read', async () => {
      await keepRun(store, recordOf('r'), [rowOf(0), rowOf(1)]);
      writeFileSync(journal(), readFileSync(journal(), 'utf8').replace('질문 0"', '질문 0'));
      expect(store.resultsSync('r').map(({ index }) => index)).toEqual([1]);
      expect((await collect(store.results('r'))).map(({ index }) => index)).toEqual([1]);
      expect(warnings).toEqual([
        expect.stringContaining('the row at byte 0'),
        expect.stringContaining('the row at byte 0'),
      ]);
    });

    it('finds lines wherever the chunks it reads end', async () => {
      const rows = Array.from({ length: 400 }, (_, index) => rowOf(index, { input: '한'.repeat((index * 37) % 5000) }));
      await keepRun(store, recordOf('r'), [...rows.slice(200), ...rows.slice(0, 200)]);
      expect(statSync(journal()).size).toBeGreaterThan(2 * 1024 * 1024);
      const expected = rows.map(({ key: _, ...result }) => result);
      expect(await collect(store.results('r'))).toEqual(expected);
      expect(store.resultsSync('r')).toEqual(expected);
      const log = await store.reopen('r');
      expect(await collect(log.heads())).toHaveLength(400);
      await log.close();
    });

    it('stops reading where the reader stops', async () => {
      await keepRun(
        store,
        recordOf('r'),
        Array.from({ length: 3000 }, (_, index) => rowOf(index, { input: 'x'.repeat(1000) })),
      );
      for await (const result of store.results('r')) if (result.index === 1) break;
      const log = await store.reopen('r');
      for await (const head of log.heads()) if (head.index === 1) break;
      await log.close();
    });
  });

  describe('the lock', () => {
    const dead = { pid: 2 ** 22 - 1, host: hostname(), since: '2026-01-01T00:00:00.000Z', began: null };
    const leaveLock = (holder: unknown) =>
      writeFileSync(pathOf('r', 'lock'), typeof holder === 'string' ? holder : JSON.stringify(holder));
    beforeEach(() => keepRun(store, recordOf('r')));

    it('says who holds the run, and is gone when the run is closed', async () => {
      const log = await store.reopen('r');
      expect(JSON.parse(readFileSync(pathOf('r', 'lock'), 'utf8'))).toMatchObject({
        pid: process.pid,
        host: hostname(),
        since: '2026-11-21T00:00:00.000Z',
      });
      await log.close();
      expect(existsSync(pathOf('r', 'lock'))).toBe(false);
    });

    it('of a dead process of this host is taken over', async () => {
      leaveLock(dead);
      await (await store.reopen('r')).close();
      expect(readdirSync(pathOf('r')).sort()).toEqual(['run.json', 'samples.jsonl']);
    });

    it.skipIf(process.platform !== 'linux')(
      'of a process whose number another one has by now is taken over',
      async () => {
        leaveLock({ ...dead, pid: process.ppid, began: '1' });
        await (await store.reopen('r')).close();
      },
    );

    it.skipIf(process.platform !== 'linux')(
      'of a process that ended and that nobody waited for is taken over',
      async () => {
        // The shell turns into a `sleep` that knows nothing of the child the shell had started.
        const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 30'], { stdio: ['ignore', 'pipe', 'ignore'] });
        try {
          const pid = Number(String((await once(parent.stdout, 'data'))[0]).trim());
          while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await sleep(10);
          leaveLock({ ...dead, pid });
          await (await store.reopen('r')).close();
        } finally {
          parent.kill('SIGKILL');
        }
      },
    );

    it('of a living process is refused, with who it is', async () => {
      leaveLock({ ...dead, pid: process.ppid });
      await expect(store.reopen('r')).rejects.toMatchObject({
        code: 'store',
        runId: 'r',
        message: new RegExp(`process ${process.ppid} has held it since 2026-01-01`),
      });
    });

    it('of another host is refused, with the file to delete if it is stale', async () => {
      leaveLock({ ...dead, host: 'elsewhere' });
      await expect(store.reopen('r')).rejects.toMatchObject({
        message: expect.stringContaining(
          `on elsewhere has held it since 2026-01-01T00:00:00.000Z. If that process is no more, delete ${pathOf('r', 'lock')}`,
        ),
      });
    });

    it('that cannot be read is refused, with the file to delete', async () => {
      leaveLock('');
      await expect(store.reopen('r')).rejects.toThrow(`${pathOf('r', 'lock')} cannot be read`);
    });

    it('is given back when the run cannot be opened', async () => {
      rmSync(journal());
      mkdirSync(journal());
      await expect(store.reopen('r')).rejects.toMatchObject({ code: 'store', message: /EISDIR/ });
      expect(existsSync(pathOf('r', 'lock'))).toBe(false);
    });

    it('goes to one of many who find it stale at the same time', async () => {
      leaveLock(dead);
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => store.reopen('r')));
      const logs = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      expect(logs).toHaveLength(1);
      await logs[0]?.close();
    });
  });

  describe('records', () => {
    it('that cannot be read are told by path and passed over, and are an error when asked for', async () => {
      await store.save(recordOf('good'));
      for (const [runId, text] of Object.entries({
        broken: '{',
        empty: '',
        other: JSON.stringify(recordOf('good')),
        wrong: JSON.stringify({ ...recordOf('wrong'), status: 'done' }),
      })) {
        mkdirSync(pathOf(runId));
        writeFileSync(pathOf(runId, 'run.json'), text);
      }
      expect((await collect(store.records())).map(({ runId }) => runId)).toEqual(['good']);
      warnings.sort();
      expect(warnings.map((warning) => warning.slice(0, warning.indexOf(' is not')))).toEqual(
        ['broken', 'empty', 'other', 'wrong'].map((runId) => pathOf(runId, 'run.json')),
      );
      expect(warnings[3]).toContain('status: ');
      await expect(store.record('broken')).rejects.toMatchObject({
        code: 'store',
        message: expect.stringContaining(pathOf('broken', 'run.json')),
      });
    });

    it('keep what a newer version or a person wrote into them', async () => {
      mkdirSync(pathOf('r'), { recursive: true });
      writeFileSync(pathOf('r', 'run.json'), JSON.stringify({ ...recordOf('r'), later: { a: 1 } }));
      expect(await store.record('r')).toMatchObject({ runId: 'r', later: { a: 1 } });
    });

    it('are not looked for in files and folders that are no runs', async () => {
      await store.save(recordOf('r'));
      writeFileSync(pathOf('notes.txt'), 'x');
      mkdirSync(pathOf('empty'));
      expect(await collect(store.records())).toHaveLength(1);
      expect(warnings).toEqual([]);
    });
  });

  describe('secrets', () => {
    const key = 'sk-"quoted"-0123456789';
    beforeEach(() => {
      const secrets = new Secrets();
      secrets.add(key);
      // Looks like a piece of every row.
      secrets.add('"status":"scored"');
      store = openStore((text) => secrets.redact(text));
    });

    it('do not reach a row, and the row stays whole', async () => {
      const row = rowOf(0, {
        input: `key ${key}`,
        error: `401 for ${JSON.stringify({ key })}`,
        metadata: { [key]: [key] },
        group: key,
      });
      await keepRun(store, recordOf('r'), [row, rowOf(1)]);
      expect(readFileSync(journal(), 'utf8')).not.toContain('0123456789');
      const [first, second] = store.resultsSync('r');
      expect(first).toMatchObject({
        input: 'key [redacted]',
        status: 'scored',
        metadata: { '[redacted]': ['[redacted]'] },
        group: '[redacted]',
      });
      expect(second).toMatchObject({ status: 'scored', input: '질문 1' });
    });

    it('do not reach a record, neither by value nor by name', async () => {
      const spec = {
        dataset: { name: 'd', params: { path: `https://u:p@host/?token=t` } },
        model: { id: 'm', params: { apiKey: 'abc', maxTokens: 5 } },
        evaluators: [],
        trials: 1,
        seed: 0,
      };
      await store.save(recordOf('r', { spec, error: `bad key ${key}`, metadata: { password: 'pw', lr: 1 } }));
      expect(await store.record('r')).toMatchObject({
        spec: {
          dataset: { params: { path: 'https://[redacted]@host/?token=[redacted]' } },
          model: { params: { apiKey: '[redacted]', maxTokens: 5 } },
        },
        error: 'bad key [redacted]',
        metadata: { password: '[redacted]', lr: 1 },
      });
    });
  });
});

describe('the folder', () => {
  it('of a store that was deleted is made again', async () => {
    await using folder = await tempDir();
    const store = fileRunStore(folder.path, { redact: unchanged, now, warn: unchanged });
    await keepRun(store, recordOf('a'));
    rmSync(join(folder.path, 'runs'), { recursive: true });
    await keepRun(store, recordOf('b'));
    expect(await collect(store.records())).toHaveLength(1);
  });
});
