import type { RunRecord } from '../../src/core/run-record.js';
import type { JournalRow, RunStore } from '../../src/core/run-store.js';

/** A record as a run begins with it. */
export function recordOf(runId: string, parts: Partial<RunRecord> = {}): RunRecord {
  return {
    runId,
    name: runId,
    kind: 'evaluation',
    status: 'running',
    startedAt: '2026-11-21T03:44:55.000Z',
    metrics: {},
    stats: {},
    groups: {},
    warnings: [],
    metadata: {},
    info: {},
    versions: { hret: '0.1.0' },
    ...parts,
  };
}

/** The row of the sample at `index`. */
export function rowOf(index: number, parts: Partial<JournalRow> = {}): JournalRow {
  return {
    key: `q${index}#0/0@digest`,
    index,
    status: 'scored',
    scores: { accuracy: index % 2 },
    latencyMs: 12.5,
    id: `q${index}`,
    input: `질문 ${index}`,
    reference: '서울',
    prediction: '정답: 서울',
    evaluation: { extracted: '서울' },
    metadata: {},
    ...parts,
  };
}

/** Makes a finished run with these rows. */
export async function keepRun(store: RunStore, record: RunRecord, rows: readonly JournalRow[] = []): Promise<void> {
  const log = await store.create(record);
  for (const row of rows) log.append(row);
  await log.close();
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
