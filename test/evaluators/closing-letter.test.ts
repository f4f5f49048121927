import { array, assert, constantFrom, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closingLetter } from '../../src/evaluators/choices/closing-letter.js';
import { comparison } from '../../src/evaluators/comparison.js';
import { matchOptions } from '../../src/evaluators/match-options.js';
import { plugin } from '../../src/evaluators/string-match.js';
import { choiceOf, inputOf, letters, made } from './scoring.js';

const question = '정답은 (A), (B), (C), (D) 중 하나입니다.\n\n질문: 수도는?\nA. 부산\nB. 서울\nC. 대구\nD. 제주';
const { tableOf } = comparison(matchOptions.parse({}));
const table = tableOf(letters);

/** What questions may hold around their labels, among it all that the short way has to look out for. */
const pieces = listed(
  'A|B|b|C|Ｂ|ｂ|B번|B입니다|B번입니다.|정답: B|답은 b|정답은 B입니다|Because|12|2.5|. |.|) |)|(|[|]|: | |  |\t|\n|\n|**|`|__|' +
    '\n```|, |\u00a0|\u0301|\nA. |\nB. |\nC. |\nD. |(A) |(B) |(C) |① |② |가. |나) |서울|부산| 서울 |입장|ㄱ',
);
const answers = listed('B|B번|정답: B|정답은 B입니다.|따라서, 정답은: B|설명이다.\n답: C번입니다|Answer: A|E|답은 B.');
const choices = [letters, ...['A|B|C', 'B|C|D', '①|②|③', 'A.|B.', 'A번|B번|C번', '서울|B'].map(listed)];

function listed(texts: string): string[] {
  return texts.split('|');
}

describe('closingLetter', () => {
  it.each([
    ['B', 1, 'B'],
    ['정답: B', 1, 'B'],
    ['길게 설명한다.\n따라서, 정답은: D번', 3, 'D번'],
    ['이 문제의 정답은 A입니다.', 0, 'A'],
  ])('reads %j at a glance', (text, place, said) => {
    expect(closingLetter(text, question, table)).toEqual({ place, said });
  });

  it('leaves texts, letters of no option and options that are texts to the long way', () => {
    expect(closingLetter('서울', question, table)).toBeUndefined();
    expect(closingLetter('정답: E', question, table)).toBeUndefined();
    expect(closingLetter('정답: B', question, tableOf(['부산', '서울']))).toBeUndefined();
  });

  it('leaves a letter that the question shows as the text of an option to the long way', () => {
    const shown = '어느 형인가?\n(A) B\n(B) A\n(C) O';
    expect(closingLetter('정답: B', shown, table)).toBeUndefined();
    expect(closingLetter('정답: C', shown, table)).toEqual({ place: 2, said: 'C' });
  });

  // A pattern that matches nothing: nothing is deleted, but the short way is not taken.
  it('gives what the long way gives, whatever the question shows', async () => {
    const short = await made(plugin);
    const long = await made(plugin, { regexesToIgnore: ['(?!)'] });
    const cases = tuple(
      array(constantFrom(...pieces), { maxLength: 12 }),
      constantFrom(...choices),
      constantFrom(...answers),
    );
    assert(
      property(cases, ([parts, options, answer]) => {
        const input = inputOf(choiceOf(options, 1, parts.join('')), answer);
        expect(short.score(input)).toEqual(long.score(input));
      }),
      { numRuns: 20_000 },
    );
  }, 60_000);
});
