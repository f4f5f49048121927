import { describe, expect, it } from 'vitest';
import { Finished } from '../../src/core/finished.js';
import type { JournalRow, RunLog } from '../../src/core/run-store.js';
import { memoryRunStore } from '../../src/history/run-store.js';
import { collect, recordOf, rowOf } from '../history/fixtures.js';

/** The log of a run that was stopped after these rows were written. */
async function stoppedAfter(...rows: readonly JournalRow[]): Promise<RunLog & { again(): Promise<RunLog> }> {
  const store = memoryRunStore();
  const first = await store.create(recordOf('run'));
  for (const row of rows) first.append(row);
  await first.close();
  return Object.assign(await store.reopen('run'), { again: () => store.reopen('run') });
}

const keyOf = (index: number) => `q${index}#0/0@digest`;

describe('what an earlier sitting has finished', () => {
  it('is given back with every number that was written', async () => {
    const full = {
      trial: 1,
      status: 'truncated',
      group: '역사',
      scores: { accuracy: 0.25, f1: 0 },
      latencyMs: 1.25,
      attempts: 3,
      usage: { inputTokens: 7, totalTokens: 9 },
      costUsd: 0.001,
    } as const;
    const finished = await Finished.read(await stoppedAfter(rowOf(0), rowOf(1, full), rowOf(2, { scores: {} })));
    expect(finished.take({ key: keyOf(1), index: 1 })).toEqual({ index: 1, ...full });
    expect(finished.take({ key: keyOf(0), index: 0 })).toEqual({
      index: 0,
      status: 'scored',
      scores: { accuracy: 0 },
      latencyMs: 12.5,
    });
    expect(finished.take({ key: keyOf(2), index: 2 })?.scores).toEqual({});
    expect(finished.take({ key: keyOf(3), index: 3 })).toBeUndefined();
  });

  it('is the last row of each key, whole', async () => {
    const finished = await Finished.read(
      await stoppedAfter(
        rowOf(0, { scores: { accuracy: 1, f1: 0.5 }, group: '수학', costUsd: 1 }),
        rowOf(1),
        rowOf(0, { status: 'unscored', scores: { f1: 0 } }),
      ),
    );
    expect(finished.count).toBe(2);
    expect(finished.take({ key: keyOf(0), index: 0 })).toEqual({
      index: 0,
      status: 'unscored',
      scores: { f1: 0 },
      latencyMs: 12.5,
    });
  });

  it('sums itself up for those who watch', async () => {
    const { summary } = await Finished.read(
      await stoppedAfter(
        rowOf(0),
        rowOf(1),
        rowOf(2, { status: 'unscored', scores: {} }),
        rowOf(3, { status: 'failed', stage: 'ask', scores: {} }),
      ),
    );
    expect(summary.counts).toEqual({ scored: 2, unscored: 1, failed: 0, truncated: 0 });
    expect(summary.means).toMatchObject({ accuracy: { n: 2, mean: 0.5, isBinary: true } });
  });

  it('leaves failed asks to be asked again, and keeps the answers that could not be scored', async () => {
    const failed = { status: 'failed', scores: {}, evaluation: {} } as const;
    const finished = await Finished.read(
      await stoppedAfter(
        rowOf(0, { ...failed, stage: 'ask' }),
        rowOf(1, { ...failed, stage: 'score', prediction: '나', finish: 'length', attempts: 2 }),
        rowOf(2, { ...failed, stage: 'score' }),
        rowOf(2),
      ),
    );
    expect(finished.count).toBe(1);
    expect(finished.take({ key: keyOf(0), index: 0 })).toBeUndefined();
    expect(finished.answered({ key: keyOf(0) })).toBeUndefined();
    expect(finished.take({ key: keyOf(1), index: 1 })).toBeUndefined();
    expect(finished.answered({ key: keyOf(1) })).toEqual({
      metadata: {},
      prediction: '나',
      finish: 'length',
      attempts: 2,
    });
    expect(finished.answered({ key: keyOf(2) })).toBeUndefined();
  });

  it('counts what the dataset does not give any more', async () => {
    const finished = await Finished.read(await stoppedAfter(rowOf(0), rowOf(1), rowOf(2)));
    finished.take({ key: keyOf(1), index: 1 });
    expect(finished.orphans).toBe(2);
  });

  it('writes what stands elsewhere now again, and only once', async () => {
    const log = await stoppedAfter(rowOf(0), rowOf(1), rowOf(2));
    const finished = await Finished.read(log);
    expect(finished.take({ key: keyOf(0), index: 1 })?.index).toBe(1);
    expect(finished.take({ key: keyOf(1), index: 0 })?.index).toBe(0);
    finished.take({ key: keyOf(2), index: 2 });
    await finished.follow(log);
    await log.close();

    const later = await log.again();
    const written = await collect(later.rows(() => true));
    expect(written.slice(3)).toEqual([rowOf(0, { index: 1 }), { ...rowOf(1), index: 0 }]);
    const again = await Finished.read(later);
    for (const [key, index] of [
      [keyOf(0), 1],
      [keyOf(1), 0],
      [keyOf(2), 2],
    ] as const)
      again.take({ key, index });
    await again.follow(later);
    await later.close();
    expect(await collect((await log.again()).rows(() => true))).toHaveLength(5);
  });
});
