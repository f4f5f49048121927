import { expect, test } from 'vitest';
import { extractFinalAnswer, splitReasoning } from '../../src/prompts/final-answer.js';

/** Texts of models, the answer found in them, and the one the ancestor found; `undefined`: none is marked. */
const answers: readonly (readonly [text: string, answer: string | undefined, ancestor: string | undefined])[] = [
  // what was observed of the ancestor
  ['따라서, 정답은: (A)', '(A)', '(A)'],
  ['정답은 (A)', '(A)', undefined],
  ['정답：B', 'B', undefined],
  ['Answer：B', 'B', undefined],
  ['答案：B', 'B', 'B'],
  ['Answer: x\nAnswer: y', 'y', 'x\nAnswer: y'],
  ['The answer: 5', '5', '5'],
  ['대답: ③', '③', '③'],
  ['해답: 12', '12', '12'],
  ['계산하면 답: 7', '7', '7'],
  ['**정답:** (C)', '(C)', '** (C)'],
  ['Answer:', undefined, undefined],
  ['Answer:   ', undefined, ''],
  ['답은 \\boxed{4}이므로 계속한다', '\\boxed{4}', undefined],
  ['정답: \\boxed{4}', '\\boxed{4}', '\\boxed{4}'],

  // markers
  ['정답 : 3', '3', '3'],
  ['정답은\n\n(A)', '(A)', undefined],
  ['답은: B', 'B', 'B'],
  ['답변: 서울', '서울', '서울'],
  ['답안: ②', '②', '②'],
  ['최종 정답: B', 'B', 'B'],
  ['최종 답변：B', 'B', undefined],
  ['final   answer: 7', '7', '7'],
  ['응답: ②', '②', '②'],
  ['정답은 다음과 같습니다: (B)', '(B)', undefined],
  ['[정답] ③', '③', undefined],
  ['【정답】 (B)', '(B)', undefined],
  ['正确答案：B', 'B', 'B'],
  ['回答: 4', '4', '4'],
  ['Réponse : 4', '4', '4'],
  ['Jawaban: b', 'b', 'b'],
  ['A\u0300m\u1ecd\u0300na\u0300: b', 'b', 'b'],
  ['\u00c0m\u1ecd\u0300n\u00e0: b', 'b', 'b'],
  ['오답: A', undefined, 'A'],
  ['오답: A, D\n정답: B', 'B', 'A, D\n정답: B'],
  ['정답률: 80%', undefined, undefined],
  ['MyAnswer: 5', undefined, '5'],
  ['그냥 서울입니다.', undefined, undefined],
  ['', undefined, undefined],

  // the last one that says something
  ['답: 3이라고 생각했지만 다시 계산하면\n답: 4', '4', '3이라고 생각했지만 다시 계산하면\n답: 4'],
  ['정답: (B)\n\n정답:', '(B)', '(B)\n\n정답:'],
  ['정답: (A)\n해설: 정답은 (A)이며 나머지는 틀렸다.', '(A)', '(A)\n해설: 정답은 (A)이며 나머지는 틀렸다.'],
  ['정답은 ①번 같다.\n다시 보면 정답: ②', '②', '②'],
  ['답변: 수도는 서울이다.\n정답: 서울', '서울', '수도는 서울이다.\n정답: 서울'],

  // markdown
  ['**정답**: C', 'C', undefined],
  ['**정답: (C)**', '(C)', '(C)**'],
  ['**최종 답: B**입니다.', 'B', 'B**입니다.'],
  ['### 정답: **①**', '①', '**①**'],
  ['정답:\n\n**(D)**', '(D)', '**(D)**'],
  ['최종 정답: `B`', 'B', '`B`'],
  ['정답: __C__', 'C', '__C__'],
  ['정답: **이순신 장군**', '이순신 장군', '**이순신 장군**'],
  ['정답: 2**3', '2**3', '2**3'],
  ['**정답:** 서울\n\n**해설:** 수도이다.', '서울\n\n**해설:** 수도이다.', '** 서울\n\n**해설:** 수도이다.'],

  // the end of the sentence goes from a bare label or number only
  ['정답: (C)입니다.', '(C)', '(C)입니다.'],
  ['정답: C.', 'C', 'C.'],
  ['정답: ③번이다.', '③번', '③번이다.'],
  ['정답 : D 입니다', 'D', 'D 입니다'],
  ['정답: 42.', '42', '42.'],
  ['정답: 3.14입니다', '3.14', '3.14입니다'],
  ['정답: -1,200', '-1,200', '-1,200'],
  ['정답: 서울입니다.', '서울입니다.', '서울입니다.'],
  ['정답: (C) 부산입니다.', '(C) 부산입니다.', '(C) 부산입니다.'],
  ['정답: 1,200원', '1,200원', '1,200원'],
  ['정답: A, B', 'A, B', 'A, B'],
  ['"따라서, 정답은: (C)"', '(C)', '(C)"'],
  ['정답: (C)입니다.\n이유: 수도이다.', '(C)\n이유: 수도이다.', '(C)입니다.\n이유: 수도이다.'],

  // sentences
  ['정답은 ②번입니다', '②번', undefined],
  ['정답은 3번이다.', '3번', undefined],
  ['답은 B입니다.', 'B', undefined],
  ['답은 B 입니다.', 'B', undefined],
  ['따라서 정답은 **B**입니다.', 'B', undefined],
  ['**정답은 ④번입니다.**', '④번', undefined],
  ['정답은 (나)입니다', '(나)', undefined],
  ['정답은 바로 (C)이다', '(C)', undefined],
  ['정답은 (C) 부산입니다.', '(C)', undefined],
  ["정답은 '서울'입니다.", '서울', undefined],
  ['정답은 **서울**입니다.', '서울', undefined],
  ['정답은 $\\frac{1}{2}$입니다.', '$\\frac{1}{2}$', undefined],
  ['답은 42입니다.', '42', undefined],
  ['답은 42개이다', '42개', undefined],
  ['정답은 100%입니다.', '100%', undefined],
  ['The answer is B because 2 is even.', 'B', undefined],
  ['the answer is (c).', '(c)', undefined],
  ['정답은 서울입니다.', undefined, undefined],
  ['정답은 3가지 이유로 설명된다.', undefined, undefined],
  ['정답은 3번째 보기이다.', undefined, undefined],
  ['정답은 A형 간염입니다.', undefined, undefined],
  ['정답은 (A)가 아니라 (B)입니다.', undefined, undefined],
  ['정답은 A 또는 B입니다.', undefined, undefined],
  ['정답은 2번과 3번입니다.', undefined, undefined],
  ['정답은 (A)일까요?', undefined, undefined],
  ['the answer is a matter of taste', undefined, undefined],
];

