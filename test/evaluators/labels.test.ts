import { describe, expect, it } from 'vitest';
import { labelled, labelsIn, labelsOf, wholeLabel } from '../../src/evaluators/choices/labels.js';

describe('a text that is a label', () => {
  it.each([
    ['A', 'A'],
    ['b', 'B'],
    ['(c)', 'C'],
    ['[D]', 'D'],
    ['E.', 'E'],
    ['A)', 'A'],
    ['ⓐ', 'A'],
    ['⒝', 'B'],
    ['②', '2'],
    ['⑵', '2'],
    ['❷', '2'],
    ['(2)', '2'],
    ['2번', '2'],
    ['12', '12'],
    ['(가)', '가'],
    ['㉮', '가'],
    ['ㄴ', 'ㄴ'],
    ['㉡', 'ㄴ'],
    ['(B)입니다.', 'B'],
    ['③번이 정답입니다', '3'],
    ['option C', 'C'],
  ])('%j is %j', (text, label) => {
    expect(wholeLabel(text)).toBe(label);
  });

  it.each(['AB', 'A형', '0', '100', '서울', '(서울)', '', '나라', '3.5', 'A B'])('%j is none', (text) => {
    expect(wholeLabel(text)).toBeUndefined();
  });
});

describe('a label with a text beside it', () => {
  it.each([
    ['(B) 서울', 'B', '서울'],
    ['B. 서울', 'B', '서울'],
    ['② 서울', '2', '서울'],
    ['②서울', '2', '서울'],
    ['(B): 서울', 'B', '서울'],
    ['서울 (B)', 'B', '서울'],
    ['서울(B)입니다', 'B', '서울'],
  ])('%j is %j and %j', (text, label, beside) => {
    expect(labelled(text)).toMatchObject({ label, text: beside });
  });

  it.each(['서울', 'A 서울', '3.5', '서울 (수도)'])('%j has none', (text) => {
    expect(labelled(text)).toBeUndefined();
  });
});

describe('labels in a text', () => {
  it('are those that are set off', () => {
    expect(labelsIn('A. 하나 (B) 둘 ③ 셋 D안 3.5 끝이다. **E.** 넷').map(({ label }) => label)).toEqual([
      'A',
      'B',
      '3',
      'E',
    ]);
  });
});

describe('options that are labels', () => {
  it.each([
    [
      ['(A)', '(B)', '(C)'],
      ['A', 'B', 'C'],
    ],
    [
      ['①', '②'],
      ['1', '2'],
    ],
    [
      ['1', '2', '3'],
      ['1', '2', '3'],
    ],
    [
      ['ㄱ', 'ㄴ'],
      ['ㄱ', 'ㄴ'],
    ],
    [['(B)', '(A)'], undefined],
    [['A', 'B', 'O', 'AB'], undefined],
    [['A', '2'], undefined],
    [['3', '1', '2'], undefined],
    [['서울', '부산'], undefined],
  ])('%j: %j', (choices, labels) => {
    expect(labelsOf(choices)).toEqual(labels);
  });
});
