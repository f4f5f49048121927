import { tableFromIPC, tableToIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import * as hret from '../../src/index.js';
import { arrowTable } from '../../src/report/arrow-table.js';
import { adder, sums } from '../api/rows.js';
import { useOutputDir } from '../temp-dir.js';

const outputDir = useOutputDir();

describe('an Arrow table', () => {
  it('has the columns of the data frame, and survives being written', async () => {
    const result = await hret.quickEval(adder, sums(outputDir(), 4));
    const table = await result.toArrow();
    expect(table.numRows).toBe(4);
    expect(table.numCols).toBe(Object.keys(result.toDataFrame()).length);
    const read = tableFromIPC(tableToIPC(table as Parameters<typeof tableToIPC>[0]));
    expect(read.getChild('prediction')?.toJSON()).toEqual(['0', '2', '4', '6']);
    expect(read.getChild('score_accuracy')?.toJSON()).toEqual([1, 1, 1, 1]);
    expect(read.getChild('eval_isCorrect')?.toJSON()).toEqual([true, true, true, true]);
    expect(String(read.getChild('score_accuracy')?.type)).toBe('Float64');
  });

  it('has JSON texts where values are lists or of several kinds, and nulls where there are none', async () => {
    const table = await arrowTable({ lists: [['가'], null], mixed: [1, 'a'], none: [null, undefined] });
    const column = (name: string) => [0, 1].map((row) => table.getChild(name)?.get(row));
    expect(column('lists')).toEqual(['["가"]', null]);
    expect(column('mixed')).toEqual(['1', '"a"']);
    expect(column('none')).toEqual([null, null]);
  });

  it('says which package is missing', async () => {
    const missing = arrowTable({}, () => Promise.reject(new Error('no such package')));
    await expect(missing).rejects.toThrow(/needs the package "apache-arrow". Install it: npm install apache-arrow@21/);
  });
});
