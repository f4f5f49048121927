import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { referenceOf } from '../../src/core/sample.js';
import { type ColumnMap, rowMapper } from '../../src/sources/columns.js';
import type { Row } from '../../src/sources/row.js';

/** The samples of rows, as if they stood in `q.jsonl`. */
function samplesOf(rows: readonly Row[], columns: Partial<ColumnMap> = {}) {
  const toSample = rowMapper({ inputCol: 'input', referenceCol: 'reference', ...columns }, { path: '/data' });
  return rows.map((row, index) => toSample({ row, where: `q.jsonl:${index + 1}` }));
}

function targetOf(row: Row, columns: Partial<ColumnMap> = { optionsCol: 'options' }) {
  return samplesOf([{ input: '질문', ...row }], columns)[0]?.target;
}

test('the default columns make a text question, and other columns become metadata', () => {
  expect(samplesOf([{ id: 'a', input: '수도는?', reference: '서울', level: 2, tags: ['지리', null] }])).toEqual([
    {
      id: 'a',
      input: '수도는?',
      target: { kind: 'text', accepted: ['서울'] },
      metadata: { level: 2, tags: ['지리', null] },
    },
  ]);
});

test('named columns are read instead, and a column named id is then metadata', () => {
  const columns = { inputCol: '문제', referenceCol: '답', idCol: '번호', groupCol: '과목', imagesCol: '그림' };
  const row = { 번호: 7, 문제: '강은?', 답: 1.5, 과목: '지리', 그림: 'a.png', id: 'x' };
  expect(samplesOf([row], columns)).toEqual([
    {
      id: '7',
      input: '강은?',
      target: { kind: 'text', accepted: ['1.5'] },
      group: '지리',
      images: [{ url: join('/data', 'a.png') }],
      metadata: { id: 'x' },
    },
  ]);
});

test('without an id column rows are numbered', () => {
  const rows = [1, 2].map((n) => ({ input: `${n}`, reference: '' }));
  expect(samplesOf(rows).map((sample) => sample.id)).toEqual(['row-1', 'row-2']);
});

test.each<[string, readonly Row[], Partial<ColumnMap>, string]>([
  [
    'a missing column',
    [{ qustion: 'a', reference: 'b' }],
    { inputCol: 'question' },
    'q.jsonl:1 has no column "question". Did you mean "qustion"? It has: qustion, reference. Set inputCol to the column that holds the question.',
  ],
  ['a missing reference', [{ input: 'a', answer: 'b' }], {}, 'q.jsonl:1 has no column "reference".'],
  ['a missing named id', [{ input: 'a', reference: 'b' }], { idCol: 'id' }, 'q.jsonl:1 has no column "id".'],
  ['a missing group', [{ input: 'a', reference: 'b' }], { groupCol: 'g' }, 'Set groupCol to the column'],
  [
    'an id that only the first row has',
    [
      { id: 1, input: 'a', reference: 'b' },
      { input: 'a', reference: 'b' },
    ],
    {},
    'q.jsonl:2 has no column "id".',
  ],
  [
    'an id that the first row does not have',
    [
      { input: 'a', reference: 'b' },
      { id: 1, input: 'a', reference: 'b' },
    ],
    {},
    'q.jsonl:2 has a column "id", which the first row does not have.',
  ],
  ['an empty id', [{ id: '', input: 'a', reference: 'b' }], {}, 'q.jsonl:1: column "id" is empty.'],
  ['a null reference', [{ input: 'a', reference: null }], {}, 'q.jsonl:1: column "reference" has no value (null).'],
  ['an empty question', [{ input: ' ', reference: 'b' }], {}, 'q.jsonl:1: column "input" is empty'],
  [
    'a question that is an object',
    [{ input: {}, reference: 'b' }],
    {},
    'column "input" holds an object; expected text',
  ],
  ['an empty list of answers', [{ input: 'a', reference: [] }], {}, 'column "reference" is an empty list.'],
  ['a number that lost digits', [{ input: 'a', reference: 2 ** 60 }], {}, 'a number too large to be read exactly'],
  ['an image without a place', [{ input: 'a', reference: 'b', i: [''] }], { imagesCol: 'i' }, 'names an image without'],
])('%s is an error that names the row', (_, rows, columns, message) => {
  expect(() => samplesOf(rows, columns)).toThrow(message);
});

test.each<[unknown, readonly string[]]>([
  ['서울', ['서울']],
  ['', ['']],
  [1, ['1']],
  [true, ['true']],
  [
    ['서울', '서울시'],
    ['서울', '서울시'],
  ],
  ['["서울", "서울시"]', ['서울', '서울시']],
  ['[1, 2]', ['[1, 2]']],
  ['["가", 2]', ['["가", 2]']],
  ['[]', ['[]']],
  ['["닫지 않은', ['["닫지 않은']],
])('the reference %j accepts %j', (reference, accepted) => {
  expect(targetOf({ reference }, {})).toEqual({ kind: 'text', accepted });
});

