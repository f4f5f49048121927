import { describe, expect, it } from 'vitest';
import { plugin } from '../../src/evaluators/multiple-choice.js';
import { plugin as stringMatch } from '../../src/evaluators/string-match.js';
import { accuracyOf, choiceOf, made, scoreOf } from './scoring.js';

const evaluator = await made(plugin);
const cities = ['부산', '서울', '대구', '인천'];
const listed = choiceOf(cities, 1, `Question: 대한민국의 수도는?\nChoices: ${cities.join(', ')}`);
const lettered = choiceOf(cities, 1, '대한민국의 수도는?\nA. 부산\nB. 서울\nC. 대구\nD. 인천');

const second = [
  '②',
  '정답은 ②번입니다',
  '답: (B)',
  'Ｂ',
  '2번',
  '2',
  '정답: 2',
  '두 번째 보기가 정답입니다.',
  '저는 2번을 선택하겠습니다.',
  '①은 아니고 ②입니다.',
  '{"answer": "B"}',
  '<think>C인가? 아니다.</think>\n정답: B',
  'I think the answer is B because A is wrong',
];

describe('multiple_choice with options shown without labels', () => {
  it.each(second)('reads %j as the second', async (answer) => {
    expect(await accuracyOf(evaluator, listed, answer)).toBe(1);
  });

  it.each(second)('reads %j as the second where the question is not told', async (answer) => {
    expect(await accuracyOf(evaluator, choiceOf(cities, 1, ''), answer)).toBe(1);
  });

  it.each(['⑤', 'E', '다섯 번째 보기', '①, ②', '2번 또는 3번', 'ㄴ', '나'])('leaves %j unscored', async (answer) => {
    expect(await scoreOf(evaluator, listed, answer)).toMatchObject({ status: 'unscored' });
  });

  it('takes the text where the label beside it is another one', async () => {
    expect(await accuracyOf(evaluator, listed, '정답은 **1. 서울**입니다.')).toBe(1);
  });

  it('leaves a bare number unscored where an option may be meant by its value', async () => {
    const values = choiceOf(['1개', '3개', '2개', '4개'], 1, '몇 개인가?\nChoices: 1개, 3개, 2개, 4개');
    expect(await scoreOf(evaluator, values, '2')).toMatchObject({ status: 'unscored' });
    expect(await accuracyOf(evaluator, values, '2번')).toBe(1);
    expect(await accuracyOf(evaluator, values, '②')).toBe(1);
  });

  it('leaves a label unscored that another option speaks of', async () => {
    const about = ['[B]는 [A]를 반박한다.', '둘 다 옳다.', '[A]만 옳다.'];
    const spoken = choiceOf(about, 1, `[A] 해가 뜬다.\n[B] 달이 뜬다.\nChoices: ${about.join(', ')}`);
    expect(await scoreOf(evaluator, spoken, 'B')).toMatchObject({ status: 'unscored' });
    expect(await accuracyOf(evaluator, spoken, '②')).toBe(1);
  });

  it('counts nothing where the question shows the options in another order', async () => {
    const shuffled = choiceOf(cities, 1, '대한민국의 수도는?\n인천, 대구, 서울, 부산');
    expect(await scoreOf(evaluator, shuffled, '②')).toMatchObject({ status: 'unscored' });
    expect(await accuracyOf(evaluator, shuffled, '서울')).toBe(1);
  });

  it('does not take a combination for a longer one', async () => {
    const sets = ['ㄱ,ㄴ', 'ㄱ,ㄷ', 'ㄴ,ㄹ', 'ㄱ, ㄷ, ㄹ'];
    const combined = choiceOf(sets, 3, `옳은 것은?\nChoices: ${sets.join(', ')}`);
    expect(await accuracyOf(evaluator, combined, '따라서 정답은 **4. ㄱ, ㄷ, ㄹ**입니다.')).toBe(1);
  });
});

describe('multiple_choice with lettered options', () => {
  it.each(['2번', '②', '두 번째 보기'])('reads %j as the second', async (answer) => {
    expect(await accuracyOf(evaluator, lettered, answer)).toBe(1);
  });
});

describe('string_match', () => {
  it('counts no places: a label that is not shown is wrong', async () => {
    expect(await accuracyOf(await made(stringMatch), listed, '②')).toBe(0);
  });
});
