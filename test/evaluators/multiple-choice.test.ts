import { describe, expect, it } from 'vitest';
import { plugin } from '../../src/evaluators/multiple-choice.js';
import { describeEvaluator } from '../contracts/evaluator.js';
import { accuracyOf, choiceOf, made, scoreOf, textOf } from './scoring.js';

const evaluator = await made(plugin);
const numbered = choiceOf(['부산', '서울', '대구', '인천'], 1, '대한민국의 수도는?\n① 부산\n② 서울\n③ 대구\n④ 인천');
const lettered = choiceOf(
  ['부산', '서울', '대구', '인천'],
  1,
  '대한민국의 수도는?\nA. 부산\nB. 서울\nC. 대구\nD. 인천',
);
const combined = choiceOf(
  ['ㄱ', 'ㄱ, ㄴ', 'ㄴ, ㄷ', 'ㄱ, ㄴ, ㄷ'],
  1,
  '<보기>에서 옳은 것만을 고른 것은?\nㄱ. 해는 동쪽에서 뜬다.\nㄴ. 물은 100도에서 끓는다.\nㄷ. 달은 스스로 빛난다.\n① ㄱ\n② ㄱ, ㄴ\n③ ㄴ, ㄷ\n④ ㄱ, ㄴ, ㄷ',
);

/** Phrasings of the second option. */
const byNumber = [
  '②',
  '②번',
  '2번',
  '2번입니다.',
  '②번입니다',
  '정답은 ②번입니다.',
  '정답: ②',
  '정답：②',
  '답: ②',
  '답은 2번이다.',
  '정답은 2번입니다. 왜냐하면 서울이 수도이기 때문입니다.',
  '정답은 ② 서울입니다.',
  '정답: 2번 서울',
  '따라서 정답은 **②**입니다.',
  '[정답] ②',
  '**정답: ② 서울**',
  '② 서울',
  '수도는 서울이다.\n\n따라서 답은 ②번이 됩니다.',
  '부산은 아니다. 대구도 아니다.\n정답은 ②번이에요.',
  '2번이 정답입니다.',
  '②번이 정답이다.',
  '답은 ②',
  '최종 답변: ②',
  '최종 정답은 2번',
  '정답 : ② 서울',
  '서울',
  '서울입니다.',
  '정답은 서울입니다.',
  '답: 서울',
  '정답은 ‘서울’이다.',
  '제가 생각하는 정답은 ②번입니다.',
  '정답은 $\\boxed{②}$입니다.',
];
const byLetter = [
  'B',
  '(B)',
  '답: (B)',
  '정답: B',
  '정답은 B입니다.',
  '정답은 (B)입니다.',
  '정답: Ｂ',
  '정답은 （Ｂ）입니다',
  'B. 서울',
  'B) 서울',
  'b',
  'The answer is B.',
  'Answer: B',
  '**B**',
  '정답은 B번입니다.',
  'B입니다',
  '정답: \\boxed{B}',
  '답은 B. 서울입니다.',
  '정답은 B가 맞습니다.',
  'B가 정답입니다.',
];
const byCombination = [
  '②',
  'ㄱ, ㄴ',
  'ㄱ,ㄴ',
  'ㄱ·ㄴ',
  'ㄱ, ㄴ입니다.',
  '정답은 ②번 ㄱ, ㄴ입니다.',
  '정답: ㄱ, ㄴ',
  '정답: ㄱ·ㄴ',
  '정답은 ㄱ, ㄴ이다.',
  'ㄱ과 ㄴ',
  'ㄴ, ㄱ',
];

const neither = [
  '잘 모르겠습니다.',
  '죄송하지만 답변드릴 수 없습니다.',
  '',
  '정답은 ①번 또는 ②번입니다.',
  '①, ②',
  '① 또는 ②',
  '정답은 없습니다.',
  '정답은 ⑤번입니다.',
  '보기 중에 정답이 없다.',
  '① 부산, ② 서울, ③ 대구, ④ 인천',
];

describe('multiple_choice reads', () => {
  it.each(byNumber)('%j as the second of numbered options', async (answer) => {
    expect(await accuracyOf(evaluator, numbered, answer)).toBe(1);
  });
  it.each(byLetter)('%j as the second of lettered options', async (answer) => {
    expect(await accuracyOf(evaluator, lettered, answer)).toBe(1);
  });
  it.each(byCombination)('%j as a combination of statements', async (answer) => {
    expect(await accuracyOf(evaluator, combined, answer)).toBe(1);
  });
  it.each(byNumber)('%j as wrong where another option is right', async (answer) => {
    const other = choiceOf(['부산', '서울', '대구', '인천'], 3, numbered.input);
    expect(await accuracyOf(evaluator, other, answer)).toBe(0);
  });
});

describe('multiple_choice and combinations of statements', () => {
  const joined = choiceOf(['ㄱㄴ', 'ㄱㄷ', 'ㄴㄷ'], 1, '고르면?\nㄱ. 가\nㄴ. 나\nㄷ. 다\n① ㄱㄴ ② ㄱㄷ ③ ㄴㄷ');
  it.each(['ㄱ, ㄷ', 'ㄷ과 ㄱ', '정답은 ㄱ·ㄷ입니다', '정답: ② ㄱ, ㄷ', '옳은 것은 ㄱ, ㄷ이다.'])(
    'reads %j where the options have nothing between them',
    async (answer) => {
      expect(await accuracyOf(evaluator, joined, answer)).toBe(1);
    },
  );

  it('takes consonants for the same, whichever way they were typed', async () => {
    const typed = choiceOf(['\u1100, \u1102', '\u1102, \u1103'], 1, '고르면?');
    for (const answer of ['ㄴ, ㄷ', 'ㄷ과 ㄴ', '정답: ㄴ·ㄷ'])
      expect(await accuracyOf(evaluator, typed, answer)).toBe(1);
  });

  it('keeps the order where it is what the question asks for', async () => {
    const ordered = choiceOf(['ㄱ, ㄴ, ㄷ', 'ㄴ, ㄱ, ㄷ'], 1, '순서는?');
    expect(await accuracyOf(evaluator, ordered, '정답: ㄴ, ㄱ, ㄷ')).toBe(1);
    expect(await accuracyOf(evaluator, ordered, '정답: ㄱ, ㄴ, ㄷ')).toBe(0);
  });
});

describe('multiple_choice leaves unscored', () => {
  it.each(neither)('%j', async (answer) => {
    expect(await scoreOf(evaluator, numbered, answer)).toMatchObject({
      status: 'unscored',
      reason: expect.any(String),
    });
  });

  it('a question without options', async () => {
    expect(await scoreOf(evaluator, textOf('서울'), '서울')).toMatchObject({ status: 'unscored' });
  });
});

describeEvaluator('multiple_choice', { make: () => made(plugin), sample: lettered, answer: '정답: (B)' });
