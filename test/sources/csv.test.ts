import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wholeCharacters } from '../../src/sources/whole-characters.js';
import { collect, rowsOf, tempFolder, untilError } from './temp-folder.js';

const folder = await tempFolder();

async function openText(name: string, content: string | Buffer) {
  await folder.write(name, content);
  return folder.open(name);
}

test('cells stay the text they are', async () => {
  const file = await openText('cells.csv', 'id,input,reference,note\n001,1.0,true,\n002, 공백 ,nan,NULL\n');
  expect(await rowsOf(file)).toEqual([
    { id: '001', input: '1.0', reference: 'true', note: '' },
    { id: '002', input: ' 공백 ', reference: 'nan', note: 'NULL' },
  ]);
});

test('quoted cells may hold separators, quotes and line breaks, and rows know the line they begin on', async () => {
  const file = await openText(
    'quoted.csv',
    '\uFEFFid,input\r\n1,"가, ""나""\r\n다"\r\n\r\n2,"한 줄"\r\n"3","a\nb\nc"\r\n4,끝',
  );
  expect(await collect(file.rows())).toEqual([
    { row: { id: '1', input: '가, "나"\r\n다' }, where: 'quoted.csv:2' },
    { row: { id: '2', input: '한 줄' }, where: 'quoted.csv:5' },
    { row: { id: '3', input: 'a\nb\nc' }, where: 'quoted.csv:6' },
    { row: { id: '4', input: '끝' }, where: 'quoted.csv:9' },
  ]);
});

test('tabs separate the cells of a .tsv, where commas and quotes are text', async () => {
  const file = await openText('tabs.tsv', 'id\tinput\n1\t가, "나" 다\n2\t"라"는 무엇인가?\n3\t"마\t바"\n');
  expect(await rowsOf(file)).toEqual([
    { id: '1', input: '가, "나" 다' },
    { id: '2', input: '"라"는 무엇인가?' },
    { id: '3', input: '마\t바' },
  ]);
});

test('what is written by the rules of RFC 4180 is what is read', async () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('가,나', '"', '""', '\n', '\r\n', ' ', '', '001', '😀'),
  );
  const record = fc.tuple(cell, cell, cell);
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1 }), fc.constantFrom('\n', '\r\n'), async (records, end) => {
      const lines = [['a', 'b', 'c'], ...records].map((cells) => cells.map(quoted).join(','));
      const file = await openText('round.csv', lines.join(end));
      const expected = records.map(([a, b, c]) => ({ a, b, c }));
      expect(await rowsOf(file)).toEqual(expected);
      expect(await rowsOf(file)).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

test('a file larger than one chunk is read whole', async () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `${index},"질문 ${index}, 계속"`);
  const rows = await collect((await openText('large.csv', `id,input\n${lines.join('\n')}\n`)).rows());
  expect(rows).toHaveLength(20_000);
  expect(rows[19_999]).toEqual({ row: { id: '19999', input: '질문 19999, 계속' }, where: 'large.csv:20001' });
});

test.each([
  ['id,input\n1,a\n2\n', 'bad.csv:3: 1 cells, but the header has 2 columns (id, input).'],
  ['id,input\n1,a,b\n', 'bad.csv:2: 3 cells, but the header has 2 columns'],
  ['id,input\n1,"a\nb"\n2,"c"d\n', 'bad.csv:4: a quote (") stands in the middle of a cell.'],
  ['id,input\n1,a "b" c\n', 'bad.csv:2: a quote (") stands in the middle of a cell.'],
  ['id,input\n1,a\n2,"b\n3,c\n', 'bad.csv:3: the record that begins here opens a quote (") and never closes it.'],
  ['id,input,input\n1,a,b\n', 'bad.csv:1: the header has two columns called "input".'],
  ['id,input,,\n1,a,,\n', 'bad.csv:1: the header has several columns without a name.'],
  ['id,input\n', 'bad.csv has no rows.'],
  ['\n\n', 'bad.csv has no rows.'],
])('%j is refused with a reason', async (content, reason) => {
  expect((await untilError((await openText('bad.csv', content)).rows())).message).toContain(reason);
});

test('the rows before a bad one come first', async () => {
  const { items } = await untilError((await openText('late.csv', 'id\n1\n2\n3,x\n4\n')).rows());
  expect(items.map(({ row }) => row.id)).toEqual(['1', '2']);
});

test('a CP949 file is refused, and the error says how to convert it', async () => {
  const file = await openText(
    'excel.csv',
    Buffer.concat([Buffer.from('id,input\n1,a\n2,'), Buffer.from([0xb0, 0xa1])]),
  );
  const { message } = await untilError(file.rows());
  expect(message).toMatch(/^excel\.csv:3: not valid UTF-8\..*CSV UTF-8/);
});

test('a bad byte is named by its line, however many chunks come before it', async () => {
  async function* chunks(): AsyncGenerator<Buffer> {
    yield Buffer.from('첫째\n둘');
    yield Buffer.from('째\n셋째\n');
    yield Buffer.from([0x61, 0x0a, 0xff]);
  }
  expect((await untilError(wholeCharacters(chunks(), 'late.csv'))).message).toContain('late.csv:5: not valid UTF-8');
});

test('characters are never cut, whatever the chunks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 5 }), async (text, size) => {
      const bytes = Buffer.from(text);
      async function* chunks(): AsyncGenerator<Buffer> {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      }
      const pieces = (await collect(wholeCharacters(chunks(), 'text'))).map(String);
      expect(pieces.join('')).toBe(text.replace(/^\uFEFF/, ''));
    }),
  );
});
