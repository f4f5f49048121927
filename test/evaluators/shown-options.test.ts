import { describe, expect, it } from 'vitest';
import { choicesAtLabels, textsAtLabels } from '../../src/evaluators/choices/shown-options.js';

describe('the choices behind the labels of a question', () => {
  it.each([
    ['A. 부산\nB. 서울', { A: 0, B: 1 }],
    ['(A) 부산 (B) 서울', { A: 0, B: 1 }],
    ['① 부산, ② 서울', { 1: 0, 2: 1 }],
    ['1) 서울 2) 부산', { 1: 1, 2: 0 }],
    ['**A.** 부산\n**B.** 서울', { A: 0, B: 1 }],
    ['부산, 서울', {}],
    ['(A) 부산광역시 (B) 서울', { B: 1 }],
    ['글 (B) 부산\n(A) 부산 (B) 서울', { A: 0 }],
  ])('%j: %j', (question, found) => {
    expect(Object.fromEntries(choicesAtLabels(question, ['부산', '서울']))).toEqual(found);
  });

  it('are read as long as can be, in whatever order they are listed', () => {
    for (const choices of [
      ['3', '3 이상'],
      ['3 이상', '3'],
    ]) {
      const found = choicesAtLabels('(A) 3 이상\n(B) 3', choices);
      expect([...found].map(([label, place]) => [label, choices[place]])).toEqual([
        ['A', '3 이상'],
        ['B', '3'],
      ]);
    }
  });
});

describe('the texts behind the labels of a question', () => {
  const normalise = (text: string) => text.trim();

  it('end with the line or at the next label', () => {
    expect(Object.fromEntries(textsAtLabels('(A) 하나 (B) 둘\n설명\n(C) 셋', ['A', 'B', 'C'], normalise))).toEqual({
      A: ['하나'],
      B: ['둘'],
      C: ['셋'],
    });
  });

  it('may have labels of another kind in them', () => {
    expect(
      Object.fromEntries(textsAtLabels('(A) (가)는 산이다 (B) (나)는 강이다', ['A', 'B', 'C'], normalise)),
    ).toEqual({
      A: ['(가)는 산이다'],
      B: ['(나)는 강이다'],
    });
  });

  it('stand in a list whose labels are all written the same way', () => {
    const question = '(A), (B) 중 하나를 고르시오. (a)는 글이고 ⓑ는 그림이다.\nA. (a)와 ⓑ\nB. *ⓑ*';
    expect(Object.fromEntries(textsAtLabels(question, ['A', 'B'], normalise))).toEqual({ A: ['(a)와 ⓑ'], B: ['ⓑ'] });
  });

  it('stand in the longest list, and of equally long ones in the last', () => {
    const texts = (question: string) => Object.fromEntries(textsAtLabels(question, ['A', 'B', 'C'], normalise));
    expect(texts('보기: (A) 하나 (B) 둘 (C) 셋 참고: A. 가 B. 나')).toMatchObject({ A: ['하나'], B: ['둘'] });
    expect(texts('고르시오: (A)와 (B). 보기: (A) 하나 (B) 둘')).toEqual({ A: ['하나'], B: ['둘'] });
    expect(texts('(A) 하나 (C) 셋 (B) 둘')).toEqual({ A: ['하나'], B: ['둘'], C: ['셋'] });
  });

  it('may begin with labels themselves', () => {
    const question = '(a)는 글이고 (b)는 그림이다.\n(A) (a) : 글\n(B) (b) : 그림';
    expect(Object.fromEntries(textsAtLabels(question, ['A', 'B'], normalise))).toEqual({
      A: ['(a) : 글'],
      B: ['(b) : 그림'],
    });
  });

  it('are all of them where there is no list, without those that are only punctuation', () => {
    expect(Object.fromEntries(textsAtLabels('A. 하나 (B), (A) 둘', ['A', 'B', 'C'], normalise))).toEqual({
      A: ['하나', '둘'],
    });
  });
});
