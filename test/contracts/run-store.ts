import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalRow, RunStore } from '../../src/core/run-store.js';
import { collect, keepRun, recordOf, rowOf } from '../history/fixtures.js';

export interface OpenedStore {
  readonly store: RunStore;
  dispose(): Promise<void>;
}

/** What every run store promises. */
export function describeRunStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(`the run store ${name}`, () => {
    let opened: OpenedStore;
    let store: RunStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.dispose());

    it('gives back a record as it was kept, from the moment the run begins', async () => {
      const record = recordOf('r', {
        name: '한글 이름',
        metadata: { note: '\u2028\u0000\ud800', deep: [{ lr: 0.001 }] },
      });
      const log = await store.create(record);
      expect(await store.record('r')).toEqual(record);
      const finished = { ...record, status: 'finished' as const, metrics: { accuracy: 0.5 } };
      await log.save(finished);
      await log.close();
      expect(await store.record('r')).toEqual(finished);
    });

    it('does not know a run nobody kept', async () => {
      expect(await store.record('nobody')).toBeUndefined();
      expect(await store.record('../nobody')).toBeUndefined();
    });

    it('gives copies: changing what it gave or was given changes nothing kept', async () => {
      const metadata = { lr: 1 };
      await keepRun(store, recordOf('r', { metadata }), [rowOf(0)]);
      metadata.lr = 2;
      const given = await store.record('r');
      Object.assign(given?.metadata ?? {}, { lr: 3 });
      expect((await store.record('r'))?.metadata).toEqual({ lr: 1 });
    });

    it('refuses to begin a run under an id that is taken', async () => {
      await keepRun(store, recordOf('r'), [rowOf(0)]);
      await expect(store.create(recordOf('r'))).rejects.toMatchObject({ code: 'store', message: /already/ });
      expect(store.resultsSync('r')).toHaveLength(1);
    });

    it('keeps a record without samples', async () => {
      const context = recordOf('context', { kind: 'context', status: 'finished', children: ['a', 'b'] });
      await store.save(context);
      expect(await store.record('context')).toEqual(context);
      expect(store.resultsSync('context')).toEqual([]);
      expect(await collect(store.results('context'))).toEqual([]);
    });

    it('lists every run, the oldest first', async () => {
      await store.save(recordOf('a', { startedAt: '2026-01-03T00:00:00.000Z' }));
      await store.save(recordOf('b', { startedAt: '2026-01-01T00:00:00.000Z' }));
      await store.save(recordOf('c', { startedAt: '2026-01-02T00:00:00.000Z' }));
      expect((await collect(store.records())).map((record) => record.runId)).toEqual(['b', 'c', 'a']);
    });

    it('lists nothing where nothing was kept', async () => {
      expect(await collect(store.records())).toEqual([]);
    });

    it('gives results in dataset order, whatever the order they came in, without their keys', async () => {
      await keepRun(store, recordOf('r'), [rowOf(2), rowOf(0), rowOf(1)]);
      const { key: _, ...first } = rowOf(0);
      const results = await collect(store.results('r'));
      expect(results.map((result) => result.index)).toEqual([0, 1, 2]);
      expect(results[0]).toEqual(first);
      expect(store.resultsSync('r')).toEqual(results);
    });

    it('gives trials of a sample side by side', async () => {
      const row = (index: number, trial: number) => rowOf(index, { trial, key: `q${index}/${trial}` });
      await keepRun(store, recordOf('r'), [row(1, 1), row(0, 1), row(1, 0), row(0, 0)]);
      const places = store.resultsSync('r').map(({ index, trial }) => [index, trial]);
      expect(places).toEqual([
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ]);
    });

    it('gives the last row of a work item that was done again', async () => {
      await keepRun(store, recordOf('r'), [rowOf(0, { status: 'failed', error: 'timeout', stage: 'ask' }), rowOf(1)]);
      const log = await store.reopen('r');
      log.append(rowOf(0, { prediction: 'again' }));
      await log.close();
      const results = store.resultsSync('r');
      expect(results.map(({ status, prediction }) => [status, prediction])).toEqual([
        ['scored', 'again'],
        ['scored', '정답: 서울'],
      ]);
      expect(await collect(store.results('r'))).toEqual(results);
    });

    it('gives a work item that moved in the dataset once, where it stands now', async () => {
      const [a, b] = [rowOf(0, { key: 'a', id: 'a' }), rowOf(1, { key: 'b', id: 'b' })];
      await keepRun(store, recordOf('r'), [a, b, { ...b, index: 0 }]);
      expect(store.resultsSync('r').map(({ id, index }) => [id, index])).toEqual([['b', 0]]);
      expect(await collect(store.results('r'))).toEqual(store.resultsSync('r'));
    });

    it('knows every kind of row by its head', async () => {
      const full = rowOf(3, {
        trial: 1,
        status: 'failed',
        stage: 'score',
        group: '법학',
        cluster: '지문 1',
        attempts: 3,
        usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
        costUsd: 0.001,
        scores: { accuracy: 1, id: 0.5 },
      });
      await keepRun(store, recordOf('r'), [rowOf(0), full]);
      const log = await store.reopen('r');
      const heads = await collect(log.heads());
      await log.close();
      const { key, index, trial, status, stage, scores, group, latencyMs, attempts, usage, costUsd } = full;
      expect(heads).toMatchObject([
        { key: rowOf(0).key, index: 0, status: 'scored', scores: { accuracy: 0 }, latencyMs: 12.5 },
        { key, index, trial, status, stage, scores, group, latencyMs, attempts, usage, costUsd },
      ]);
    });

    it('reads whole rows of the heads asked for, of those written before the log was opened', async () => {
      const failed = rowOf(1, { status: 'failed', stage: 'score', error: 'judge' });
      await keepRun(store, recordOf('r'), [rowOf(0), failed, rowOf(2)]);
      const log = await store.reopen('r');
      log.append(rowOf(3, { status: 'failed' }));
      await log.flush();
      expect(await collect(log.rows((head) => head.status === 'failed'))).toEqual([failed]);
      expect(await collect(log.heads())).toHaveLength(3);
      await log.close();
    });

    it('has everything appended ready to be read after a flush', async () => {
      const log = await store.create(recordOf('r'));
      log.append(rowOf(0));
      log.append(rowOf(1));
      await log.flush();
      expect(store.resultsSync('r')).toHaveLength(2);
      await log.close();
    });

    it('refuses a run that is open already, and gives it once it is closed', async () => {
      const log = await store.create(recordOf('r'));
      await expect(store.reopen('r')).rejects.toMatchObject({ code: 'store', message: /this very process/ });
      await log.close();
      await (await store.reopen('r')).close();
    });

    it('does not take a run from whoever opened it since when a log is closed twice', async () => {
      const log = await store.create(recordOf('r'));
      await log.close();
      const later = await store.reopen('r');
      await log.close();
      await expect(store.reopen('r')).rejects.toMatchObject({ code: 'store' });
      await later.close();
    });

    it('refuses to append to a closed log', async () => {
      const log = await store.create(recordOf('r'));
      await log.close();
      await log.close();
      expect(() => log.append(rowOf(0))).toThrow(/closed/);
    });

    it.each(['NaN', 'Infinity', '-Infinity'])('refuses %s, which would be stored as null', async (text) => {
      const value = Number(text);
      const log = await store.create(recordOf('r'));
      expect(() => log.append(rowOf(0, { scores: { accuracy: value } }))).toThrow(
        `Sample q0: scores.accuracy is ${text}`,
      );
      expect(() => log.append(rowOf(0, { latencyMs: value }))).toThrow(`latencyMs is ${text}`);
      expect(() => log.append(rowOf(0, { costUsd: value }))).toThrow(`costUsd is ${text}`);
      await expect(log.save(recordOf('r', { metrics: { accuracy: value } }))).rejects.toThrow(
        `${text} under "accuracy"`,
      );
      await log.close();
      expect(store.resultsSync('r')).toEqual([]);
      expect((await store.record('r'))?.metrics).toEqual({});
    });

    it('says what is near to a run that does not exist', async () => {
      await keepRun(store, recordOf('eval_answer'));
      const expected = { code: 'not_found', message: /"eval_anser".*Did you mean "eval_answer"\?/ };
      await expect(store.reopen('eval_anser')).rejects.toMatchObject(expected);
      await expect(collect(store.results('eval_anser'))).rejects.toMatchObject(expected);
      expect(() => store.resultsSync('eval_anser')).toThrow(expect.objectContaining({ code: 'not_found' }));
    });

    it('gives back every text and number exactly', async () => {
      const anyText = fc.string({
        unit: fc.oneof(
          fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
          fc.constantFrom('\u2028', '\u0000', '\ud800', '\n', ',"id":"', '}'),
        ),
      });
      const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
      const anyRow = fc.record<JournalRow>({
        key: anyText,
        index: fc.nat(),
        status: fc.constantFrom('scored', 'unscored', 'failed', 'truncated'),
        scores: fc.dictionary(
          anyText.filter((key) => key !== '__proto__'),
          anyNumber,
        ),
        latencyMs: anyNumber,
        id: anyText,
        input: anyText,
        reference: anyText,
        options: fc.array(anyText),
        prediction: anyText,
        evaluation: fc.constant({}),
        reason: anyText,
        metadata: fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          anyText,
        ),
      });
      let count = 0;
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(anyRow, { selector: ({ key }) => key, maxLength: 5 }), async (rows) => {
          const runId = `run-${count++}`;
          await keepRun(store, recordOf(runId), rows);
          const log = await store.reopen(runId);
          expect(await collect(log.rows(() => true))).toEqual(rows);
          expect((await collect(log.heads())).map((head) => head.key)).toEqual(rows.map((row) => row.key));
          await log.close();
        }),
        { numRuns: 40 },
      );
    });
  });
}
