import { expect, test } from 'vitest';
import { collect, rowsOf, tempFolder } from './temp-folder.js';

const folder = await tempFolder();

test('an array of objects is read, and its size is known', async () => {
  await folder.write('list.json', '\uFEFF[{"id": 1}, {"id": 2}]');
  const file = await folder.open('list.json');
  expect(file.size).toBe(2);
  expect(await collect(file.rows())).toEqual([
    { row: { id: 1 }, where: 'list.json row 1' },
    { row: { id: 2 }, where: 'list.json row 2' },
  ]);
});

test('rows may stand under "data"', async () => {
  await folder.write('data.json', '{"version": "1.0", "data": [{"질문": "수도는?"}]}');
  const file = await folder.open('data.json');
  expect(await rowsOf(file)).toEqual([{ 질문: '수도는?' }]);
  expect(await rowsOf(file)).toEqual([{ 질문: '수도는?' }]);
});

test.each([
  ['{"input": ["a", "b"], "reference": ["c", "d"]}', 'is written column by column (input, reference)'],
  ['{"input": {"0": "a"}, "reference": {"0": "b"}}', 'orient="records"'],
  ['{"input": "a"}', 'Expected an array of objects, or {"data": [...]} with one; got an object with input.'],
  ['"text"', 'got a string'],
  ['[{"a": 1}, [2]]', 'bad.json row 2: expected an object with columns, got an array.'],
  ['[\n  {"a": 1},\n  {"a" 2}\n]', /^bad\.json:3:8: not valid JSON/],
  ['{"a": 1}\n{"a": 2}\n', 'It looks like JSON Lines; set format: "jsonl".'],
  ['  \n', 'bad.json has no rows.'],
  ['[]', 'bad.json has no rows.'],
])('%j is refused with a reason', async (content, reason) => {
  await folder.write('bad.json', content);
  await expect(folder.open('bad.json')).rejects.toThrow(reason);
});

test('bytes that are not UTF-8 are refused', async () => {
  await folder.write('old.json', Buffer.from([0x5b, 0x22, 0xb0, 0xa1, 0x22, 0x5d]));
  await expect(folder.open('old.json')).rejects.toThrow(/old\.json: not valid UTF-8/);
});
