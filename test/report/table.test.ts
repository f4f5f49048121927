import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownTable, markdownText } from '../../src/report/markdown.js';
import { styleFor } from '../../src/report/style.js';
import { type Table, textTable } from '../../src/report/table.js';
import { displayWidth } from '../../src/report/text-width.js';

const cities: Table = {
  columns: [{ title: 'city' }, { title: '인구', align: 'right' }],
  rows: [
    ['서울', '9,411,260'],
    ['Busan', '3,349,016'],
  ],
};

describe('textTable', () => {
  it('stands Hangul and Latin in straight columns', () => {
    expect(textTable(cities)).toBe(
      ['city        인구', '─────  ─────────', '서울   9,411,260', 'Busan  3,349,016'].join('\n'),
    );
  });

  it('cuts the widest text column until the table fits, and never a number', () => {
    const table: Table = {
      columns: [{ title: 'run' }, { title: 'model' }, { title: 'value', align: 'right' }],
      rows: [['아주 긴 실행 이름입니다', 'openai/gpt-4o', '0.6842']],
    };
    expect(textTable(table, { maxWidth: 30 }).split('\n')).toEqual([
      'run         model        value',
      '──────────  ──────────  ──────',
      '아주 긴 …   openai/gp…  0.6842',
    ]);
    expect(textTable(table, { maxWidth: 5 })).toContain('0.6842');
  });

  it('keeps text whole that must not be cut', () => {
    const table: Table = {
      columns: [{ title: 'metric', isUncut: true }, { title: 'note' }],
      rows: [['exact_match', 'a long note']],
    };
    expect(textTable(table, { maxWidth: 19 })).toContain('exact_match  a lon…');
  });

  it('shortens its titles before its texts', () => {
    const table: Table = {
      columns: [{ title: 'name' }, { title: 'unscored', shortTitle: 'unsc', align: 'right' }],
      rows: [['baseline', '4']],
    };
    expect(textTable(table, { maxWidth: 14 }).split('\n')[0]).toBe('name      unsc');
    expect(textTable(table).split('\n')[0]).toBe('name      unscored');
  });

  it('lets nothing of a cell reach the terminal but its text', () => {
    const text = textTable({ columns: [{ title: 'a' }, { title: 'b' }], rows: [['\u001b[2Jx\ny', 'z']] });
    expect(text.split('\n')[2]).toBe('x y  z');
  });

  it('takes missing cells for empty ones', () => {
    expect(textTable({ columns: [{ title: 'a' }, { title: 'b' }], rows: [['x']] })).toBe('a  b\n─  ─\nx');
  });

  it('has no colour unless asked for some', () => {
    expect(textTable(cities)).not.toContain('\u001b');
    expect(textTable(cities, { style: styleFor(true) })).toContain('\u001b[1mcity        인구\u001b[22m');
    expect(textTable(cities, { style: styleFor(false) })).toBe(textTable(cities));
  });

  it('is as wide in every line as its columns, and no wider than allowed when text can give way', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 30 });
    const columns = fc.array(fc.record({ title: fc.string({ maxLength: 6 }) }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        columns,
        fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 5 }),
        fc.integer({ min: 38, max: 100 }),
        (shape, rows, maxWidth) => {
          for (const line of textTable({ columns: shape, rows }, { maxWidth }).split('\n')) {
            expect(displayWidth(line)).toBeLessThanOrEqual(maxWidth);
          }
        },
      ),
    );
  });
});

describe('markdownTable', () => {
  it('writes the same table for GitHub, straight in the source too', () => {
    expect(markdownTable(cities)).toBe(
      ['| city  |      인구 |', '| ----- | --------: |', '| 서울  | 9,411,260 |', '| Busan | 3,349,016 |'].join('\n'),
    );
  });

  it.each<[string, string]>([
    ['a|b', 'a\\|b'],
    ['a\\|b', 'a\\\\\\|b'],
    ['two\nlines', 'two lines'],
    ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)>'],
    ['![x](http://track.example/p.png)', '![x]\\(http://track.example/p.png)'],
    ['`code`', '\\`code\\`'],
    ['&lt;', '&amp;lt;'],
    ['eval_my_model [0.61, 0.75]', 'eval_my_model [0.61, 0.75]'],
  ])('makes %j harmless', (text, expected) => {
    expect(markdownText(text)).toBe(expected);
  });

  it('keeps any cell in its cell', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('|', '\\', '\n', 'a', '`', '가') }), (cell) => {
        const lines = markdownTable({ columns: [{ title: 'a' }, { title: 'b' }], rows: [[cell, 'x']] }).split('\n');
        expect(lines).toHaveLength(3);
        const bars = [...(lines[2] ?? '').replace(/\\./g, '')].filter((character) => character === '|');
        expect(bars).toHaveLength(3);
      }),
    );
  });
});
