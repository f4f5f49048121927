import { describe, expect, it } from 'vitest';
import { jsonLine } from '../../../src/trackers/wandb/json-line.js';

describe('a line of the history', () => {
  it('writes numbers that JSON does not have as Python does', () => {
    expect(jsonLine({ a: Number.NaN, b: [Number.POSITIVE_INFINITY, -Infinity], c: { d: Number.NaN } })).toBe(
      '{"a":NaN,"b":[Infinity,-Infinity],"c":{"d":NaN}}',
    );
  });

  it('is JSON otherwise', () => {
    const row = { 가: '"나"\n', b: [1, 2.5, -1e-9, true, null, { c: [] }], '': {} };
    expect(jsonLine(row)).toBe(JSON.stringify(row));
  });
});
