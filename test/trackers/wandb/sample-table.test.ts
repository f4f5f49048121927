import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { cutTable, stageSampleTable, tableFileName, tableReference } from '../../../src/trackers/wandb/sample-table.js';
import { tempDir } from '../../temp-dir.js';
import { sample } from './told-run.js';

function folderOf(count: number, changed: (index: number) => Record<string, unknown> = () => ({})) {
  return {
    path: '/nowhere',
    async *results() {
      for (let index = 0; index < count; index++) yield sample(index, changed(index));
    },
  };
}

describe('the table of samples', () => {
  it('has the columns that hold something, the metrics in the middle', async () => {
    await using dir = await tempDir();
    const folder = folderOf(3, (index) => ({
      scores: index === 1 ? { f1: 0.5 } : { accuracy: 1, status: 2 },
      ...(index === 2 && { evaluation: { extracted: { a: 1 } }, trial: 1, error: 'no', usage: { inputTokens: 7 } }),
    }));
    const table = await stageSampleTable(folder, dir.path);
    const { columns, data } = JSON.parse(await readFile(table?.shown.path ?? '', 'utf8'));
    expect(columns).toEqual([
      ...['id', 'trial', 'input', 'reference', 'prediction', 'extracted', 'accuracy', 'f1', 'scores/status'],
      ...['status', 'error', 'latency_ms', 'input_tokens'],
    ]);
    expect(data[1]).toEqual([
      's1',
      null,
      expect.any(String),
      '서울',
      expect.any(String),
      null,
      null,
      0.5,
      null,
      'scored',
      null,
      12.5,
      null,
    ]);
    expect(data[2].slice(5, 9)).toEqual(['{"a":1}', 1, null, 2]);
  });

  it('is shown up to 10,000 rows, kept up to 200,000, and says what it left out', async () => {
    await using dir = await tempDir();
    const table = await stageSampleTable(folderOf(200_001), dir.path);
    if (table === undefined) throw new Error('no table');
    const rowsIn = async (path: string) => (await readFile(path, 'utf8')).split('],[').length;
    expect(await rowsIn(table.shown.path)).toBe(10_000);
    expect(await rowsIn(table.whole.path)).toBe(200_000);
    expect((await readFile(table.whole.path, 'utf8')).slice(-60)).toContain('"nrows":200000}');
    expect(table).toMatchObject({ rows: 200_001, isCut: true });
    expect(cutTable(table)).toContain('the first 200000 of 200001');
  }, 30_000);

  it('is not cut at 200,000 rows, and there is none without samples', async () => {
    await using dir = await tempDir();
    expect(await stageSampleTable(folderOf(0), dir.path)).toBeUndefined();
    expect(await stageSampleTable(folderOf(3), dir.path)).toMatchObject({ isCut: false });
  });

  it('stands in history and summary as the reference client writes it', async () => {
    await using dir = await tempDir();
    const table = await stageSampleTable(folderOf(2), dir.path);
    if (table === undefined) throw new Error('no table');
    const path = `media/table/samples_7_${table.shown.sha256.slice(0, 20)}.table.json`;
    expect(tableFileName(table, 7)).toBe(path);
    expect(tableReference(table, 7, { client: 'c', sequence: 's' })).toEqual({
      ...{ _type: 'table-file', path, sha256: table.shown.sha256, size: table.shown.size, ncols: 7, nrows: 2 },
      ...{ log_mode: 'IMMUTABLE', artifact_path: 'wandb-client-artifact://c/samples.table.json' },
      _latest_artifact_path: 'wandb-client-artifact://s:latest/samples.table.json',
    });
  });
});
