import { array, assert, constantFrom, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closingAnswer } from '../../src/prompts/closing-answer.js';
import { statedAnswer } from '../../src/prompts/final-answer.js';

/** What may stand before an end: words that belong to a marker, markers, marks, spaces, other spellings. */
const pieces = listed(
  '최종|모범|최종|오|비|문|해|정|Final|final |The |서울|조|\u11bc|\u0301|정답|답|정답은 |정답: |답변: |[정답]|<정답>|Answer: |' +
    'answer is |答案：|답은 바로 |**|*|`|__|"|(|[|]|:|：|.|,|, | |  |\n|\n\n|\u00a0|\t|!|A|B입니다. |(C)|②|3번|라고 했다.',
).concat('x'.repeat(30), '가나 다라 마바 사아 '.repeat(3));
const markers = listed('정답: |정답:|정답은: |답은: |답: |정답은 |답은 |Answer: |answer is |정답 : ');
const labels = listed('A|J|K|(B)|(b)|③|4번|4|B번|서울|A형|(C)번|②번');
const endings = listed('|.|입니다|입니다.|이다.| |\n|.\n\n|번|이 아니다| 또는 C|**|일까|?');

function listed(texts: string): string[] {
  return texts.split('|');
}

const text = tuple(
  array(constantFrom(...pieces), { maxLength: 6 }),
  constantFrom(...markers),
  constantFrom(...labels),
  constantFrom(...endings),
).map(([before, marker, label, ending]) => [...before, marker, label, ending].join(''));

describe('closingAnswer', () => {
  it('finds the ends that most answers have', () => {
    expect(closingAnswer('정답: B')).toEqual({ answer: 'B', markerIndex: 0 });
    expect(closingAnswer('앞의 설명.\n\n따라서, 정답은: (C)')).toEqual({ answer: '(C)', markerIndex: 13 });
    expect(closingAnswer('조건에 따르면 정답은 ③번입니다.\n')).toEqual({ answer: '③번', markerIndex: 8 });
    expect(closingAnswer('It follows that the answer is D.')).toEqual({ answer: 'D', markerIndex: 20 });
    expect(closingAnswer(`${'가'.repeat(5000)}. 답: A`)?.answer).toBe('A');
  });

  it('does not take the place where it stops looking for the beginning', () => {
    expect(closingAnswer(`최종 정답: B${' '.repeat(19)}`)).toBeUndefined();
    expect(closingAnswer(`정답: B${' '.repeat(19)}`)?.answer).toBe('B');
  });

  it('finds nothing else than looking for every marker does', () => {
    assert(
      property(text, (written) => {
        const closing = closingAnswer(written);
        if (closing !== undefined) expect(closing).toEqual(statedAnswer(written));
      }),
      { numRuns: 5000 },
    );
  });

  it('finds the same however the text before is composed', () => {
    assert(
      property(text, (written) => {
        const closing = closingAnswer(written);
        if (closing !== undefined) expect(closing.answer).toBe(statedAnswer(written.normalize('NFC'))?.answer);
      }),
      { numRuns: 2000 },
    );
  });
});
