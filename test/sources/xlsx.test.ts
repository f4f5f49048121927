import { join } from 'node:path';
import { expect, test } from 'vitest';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { openXlsx } from '../../src/sources/xlsx.js';
import { collect, tempFolder } from './temp-folder.js';

const folder = await tempFolder();

async function openSheet(name: string, cells: SheetData) {
  await writeXlsxFile(cells).toFile(join(folder.path, name));
  return folder.open(name);
}

const text = (value: string) => ({ value, type: String });

test('the first row names the columns, and rows know their row in the sheet', async () => {
  const file = await openSheet('sheet.xlsx', [
    [text('id'), text('질문'), text('수'), text('날'), text('참')],
    [text('001'), text(' 수도는? '), { value: 3 }, { value: new Date(0), format: 'yyyy-mm-dd' }, { value: true }],
    [null, null, null, null, null],
    [text('002'), text('강은?'), { value: 0.5 }, null, { value: false }],
  ]);
  expect(file.size).toBe(2);
  const expected = [
    {
      row: { id: '001', 질문: ' 수도는? ', 수: 3, 날: '1970-01-01T00:00:00.000Z', 참: true },
      where: 'sheet.xlsx row 2',
    },
    { row: { id: '002', 질문: '강은?', 수: 0.5, 날: '', 참: false }, where: 'sheet.xlsx row 4' },
  ];
  expect(await collect(file.rows())).toEqual(expected);
  expect(await collect(file.rows())).toEqual(expected);
});

test.each<[string, SheetData, string]>([
  [
    'twice.xlsx',
    [
      [text('a'), text('a')],
      [text('1'), text('2')],
    ],
    'twice.xlsx row 1: the header has two columns called "a".',
  ],
  [
    'nameless.xlsx',
    [
      [text('a'), null],
      [text('1'), text('2')],
    ],
    'nameless.xlsx row 2: cell 2 has a value, but its column has no name',
  ],
  ['header.xlsx', [[text('a')]], 'header.xlsx has no rows.'],
])('%s is refused with a reason', async (name, cells, reason) => {
  await expect(openSheet(name, cells)).rejects.toThrow(reason);
});

test('a file that is no workbook is an error that names it', async () => {
  await folder.write('not.xlsx', 'id,input\n1,a\n');
  await expect(folder.open('not.xlsx')).rejects.toThrow(/^not\.xlsx cannot be read as \.xlsx: /);
});

test('without the optional package, the error names it and how to install it', async () => {
  const missing = () => import(String('read-excel-file-that-is-not-there'));
  const opening = openXlsx({ path: join(folder.path, 'sheet.xlsx'), name: 'sheet.xlsx', isGzip: false }, missing);
  await expect(opening).rejects.toMatchObject({
    code: 'missing_package',
    message: expect.stringContaining('npm install read-excel-file'),
  });
});
