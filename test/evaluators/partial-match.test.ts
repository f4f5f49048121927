import { describe, expect, it } from 'vitest';
import { placesOf } from '../../src/evaluators/contained.js';
import { plugin } from '../../src/evaluators/partial-match.js';
import {
  accuracyOf,
  capitalByLetter,
  capitalByText,
  capitalLettered,
  capitalNumbered,
  choiceOf,
  made,
  sampleOf,
  scoreOf,
  textOf,
} from './scoring.js';

const evaluator = await made(plugin);

describe('partial_match against texts', () => {
  it.each([
    ['대한민국의 수도는 서울입니다.', 1],
    ['서울은 수도이다', 1],
    ['수도: "서울"', 1],
    ['생각해 보자.\n\n그러므로 서울.', 1],
    ['정답: 서울 (Seoul)', 1],
    ['답은 부산입니다', 0],
    ['남서울', 0],
    ['<think>부산이 아니라</think>서울이다', 1],
    ['<think>서울일까?</think>부산', 0],
    ['', 0],
  ])('%j scores %d for 서울', async (answer, accuracy) => {
    expect(await accuracyOf(evaluator, textOf('서울'), answer)).toBe(accuracy);
  });

  it.each([
    ['4', 1],
    ['답은 4입니다', 1],
    ['4개', 1],
    ['2+2=4', 1],
    ['3-4', 1],
    ['4.', 1],
    ['4, 5', 1],
    ['142', 0],
    ['14', 0],
    ['41', 0],
    ['4.5', 0],
    ['3.4', 0],
    ['4,000', 0],
    ['-4', 0],
    ['1/4', 0],
    ['v4', 0],
  ])('%j scores %d for the number 4', async (answer, accuracy) => {
    expect(await accuracyOf(evaluator, textOf('4'), answer)).toBe(accuracy);
  });

  it('any accepted text will do', async () => {
    expect(await accuracyOf(evaluator, textOf('사람', '인간'), '그것은 인간이다')).toBe(1);
  });

  it('only the line of a stated final answer is searched', async () => {
    expect(await accuracyOf(evaluator, textOf('서울'), '서울은 아니다.\n정답: 부산')).toBe(0);
    expect(await accuracyOf(evaluator, textOf('서울'), '정답: 부산\n서울이 아닌 까닭은 이렇다.')).toBe(0);
  });

  it('all lines are searched for a reference of several', async () => {
    expect(await accuracyOf(evaluator, textOf('가나\n다라'), '정답: 가나\n다라\n마바')).toBe(1);
    expect(await accuracyOf(evaluator, textOf('가나\n다라'), '정답: 가나\n마바')).toBe(0);
  });

  it('a reference that is a letter is looked for as a label', async () => {
    expect(await accuracyOf(evaluator, textOf('A'), '(A)라고 생각한다')).toBe(1);
    expect(await accuracyOf(evaluator, textOf('A'), 'it is a dog')).toBe(0);
    expect(await accuracyOf(evaluator, textOf('A'), 'A와 B')).toBe(0);
  });

  it('an empty reference is in nothing', async () => {
    expect(await accuracyOf(evaluator, textOf(''), '서울')).toMatch(/reference is empty/);
    expect(await accuracyOf(evaluator, sampleOf({ kind: 'rubric', rubric: 'x' }), '서울')).toMatch(/no reference/);
  });

  it('composed and decomposed Hangul are equal', async () => {
    expect(await accuracyOf(evaluator, textOf('서울'), '수도는 서울이다'.normalize('NFD'))).toBe(1);
    expect(await accuracyOf(evaluator, textOf('서울'.normalize('NFD')), '수도는 서울이다')).toBe(1);
  });
});

describe('partial_match of choice questions', () => {
  it.each([
    ['제 생각에는 (B)가 맞습니다.', 1],
    ['B입니다', 1],
    ['정답: (B)\n\n(A)는 항구 도시입니다.', 1],
    ['수도는 서울입니다', 1],
    ['(B)가 맞다. 부산은 항구이다.', 1],
    ['(A)가 아니라 (B)', 0],
    ['(A), (B), (C), (D)', 0],
    ['서울과 부산', 0],
    ['(C)', 0],
    ['잘 모르겠습니다', 0],
  ])('%j scores %d where the options are labels', async (answer, accuracy) => {
    expect(await accuracyOf(evaluator, capitalByLetter, answer)).toBe(accuracy);
  });

  it.each([
    ['수도는 서울입니다', 1],
    ['정답: 서울\n부산은 항구입니다.', 1],
    ['부산, 서울, 대구', 0],
    ['부산과 서울 가운데 서울', 0],
    ['대구입니다', 0],
    ['B', 0],
  ])('%j scores %d where the options are texts', async (answer, accuracy) => {
    expect(await accuracyOf(evaluator, capitalByText, answer)).toBe(accuracy);
  });

  it('a label and the text it stands for are one option', async () => {
    expect(await accuracyOf(evaluator, capitalLettered, '(B) 서울이 수도이다')).toBe(1);
    expect(await accuracyOf(evaluator, capitalLettered, '(A) 서울이 수도이다')).toBe(0);
  });

  it('labels inside an option name no other option', async () => {
    const sample = choiceOf(['(b)에서 시작', '(a)에서 시작'], 0, '(A) (b)에서 시작\n(B) (a)에서 시작');
    expect(await accuracyOf(evaluator, sample, '정답: (b)에서 시작')).toBe(1);
    expect(await accuracyOf(evaluator, sample, '정답: (a)에서 시작')).toBe(0);
  });

  it('an ordinal number is no label', async () => {
    expect(await accuracyOf(evaluator, capitalNumbered, '2번이다')).toBe(1);
    expect(await accuracyOf(evaluator, capitalNumbered, '2번째 도시이다')).toBe(0);
  });

  it('an option inside a longer one is not mentioned by it', async () => {
    const sample = choiceOf(['서울', '서울특별시', 'ㄱ', 'ㄱ, ㄴ'], 1, '');
    expect(await accuracyOf(evaluator, sample, '서울특별시이다')).toBe(1);
    expect(await accuracyOf(evaluator, sample, 'ㄱ, ㄴ')).toBe(0);
    expect(await scoreOf(evaluator, sample, 'ㄱ, ㄴ')).not.toHaveProperty('explanation');
  });

  it('says how many options are in an answer', async () => {
    expect(await scoreOf(evaluator, capitalByText, '부산, 서울, 대구')).toMatchObject({
      explanation: '3 of the options are in the answer',
    });
  });

  it('is definite when it has a marker or is one option alone, right or wrong', async () => {
    for (const [answer, isDefinite] of [
      ['정답: (B)', true],
      ['정답: (A)', true],
      ['(A)', true],
      ['B', true],
      ['저는 (B)라고', false],
      ['정답: (A) 또는 (B)', false],
    ] as const) {
      expect(await scoreOf(evaluator, capitalByLetter, answer), answer).toMatchObject({ isDefinite });
    }
  });
});

describe('where a text stands in another', () => {
  it.each([
    ['art', 'party', 0],
    ['art', 'the art.', 1],
    ['전주', '완전주의', 0],
    ['전주', '전주에서 전주로', 2],
    ['-4', '3-4', 0],
    ['-4', 'x = -4', 1],
    ['1,200', '11,200', 0],
    ['1,200', '1,200원', 1],
    ['DNA', 'DNA는', 1],
    ['東京', '東京都', 1],
  ])('%j in %j: %d times', (part, whole, times) => {
    expect(placesOf(part, whole)).toHaveLength(times);
  });
});
