import { join } from 'node:path';
import { parquetWriteFile } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { collect, rowsOf, tempFolder } from './temp-folder.js';

const folder = await tempFolder();

type Columns = Parameters<typeof parquetWriteFile>[0]['columnData'];

async function openColumns(name: string, columnData: Columns, rowGroupSize?: number) {
  parquetWriteFile({ filename: join(folder.path, name), columnData, ...(rowGroupSize && { rowGroupSize }) });
  return folder.open(name);
}

test('rows of all row groups come in order, and the size is known', async () => {
  const data = Array.from({ length: 2500 }, (_, index) => `한국어로 쓴 긴 질문 ${index}`);
  const file = await openColumns('groups.parquet', [{ name: 'input', data, type: 'STRING' }], 1000);
  expect(file.size).toBe(2500);
  const rows = await collect(file.rows());
  expect(rows.map(({ row }) => row.input)).toEqual(data);
  expect(rows[1000]?.where).toBe('groups.parquet row 1001');
  expect(await collect(file.rows())).toEqual(rows);
});

test('values become what JSON has', async () => {
  const file = await openColumns('values.parquet', [
    { name: 'small', data: [7n, -7n], type: 'INT64' },
    { name: 'large', data: [9007199254740993n, 1n], type: 'INT64' },
    { name: 'float', data: [0.5, 3], type: 'DOUBLE' },
    { name: 'flag', data: [true, false], type: 'BOOLEAN' },
    { name: 'text', data: ['값', null], type: 'STRING', nullable: true },
    { name: 'time', data: [new Date(0), new Date(86_400_000)], type: 'TIMESTAMP' },
    { name: 'tree', data: [{ 보기: ['가', '나'] }, { 보기: [] }], type: 'JSON' },
    { name: 'bytes', data: [new Uint8Array([0xff, 0xd8]), Buffer.from('글')], type: 'BYTE_ARRAY' },
  ]);
  expect(await rowsOf(file)).toEqual([
    {
      small: 7,
      large: '9007199254740993',
      float: 0.5,
      flag: true,
      text: '값',
      time: '1970-01-01T00:00:00.000Z',
      tree: { 보기: ['가', '나'] },
      bytes: '/9g=',
    },
    {
      small: -7,
      large: 1,
      float: 3,
      flag: false,
      text: null,
      time: '1970-01-02T00:00:00.000Z',
      tree: { 보기: [] },
      bytes: '글',
    },
  ]);
});

test('decimals and days keep their written form', async () => {
  parquetWriteFile({
    filename: join(folder.path, 'typed.parquet'),
    columnData: [
      { name: 'price', data: [0.35, 0.29] },
      { name: 'day', data: [19_783, 0] },
    ],
    schema: [
      { name: 'root', num_children: 2 },
      { name: 'price', type: 'INT32', converted_type: 'DECIMAL', scale: 2, precision: 9, repetition_type: 'REQUIRED' },
      { name: 'day', type: 'INT32', converted_type: 'DATE', repetition_type: 'REQUIRED' },
    ],
  });
  const rows = await rowsOf(await folder.open('typed.parquet'));
  expect(rows).toEqual([
    { price: 0.35, day: '2024-03-01' },
    { price: 0.29, day: '1970-01-01' },
  ]);
});

test('a large row group is read in parts, and no row or list is lost between them', async () => {
  // 1,500 rows of 60 KB: more than is unpacked at once.
  const long = 'x'.repeat(60_000);
  const choicesOf = (row: number) => Array.from({ length: row % 4 }, (_, index) => `보기 ${row}-${index}`);
  const numbers = Array.from({ length: 1500 }, (_, index) => index);
  parquetWriteFile({
    filename: join(folder.path, 'large.parquet'),
    rowGroupSize: 10_000,
    columnData: [
      { name: 'input', data: numbers.map((number) => `${number} ${long}`) },
      { name: 'choices', data: numbers.map(choicesOf) },
    ],
    schema: [
      { name: 'root', num_children: 2 },
      { name: 'input', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
      { name: 'choices', converted_type: 'LIST', num_children: 1, repetition_type: 'OPTIONAL' },
      { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
      { name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
    ],
  });
  const batches = await collect((await folder.open('large.parquet')).batches());
  expect(batches.length).toBeGreaterThan(1);
  const rows = batches.flat();
  expect(rows.map(({ row }) => String(row.input).split(' ')[0])).toEqual(numbers.map(String));
  expect(rows.map(({ row }) => row.choices)).toEqual(numbers.map(choicesOf));
});

test('a file that is not Parquet is an error that names it', async () => {
  await folder.write('not.parquet', 'id,input\n1,a\n');
  await expect(folder.open('not.parquet')).rejects.toThrow(/^not\.parquet cannot be read as Parquet: /);
});

const bad = new Uint8Array([0xb0, 0xa1]);

test.each([
  ['short', bad],
  ['long', Buffer.concat([Buffer.from('한국어'.repeat(200)), bad])],
])('%s text that is not UTF-8 is refused, not replaced', async (length, text) => {
  const name = `cp949-${length}.parquet`;
  parquetWriteFile({
    filename: join(folder.path, name),
    columnData: [{ name: 'input', data: [text] }],
    schema: [
      { name: 'root', num_children: 1 },
      { name: 'input', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
    ],
    statistics: false,
  });
  await expect(rowsOf(await folder.open(name))).rejects.toThrow(`${name} cannot be read as Parquet`);
});

test('texts of any length come back as they were written', async () => {
  const data = ['', '한', '\ufeff앞에 표시', 'q'.repeat(500), '긴 글 😀 '.repeat(100), `\ufeff${'표시 '.repeat(200)}`];
  const file = await openColumns('texts.parquet', [{ name: 'input', data, type: 'STRING' }]);
  expect((await rowsOf(file)).map(({ input }) => input)).toEqual(data);
});
