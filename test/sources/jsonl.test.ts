import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collect, rowsOf, tempFolder, untilError } from './temp-folder.js';

const folder = await tempFolder();

test('every line is a row that knows its file and line', async () => {
  await folder.write('questions.jsonl', '{"id":"a","n":1}\n\n{"id":"b","list":["가"]}');
  const rows = await collect((await folder.open('questions.jsonl')).rows());
  expect(rows.map(({ row, where }) => ({ row, where }))).toEqual([
    { row: { id: 'a', n: 1 }, where: 'questions.jsonl:1' },
    { row: { id: 'b', list: ['가'] }, where: 'questions.jsonl:3' },
  ]);
});

test('byte order mark, CRLF and blank lines do not matter', async () => {
  await folder.write('windows.ndjson', '\uFEFF{"질문":"수도는?"}\r\n  \r\n{"질문":"강은?"}\r\n');
  expect(await rowsOf(await folder.open('windows.ndjson'))).toEqual([{ 질문: '수도는?' }, { 질문: '강은?' }]);
});

test('what is written is what is read, twice', async () => {
  const row = fc.dictionary(fc.string(), fc.jsonValue());
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1 }), async (rows) => {
      const texts = rows.map((one) => JSON.stringify(one));
      await folder.write('round.jsonl', texts.join('\n'));
      const file = await folder.open('round.jsonl');
      const expected = texts.map((one) => JSON.parse(one));
      expect(await rowsOf(file)).toEqual(expected);
      expect(await rowsOf(file)).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});

test('a packed file has the same rows', async () => {
  await folder.write('packed.jsonl.gz', gzipSync('{"a":1}\n{"a":2}\n'));
  expect(await rowsOf(await folder.open('packed.jsonl.gz'))).toEqual([{ a: 1 }, { a: 2 }]);
});

test('a damaged packed file is an error that names it', async () => {
  const packed = gzipSync('{"a":1}\n'.repeat(1000));
  await folder.write('cut.jsonl.gz', packed.subarray(0, packed.length - 20));
  const { message } = await untilError((await folder.open('cut.jsonl.gz')).rows());
  expect(message).toMatch(/^cut\.jsonl\.gz cannot be unpacked: /);
});

test('a broken line is named and shown, after the rows before it', async () => {
  await folder.write('broken.jsonl', '{"id":"a"}\n{"id":"b"}\n{"id":"c", 답}\n{"id":"d"}\n');
  const { items, message } = await untilError((await folder.open('broken.jsonl')).rows());
  expect(items.map(({ row }) => row.id)).toEqual(['a', 'b']);
  expect(message).toMatch(/^broken\.jsonl:3: not valid JSON \(.*The line is: \{"id":"c", 답\}$/);
});

test.each([
  ['[1, 2]', 'expected an object with columns, got an array'],
  ['{"a":1}\n"text"', 'bad.jsonl:2: expected an object with columns, got a string.'],
  ['null', 'bad.jsonl:1: expected an object with columns, got null.'],
  ['[\n  {"a": 1}\n]', 'If the whole file is one JSON document, set format: "json".'],
  ['{"a":1}\n{"a":NaN}', 'JSON has no NaN or Infinity; write null.'],
])('%j is refused with a reason', async (content, reason) => {
  await folder.write('bad.jsonl', content);
  expect((await untilError((await folder.open('bad.jsonl')).rows())).message).toContain(reason);
});

test('a long broken line is shown only from its beginning', async () => {
  await folder.write('long.jsonl', `{"a": ${'x'.repeat(5000)}`);
  expect((await untilError((await folder.open('long.jsonl')).rows())).message.length).toBeLessThan(300);
});

test('an aborted signal stops the reading', async () => {
  await folder.write('many.jsonl', '{"a":1}\n'.repeat(100_000));
  const stop = new AbortController();
  const rows = (await folder.open('many.jsonl')).rows(stop.signal);
  let count = 0;
  const reading = (async () => {
    for await (const _ of rows) if (++count === 10) stop.abort(new Error('enough'));
  })();
  await expect(reading).rejects.toThrow('enough');
  expect(count).toBeLessThan(100_000);
});
