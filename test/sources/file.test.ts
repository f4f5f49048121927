import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { rowsOf, tempFolder } from './temp-folder.js';

const folder = await tempFolder();
const line = '{"id":"a"}\n';

test.each([
  ['a.jsonl', line, 'jsonl'],
  ['a.NDJSON', line, 'jsonl'],
  ['a.json', '[{"id":"a"}]', 'json'],
  ['a.csv', 'id\na\n', 'csv'],
  ['a.tsv', 'id\na\n', 'tsv'],
  ['a.b.csv.gz', gzipSync('id\na\n'), 'csv'],
  ['a.json.gz', gzipSync('[{"id":"a"}]'), 'json'],
  ['a.tsv.GZ', gzipSync('id\na\n'), 'tsv'],
])('%s is read by its name', async (name, content, format) => {
  await folder.write(name, content);
  const file = await folder.open(name);
  expect(file.format).toBe(format);
  expect(await rowsOf(file)).toEqual([{ id: 'a' }]);
});

test('the format option wins over the name, and packed stays packed', async () => {
  await folder.write('a.txt', line);
  await folder.write('b.txt.gz', gzipSync(line));
  expect(await rowsOf(await folder.open('a.txt', { format: 'jsonl' }))).toEqual([{ id: 'a' }]);
  expect(await rowsOf(await folder.open('b.txt.gz', { format: 'jsonl' }))).toEqual([{ id: 'a' }]);
});

test('the digest is that of the bytes on the disk', async () => {
  const packed = gzipSync(line);
  await folder.write('digest.jsonl.gz', packed);
  const file = await folder.open('digest.jsonl.gz');
  expect(await file.digest()).toBe(createHash('sha256').update(packed).digest('hex'));
  expect(file.bytes).toBe(packed.length);
});

test('an unknown extension is refused with the known ones and the format option', async () => {
  await folder.write('a.dat', line);
  await expect(folder.open('a.dat')).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(
      /^a\.dat: .*\.jsonl, \.ndjson, \.json, \.csv, \.tsv, \.parquet, \.xlsx.*set format to/,
    ),
  });
});

test('the old Excel format is refused with what to do', async () => {
  await folder.write('a.xls', 'x');
  await expect(folder.open('a.xls')).rejects.toThrow('save it as .xlsx');
});

test('a packed binary format is refused', async () => {
  await folder.write('a.parquet.gz', gzipSync('PAR1'));
  await expect(folder.open('a.parquet.gz')).rejects.toThrow('a.parquet.gz: parquet files are packed already');
});

test('a missing file is refused with the nearest name of its folder', async () => {
  await folder.write('questions.jsonl', line);
  await expect(folder.open('qestions.jsonl')).rejects.toMatchObject({
    code: 'not_found',
    message: `There is no file qestions.jsonl (looked in ${folder.path}). Did you mean "questions.jsonl"?`,
  });
});

test('a missing folder is told as such', async () => {
  await expect(folder.open('nowhere/a.jsonl')).rejects.toThrow(
    `There is no file nowhere/a.jsonl: the folder ${join(folder.path, 'nowhere')} does not exist.`,
  );
});

test('a folder is refused with the data files it holds', async () => {
  await mkdir(join(folder.path, 'inside'));
  await folder.write('inside/train.csv', 'id\na\n');
  await folder.write('inside/readme.md', '#');
  await expect(folder.open('inside')).rejects.toThrow(
    'inside is a folder. Name one data file in it. It holds: train.csv.',
  );
});

test.each([
  ['empty.jsonl', ''],
  ['empty.parquet', ''],
  ['blank.jsonl', '\n \n'],
  ['mark.jsonl', '\uFEFF'],
  ['packed.jsonl.gz', gzipSync('')],
  ['header.csv', 'id,input\n'],
])('%s has no rows, which is an error', async (name, content) => {
  await folder.write(name, content);
  await expect(folder.open(name).then(rowsOf)).rejects.toThrow(`${name} has no rows.`);
});