test.each<[unknown, readonly string[]]>([
  [
    ['서울', ' 부산 '],
    ['서울', ' 부산 '],
  ],
  [
    ['서울', 2, true],
    ['서울', '2', 'true'],
  ],
  ['["서울", "부산|대구"]', ['서울', '부산|대구']],
  ['서울 | 부산|대구', ['서울', '부산', '대구']],
])('the options %j are %j', (options, choices) => {
  expect(targetOf({ options, reference: '서울' })).toEqual({ kind: 'choice', choices, answer: 0 });
});

test.each([[null], [[]], [''], ['  '], ['[ ]']])('a row with the options %j is a text question', (options) => {
  expect(targetOf({ options, reference: '서울' })).toEqual({ kind: 'text', accepted: ['서울'] });
});

test.each<[unknown, number]>([
  ['부산', 1],
  [' 부산 ', 1],
  ['부산'.normalize('NFD'), 1],
  [['대구'], 2],
  ['A', 0],
  ['b', 1],
  ['(C)', 2],
  ['C.', 2],
  ['②', 1],
  ['(③)', 2],
  ['2', 1],
  [2, 1],
  ['3번', 2],
])('the reference %j means option %i', (reference, answer) => {
  expect(targetOf({ options: ['서울', '부산', '대구'], reference })).toMatchObject({ answer });
});

test('a reference that is the text of an option is never read as its number', () => {
  expect(targetOf({ options: ['3', '1', '2'], reference: 1 })).toMatchObject({ answer: 1 });
});

test.each<[unknown, unknown, string]>([
  [
    ['서울', '부산'],
    '인천',
    'q.jsonl:1: column "reference" is "인천", which is not one of the 2 options: "서울", "부산".',
  ],
  [['서울', '부산'], 'C', 'is "C", which is not one of the 2 options'],
  [['서울', ' '], '서울', 'holds an empty option, number 2 of 2.'],
  [['서울', '부산'], 0, 'its number counted from 1. If numbers count from 0, set answersFrom to 0.'],
  [['서울', '부산'], '', 'is "", which is not one of the 2 options'],
  [['서울', '부산'], ['서울', '부산'], 'holds 2 answers; a question with options has one.'],
  ['서울', '서울', 'holds one option only, "서울".'],
  ["['서울', '부산']", '서울', 'looks like a list but is not JSON'],
  [{ A: '서울' }, 'A', 'column "options" holds an object; expected a list of options.'],
])('options %j with the reference %j are refused with a reason', (options, reference, message) => {
  expect(() => targetOf({ options, reference })).toThrow(message);
});

test('whatever the options, the reference that is one of them is found', () => {
  const distinct = fc.uniqueArray(
    fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
    { minLength: 2, selector: (text) => text.trim() },
  );
  fc.assert(
    fc.property(distinct, fc.nat(), (options, pick) => {
      const reference = options[pick % options.length];
      const target = targetOf({ options, reference });
      expect(target && referenceOf(target)).toBe(reference);
    }),
  );
});

test.each<[unknown, readonly string[] | undefined]>([
  ['https://example.com/a.png', ['https://example.com/a.png']],
  ['data:image/png;base64,AAAA', ['data:image/png;base64,AAAA']],
  [
    ['a.png', 'https://b'],
    [join('/data', 'a.png'), 'https://b'],
  ],
  ['["a.png", "b.png"]', [join('/data', 'a.png'), join('/data', 'b.png')]],
  ['', undefined],
  [null, undefined],
])('the images %j are %j', (images, urls) => {
  const [sample] = samplesOf([{ input: 'a', reference: 'b', images }], {
    imagesCol: 'images',
  });
  expect(sample?.images?.map((image) => image.url)).toEqual(urls);
});

test('a question may be an image alone', () => {
  expect(samplesOf([{ input: '', reference: 'b', images: 'x.png' }], { imagesCol: 'images' })[0]?.input).toBe('');
});

test('numbers are places from where answersFrom says, also among options that are numbers', () => {
  const from = (answersFrom: 0 | 1, options: readonly string[], reference: unknown) =>
    targetOf({ options, reference }, { optionsCol: 'options', answersFrom });
  expect(from(0, ['가', '나'], 1)).toEqual({ kind: 'choice', choices: ['가', '나'], answer: 1 });
  expect(from(0, ['가', '나'], '0')).toEqual({ kind: 'choice', choices: ['가', '나'], answer: 0 });
  expect(from(0, ['가', '나'], 'B')).toMatchObject({ answer: 1, label: 'B' });
  expect(from(1, ['2', '1'], 1)).toMatchObject({ answer: 0 });
  expect(() => from(0, ['가', '나'], 2)).toThrow('its number counted from 0.');
});