test.each(answers)('%j states %j', (text, answer) => {
  expect(extractFinalAnswer(text)?.answer).toBe(answer);
});

test.each(answers)('%j stated for the ancestor, whatever is %j now, %j', (text, _, ancestor) => {
  expect(extractFinalAnswer(text, 'hret')?.answer).toBe(ancestor);
});

test('the marker is where the answer begins to be stated', () => {
  expect(extractFinalAnswer('정답: 1\n😀 정답은 ②번', undefined)).toEqual({ answer: '②번', markerIndex: 9 });
  expect(extractFinalAnswer('정답: 1\n정답: 2', 'hret')).toEqual({ answer: '1\n정답: 2', markerIndex: 0 });
});

test('reasoning is what stands before the marker', () => {
  expect(splitReasoning('3에 4를 더한다.\n\n정답: 7입니다.')).toEqual(['3에 4를 더한다.', '7']);
  expect(splitReasoning('7')).toEqual(['', '7']);
});

test('for the ancestor, reasoning ends where the answer occurs for the last time', () => {
  expect(splitReasoning('3에 4를 더한다.\n정답: 7', 'hret')).toEqual(['3에 4를 더한다.\n정답:', '7']);
  expect(splitReasoning('Answer:  ', 'hret')).toEqual(['', '']);
  expect(splitReasoning(' 7 ', 'hret')).toEqual(['', ' 7 ']);
});

test.each([
  '정답은 '.repeat(100_000),
  '정답:'.repeat(100_000),
  `정답${'*'.repeat(500_000)}`,
  `답${' '.repeat(500_000)}가`,
])('a long text full of markers, stars or spaces is read in time', { timeout: 20_000 }, (text) => {
  extractFinalAnswer(text);
  extractFinalAnswer(text, 'hret');
});
