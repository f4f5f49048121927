import { expect, it } from 'vitest';
import type { Sample } from '../../src/core/sample.js';
import { voteOf } from '../../src/scaling/vote-key.js';

const open: Sample = { id: 'open', input: 'q', target: { kind: 'text', accepted: ['4'] } };
const choice: Sample = { id: 'choice', input: 'q', target: { kind: 'choice', choices: ['(A)', '(B)'], answer: 1 } };

it.each<[string, string, Sample]>([
  ['2+2는 4이다.\n정답: 4', '4', open],
  ['따라서 $\\boxed{4}$', '4', open],
  ['처음은 \\boxed{3}, 고치면 \\boxed{\\frac{1}{2}}이다', '\\frac{1}{2}', open],
  ['정답: 1,200', '1200', open],
  ['정답: "서울".', '서울', open],
  ['정답: 서울'.normalize('NFD'), '서울', open],
  ['Answer: SEOUL', 'seoul', open],
  ['정답: (1, 2]', '(1, 2]', open],
  ['정답: {1, 2}', '{1, 2}', open],
  ['정답: (나)', '나', open],
  ['정답: (B)', 'b', choice],
  ['정답: B. 서울', 'b', choice],
  ['정답: ②번', '2', choice],
  ['**정답:** **B**', 'b', choice],
])('%j votes for %j', (text, vote, sample) => {
  expect(voteOf({ text, finish: 'stop' }, sample, true)).toBe(vote);
});

it('a text without a final answer votes for itself', () => {
  expect(voteOf({ text: ' 서울\n', finish: 'stop' }, open, true)).toBe('서울');
  expect(voteOf({ text: '정답: 서울', finish: 'stop' }, open, false)).toBe('정답: 서울');
});

it('an answer that is empty, withheld, or cut off before its final answer has no vote', () => {
  expect(voteOf({ text: ' ', finish: 'stop' }, open, true)).toBeUndefined();
  expect(voteOf({ text: '정답: 4', finish: 'filter' }, open, true)).toBeUndefined();
  expect(voteOf({ text: '2+2는', finish: 'length' }, open, true)).toBeUndefined();
  expect(voteOf({ text: '정답: 4\n왜냐하면', finish: 'length' }, open, true)).toBeDefined();
});

it.each(['\\boxed{', '{', '정답: ', '(', '. ', '1,', '"', '\ud800', '가'])(
  'a megabyte of %j is read in time',
  { timeout: 20_000 },
  (part) => {
    const text = part.repeat(Math.ceil(1_000_000 / part.length));
    for (const sample of [open, choice]) voteOf({ text, finish: 'stop' }, sample, true);
  },
);
