import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeResult, decodeRow, encodeRow } from '../../src/history/journal-row.js';
import { rowOf } from './fixtures.js';

function resultOf(line: string) {
  // Not at the front of its bytes, as in a file.
  const bytes = Buffer.from(`{}\n${line}\n`);
  return decodeResult(bytes, 3, bytes.length - 1);
}

describe('a result', () => {
  const tricky = fc.constantFrom('"', '\\', '",', '\\"', '{"key":"', ',"index":9', '한', '😀', '\ud800', 'a');

  it('is the row without its key, whatever the texts hold', () => {
    fc.assert(
      fc.property(fc.array(tricky), fc.array(tricky), (keyParts, textParts) => {
        const row = rowOf(3, { key: keyParts.join(''), input: textParts.join(''), metadata: { key: 'of the data' } });
        const { key: _, ...result } = row;
        expect(resultOf(encodeRow(row, (text) => text))).toEqual(result);
      }),
      { numRuns: 1000 },
    );
  });

  it('is read from a row whose fields somebody has sorted', () => {
    const { key, ...result } = rowOf(3);
    expect(resultOf(JSON.stringify({ ...result, key }))).toEqual(result);
    expect(resultOf(JSON.stringify({ key, ...result }))).toEqual(result);
  });

  it.each([
    ['cut off', (line: string) => line.slice(0, -40)],
    ['without an input', (line: string) => line.replace(/"input":".*?",/, '')],
    ['without a key', (line: string) => line.replace(/"key":".*?",/, '')],
    ['whose key is a number', (line: string) => line.replace(/"key":".*?"/, '"key":1')],
  ])('is not read from a line %s', (_, damage) => {
    const line = damage(JSON.stringify(rowOf(3)));
    expect(resultOf(line)).toBeUndefined();
    expect(decodeRow(Buffer.from(line), 0, Buffer.byteLength(line))).toBeUndefined();
  });
});
