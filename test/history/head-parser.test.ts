import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalHead, JournalRow } from '../../src/core/run-store.js';
import { HeadParser } from '../../src/history/head-parser.js';
import { decodeHead, encodeRow } from '../../src/history/journal-row.js';
import { rowOf } from './fixtures.js';

const parser = new HeadParser();

function parsed(line: string): JournalHead | undefined {
  return parser.parse(Buffer.from(`${line}\n`), 0);
}

function encoded(row: JournalRow): string {
  return encodeRow(row, (text) => text);
}

/** What `JSON.parse` makes of the head. */
function headIn(line: string): unknown {
  const { key, index, trial, status, stage, scores, group, cluster, latencyMs, attempts, usage, costUsd } =
    JSON.parse(line);
  const head = { key, index, trial, status, stage, scores, group, cluster, latencyMs, attempts, usage, costUsd };
  return Object.fromEntries(Object.entries(head).filter(([, value]) => value !== undefined));
}

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: 0, max: 1e6, noNaN: true }),
  fc.integer(),
  fc.integer({ min: 0, max: 1e6 }).map((thousandths) => thousandths / 1000),
  fc.constantFrom(0, 1, 0.5, 0.1, 123456789012345, 1234567890123456, 0.123456789012345, 1e21, 5e-324, -0),
);
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('한국사', '"', '\\', '\n', '__proto__'),
);
const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const head = fc.record({
  key: text,
  index: fc.nat(),
  trial: some(fc.nat()),
  status: fc.constantFrom('scored', 'unscored', 'failed', 'truncated'),
  stage: some(fc.constantFrom('ask', 'score')),
  scores: fc.dictionary(text, number),
  group: some(text),
  cluster: some(text),
  latencyMs: number,
  attempts: some(fc.nat()),
  usage: some(fc.record({ inputTokens: fc.nat(), outputTokens: fc.nat() }, { requiredKeys: [] })),
  costUsd: some(number),
});

describe('HeadParser', () => {
  it('gives what JSON.parse gives, or nothing, for any row', () => {
    fc.assert(
      fc.property(head, (parts) => {
        const line = encoded({ ...rowOf(0), ...parts } as JournalRow);
        const expected = headIn(line);
        const quick = parsed(line);
        if (quick !== undefined) expect(quick).toEqual(expected);
        expect(decodeHead(Buffer.from(line), 0, Buffer.byteLength(line))).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[string, Partial<JournalRow>]>([
    ['with nothing optional', {}],
    ['with Korean names', { key: '문제-1#0/0@x', group: '한국사', scores: { 정확도: 1 } }],
    ['without scores', { status: 'unscored', scores: {} }],
    ['that failed', { status: 'failed', stage: 'score', scores: {} }],
    [
      'with everything',
      {
        trial: 3,
        group: 'g',
        cluster: 'passage-1',
        attempts: 2,
        usage: { inputTokens: 1, outputTokens: 2 },
        costUsd: 0.25,
      },
    ],
    ['with a latency of many digits', { latencyMs: 1.1800040000000536 }],
  ])('reads a head %s itself', (_, parts) => {
    const line = encoded(rowOf(1, parts));
    expect(parsed(line)).toEqual(headIn(line));
  });

  it.each([
    ['cut off', (line: string) => line.slice(0, 30)],
    ['of another order', (line: string) => line.replace(/("index":1),("status":"scored")/, '$2,$1')],
    ['with a negative index', (line: string) => line.replace('"index":1', '"index":-1')],
    ['with an index that is no whole number', (line: string) => line.replace('"index":1', '"index":1.5')],
    ['with half a number', (line: string) => line.replace('12.5', '12.')],
    ['with an unknown status', (line: string) => line.replace('"scored"', '"scorned"')],
    ['without scores', (line: string) => line.replace(/"scores":\{.*?\},/, '')],
    ['with a text for a score', (line: string) => line.replace('"accuracy":1', '"accuracy":"1"')],
    ['that is empty', () => ''],
  ])('leaves a line %s to others', (_, damage) => {
    const line = encoded(rowOf(1));
    expect(damage(line)).not.toBe(line);
    expect(parsed(damage(line))).toBeUndefined();
  });

  it('does not read on in the next line', () => {
    const line = encoded(rowOf(1));
    const torn = line.slice(0, line.indexOf(',"id"'));
    expect(parser.parse(Buffer.from(`${torn}\n${line}\n`), 0)).toBeUndefined();
  });
});
