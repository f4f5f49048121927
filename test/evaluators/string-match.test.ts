import { describe, expect, it } from 'vitest';
import type { Sample } from '../../src/core/sample.js';
import { plugin } from '../../src/evaluators/string-match.js';
import {
  accuracyOf,
  capitalByLetter,
  capitalByText,
  capitalLettered,
  capitalNumbered,
  choiceOf,
  letters,
  made,
  sampleOf,
  scoreOf,
  textOf,
} from './scoring.js';

const evaluator = await made(plugin);

function table(sample: Sample, rows: readonly (readonly [answer: string, accuracy: 0 | 1])[]): void {
  it.each(rows)('%j scores %d', async (answer, accuracy) => {
    expect(await accuracyOf(evaluator, sample, answer)).toBe(accuracy);
  });
}

describe('string_match where the options are labels', () => {
  table(capitalByLetter, [
    ['(B)', 1],
    ['B', 1],
    ['b', 1],
    ['B.', 1],
    ['B)', 1],
    ['[B]', 1],
    ['(b)입니다', 1],
    ['B번입니다.', 1],
    ['"B"', 1],
    ['`B`', 1],
    ['**(B)**', 1],
    ['\\boxed{B}', 1],
    ['Ｂ', 1],
    ['（Ｂ）', 1],
    ['Ⓑ', 1],
    ['선택지 B', 1],
    ['정답: B', 1],
    ['정답：(B)', 1],
    ['답은 (B)입니다', 1],
    ['따라서, 정답은: (B)', 1],
    ['**정답:** (B)', 1],
    ['정답은 **(B)**입니다.', 1],
    ['The answer is (B).', 1],
    ['(B)가 정답입니다', 1],
    ['(B)입니다. 나머지는 수도가 아닙니다.', 1],
    ['정답은 (B)입니다. 왜냐하면 (A)는 항구이기 때문입니다.', 1],
    ['처음에는 (A)로 보인다.\n답: (A)\n다시 보니 틀렸다.\n정답: (B)', 1],
    ['(B)\n\n설명: 서울은 수도입니다.', 1],
    ['(A)', 0],
    ['정답: ②', 0],
    ['정답은 2번입니다', 0],
    ['F', 0],
    ['잘 모르겠습니다', 0],
    ['', 0],
    ['   \n ', 0],
    ['(A) 또는 (B)', 0],
    ['(B), (C)', 0],
    ['A와 B', 0],
    ['(A)\n(B)', 0],
    ['정답: (B)\n(C)', 0],
    ['(B)는 아니다', 0],
    ['정답은 (A)가 아니라 (B)입니다', 1],
  ]);
});

describe('string_match where the options are labels and the question shows their texts', () => {
  table(capitalByLetter, [
    ['(B) 서울', 1],
    ['B. 서울', 1],
    ['B: 서울입니다.', 1],
    ['(B): 서울', 1],
    ['정답: (B) 서울 - 한강이 흐르는 도시', 1],
    ['서울', 1],
    ['정답: 서울', 1],
    ['정답은 서울입니다.', 1],
    ['부산', 0],
    ['(A) 서울', 0],
    ['(B) 부산', 0],
    ['(B) 서', 1],
    ['(B) 서울, 한강이 흐르는 도시', 1],
    ['(B) 서울, 부산', 0],
    ['(B) 서울과 부산', 0],
    ['(B) 서울이 아니다', 0],
    ['(B) 광주', 0],
    ['중 하나입니다.', 0],
  ]);

  it('a text that stands behind two labels names neither', async () => {
    const sample = choiceOf(['(A)', '(B)'], 0, 'A. 같다\nB. 같다');
    expect(await accuracyOf(evaluator, sample, '같다')).toBe(0);
  });

  it('the text behind a label may itself be a label, or have some in it', async () => {
    const orders = '(ㄱ)과 (ㄴ)을 보고 고르시오.\n(A) (ㄴ)\n(B) (ㄱ)\n(C) ㄱ, ㄴ\n(D) (a)에서 (b)까지';
    for (const [answer, text] of ['(ㄴ)', '(ㄱ)', 'ㄱ, ㄴ', '(a)에서 (b)까지'].entries()) {
      const sample = choiceOf(letters, answer, orders);
      expect(await accuracyOf(evaluator, sample, text), text).toBe(1);
      expect(await accuracyOf(evaluator, sample, `${letters[answer]} ${text}`), text).toBe(1);
      expect(await accuracyOf(evaluator, choiceOf(letters, (answer + 1) % 4, orders), text), text).toBe(0);
    }
  });

  it('the text behind a label may be marked up in the question', async () => {
    const sample = choiceOf(letters, 0, '(A) 친구와 *심하게* 싸웠다.\n(B) 친구와 **다시** 만났다.');
    expect(await accuracyOf(evaluator, sample, '친구와 심하게 싸웠다.')).toBe(1);
    expect(await accuracyOf(evaluator, sample, '정답: 친구와 *심하게* 싸웠다.')).toBe(1);
    expect(await accuracyOf(evaluator, sample, '친구와 다시 만났다.')).toBe(0);
  });

  it('without a question to look at, a label with a text beside it is still that label', async () => {
    const sample = choiceOf(['(A)', '(B)'], 1, '');
    expect(await accuracyOf(evaluator, sample, '(B) 서울')).toBe(1);
    expect(await accuracyOf(evaluator, sample, '(B) 또는 다른 것')).toBe(0);
    expect(await accuracyOf(evaluator, sample, '(B)라고 하기 어렵다')).toBe(0);
  });
});

describe('string_match where the options are texts', () => {
  table(capitalByText, [
    ['서울', 1],
    ['정답: 서울', 1],
    ['정답: 서울.', 1],
    ['서울입니다.', 1],
    ['"서울"입니다.', 1],
    ['따라서 정답은 서울입니다.', 1],
    ['정답은 "서울"입니다.', 1],
    ['**서울**', 1],
    ['(B) 서울', 1],
    ['서울 (B)', 1],
    ['서울, 부산', 0],
    ['서울과 부산', 0],
    ['오답은 서울입니다.', 0],
    ['부산', 0],
    ['서울특별시', 0],
  ]);

  it('a label says nothing where the question shows none', async () => {
    for (const label of ['B', '(B)', '②', '2번', '2'])
      expect(await accuracyOf(evaluator, capitalByText, label)).toBe(0);
  });

  it('a label names the option that the question shows behind it', async () => {
    for (const label of ['B', '(b)', 'B.', '정답은 B입니다']) {
      expect(await accuracyOf(evaluator, capitalLettered, label)).toBe(1);
    }
    for (const label of ['②', '2', '2번', '정답: ②', '정답은 2번입니다', '(2)', '② 서울']) {
      expect(await accuracyOf(evaluator, capitalNumbered, label)).toBe(1);
    }
    expect(await accuracyOf(evaluator, capitalLettered, '②')).toBe(0);
    expect(await accuracyOf(evaluator, capitalNumbered, 'B')).toBe(0);
    expect(await accuracyOf(evaluator, capitalNumbered, '① 서울')).toBe(0);
  });

  it('the order of the labels in the question counts, not the order of the choices', async () => {
    const shuffled = choiceOf(['부산', '서울', '대구'], 1, '수도는?\nA. 서울\nB. 대구\nC. 부산');
    expect(await accuracyOf(evaluator, shuffled, 'A')).toBe(1);
    expect(await accuracyOf(evaluator, shuffled, 'B')).toBe(0);
  });

  it('a label before two options names neither', async () => {
    const unclear = choiceOf(['부산', '서울'], 1, '글 (B) 부산\n(A) 부산\n(B) 서울');
    expect(await accuracyOf(evaluator, unclear, 'B')).toBe(0);
    expect(await accuracyOf(evaluator, unclear, '서울')).toBe(1);
  });

  it('a label is read with the longest option behind it', async () => {
    const sample = choiceOf(['서울', '서울특별시'], 1, 'A. 서울\nB. 서울특별시');
    expect(await accuracyOf(evaluator, sample, 'B')).toBe(1);
    expect(await accuracyOf(evaluator, sample, 'A')).toBe(0);
  });

  it('an answer that is an option word for word is that option, even where it could be a label', async () => {
    const sample = choiceOf(['3', '1', '2'], 0, '1. 3\n2. 1\n3. 2');
    expect(await accuracyOf(evaluator, sample, '3')).toBe(1);
    expect(await accuracyOf(evaluator, sample, '1번')).toBe(1);
    expect(await accuracyOf(evaluator, sample, '3번')).toBe(0);
  });

  it('a label with another number beside it is not that option', async () => {
    const sample = choiceOf(['3', '4'], 0, '(A) 3\n(B) 4');
    expect(await accuracyOf(evaluator, sample, '(A) 3, 소수가 아닌 수')).toBe(1);
    expect(await accuracyOf(evaluator, sample, '(A) 3.5')).toBe(0);
    expect(await accuracyOf(evaluator, sample, '(A) 30')).toBe(0);
  });

  it('numbers that could be labels are still options behind the letters that the question shows', async () => {
    const sample = choiceOf(['1', '2', '3'], 1, '1 + 1은?\nA. 1\nB. 2\nC. 3');
    for (const answer of ['2', 'B', '(B) 2', '②']) expect(await accuracyOf(evaluator, sample, answer)).toBe(1);
    for (const answer of ['A', '(A) 2', '3']) expect(await accuracyOf(evaluator, sample, answer)).toBe(0);
  });

  it('options of several lines and in back-ticks can be answered', async () => {
    const sample = choiceOf(['`print(1)`', '가나\n다라'], 1, '');
    expect(await accuracyOf(evaluator, sample, '가나\n다라')).toBe(1);
    expect(await accuracyOf(evaluator, sample, '정답: 가나\n다라')).toBe(1);
    expect(await accuracyOf(evaluator, sample, '**가나**\n다라')).toBe(1);
    expect(await accuracyOf(evaluator, sample, '가나')).toBe(0);
    expect(await accuracyOf(evaluator, choiceOf(['`print(1)`', 'x'], 0, ''), 'print(1)')).toBe(1);
    expect(await accuracyOf(evaluator, choiceOf(['print(1)', 'x'], 0, ''), '```python\nprint(1)\n```')).toBe(1);
  });

  it('an option may hold labels, quotes and several sentences', async () => {
    const choices = [
      '(가) - (나) - (다)',
      '(다) - (나) - (가)',
      '<해를 품은 달>',
      '공개한다. 다만, 그렇지 않을 수 있다.',
    ];
    for (const [answer, choice] of choices.entries()) {
      const sample = choiceOf(choices, answer, choices.map((text, place) => `(${'ABCD'[place]}) ${text}`).join('\n'));
      for (const said of [choice, `정답: ${choice}`, `정답은 ${choice}입니다.`, `(${'ABCD'[answer]}) ${choice}`]) {
        expect(await accuracyOf(evaluator, sample, said), said).toBe(1);
      }
      const other = choices[(answer + 1) % choices.length];
      expect(await accuracyOf(evaluator, sample, `정답은 ${other}입니다.`), other).toBe(0);
    }
  });

  it('options that compare equal are the same answer', async () => {
    expect(await accuracyOf(evaluator, choiceOf(['Seoul', 'Busan', 'seoul'], 2, ''), 'SEOUL')).toBe(1);
  });
});

describe('string_match against texts', () => {
  table(textOf('서울', '서울특별시'), [
    ['서울', 1],
    ['서울특별시', 1],
    ['정답: 서울', 1],
    ['정답: 서울.', 1],
    ['서울입니다', 1],
    ['정답은 서울입니다.', 1],
    ['최종 답: **서울**', 1],
    ['서울\n\n조선 시대부터 수도입니다.', 1],
    ['부산', 0],
    ['대한민국의 수도는 서울', 0],
    ['<think>정답: 부산?</think>서울', 1],
    ['<think>서울', 0],
    ['정답: 서울 (Seoul)', 0],
    ['', 0],
  ]);

  it('accepts the listed spellings of a number and no others', async () => {
    const sample = textOf('1200', '1,200');
    for (const answer of ['정답: 1,200', '정답: 1200', '１,２００', '\\boxed{1,200}']) {
      expect(await accuracyOf(evaluator, sample, answer)).toBe(1);
    }
    for (const answer of ['정답: 1200원', '1200.0', '12,00']) {
      expect(await accuracyOf(evaluator, sample, answer)).toBe(0);
    }
  });

  it('composed and decomposed Hangul are equal', async () => {
    for (const sample of [textOf('서울'), textOf('서울'.normalize('NFD'))]) {
      for (const form of ['NFC', 'NFD'] as const) {
        expect(await accuracyOf(evaluator, sample, '정답: 서울'.normalize(form))).toBe(1);
      }
    }
  });

  it('a reference that is a label is compared as one', async () => {
    const sample = sampleOf({ kind: 'text', accepted: ['B'] }, '수도는?\nA. 부산\nB. 서울');
    for (const answer of ['B', '(b)', 'B.', '정답은 (B)입니다', 'B. 서울', '서울']) {
      expect(await accuracyOf(evaluator, sample, answer)).toBe(1);
    }
    for (const answer of ['C', '(A) 서울', '부산', 'B형 간염'])
      expect(await accuracyOf(evaluator, sample, answer)).toBe(0);
  });

  it('a reference with a label in it is found in a sentence', async () => {
    expect(await accuracyOf(evaluator, textOf('(가) - (나)'), '정답은 (가) - (나)입니다.')).toBe(1);
    expect(await accuracyOf(evaluator, textOf('(나) - (가)'), '정답은 (가) - (나)입니다.')).toBe(0);
  });

  it('a label among other accepted texts is a text', async () => {
    expect(await accuracyOf(evaluator, textOf('B', '서울'), '(B)')).toBe(0);
    expect(await accuracyOf(evaluator, textOf('B', '(b)'), 'B.')).toBe(1);
  });

  it('markdown counts on neither side', async () => {
    expect(await accuracyOf(evaluator, textOf('**서울**'), '서울')).toBe(1);
    expect(await accuracyOf(evaluator, textOf('서울'), '**서울**')).toBe(1);
    expect(await accuracyOf(evaluator, textOf('2**3**4'), '2**3**4')).toBe(1);
    expect(await accuracyOf(evaluator, textOf('234'), '2**3**4')).toBe(0);
  });

  it('a plain number is a number and no label', async () => {
    expect(await accuracyOf(evaluator, textOf('2'), '②')).toBe(0);
    expect(await accuracyOf(evaluator, textOf('2'), '2번')).toBe(0);
    expect(await accuracyOf(evaluator, textOf('②'), '2번')).toBe(1);
  });

  it('a multi-line reference needs all of its lines', async () => {
    expect(await accuracyOf(evaluator, textOf('가나\n다라'), '가나\n\n다라')).toBe(1);
    expect(await accuracyOf(evaluator, textOf('가나\n다라'), '정답: 가나\n다라')).toBe(1);
    expect(await accuracyOf(evaluator, textOf('가나\n다라'), '가나')).toBe(0);
  });

  it('a reference in a rubric is compared, a rubric alone is not', async () => {
    expect(await accuracyOf(evaluator, sampleOf({ kind: 'rubric', rubric: 'x', reference: '서울' }), '서울')).toBe(1);
    expect(await accuracyOf(evaluator, sampleOf({ kind: 'rubric', rubric: 'x' }), '서울')).toMatch(/no reference/);
  });

  it('without anything to compare with, nothing is scored', async () => {
    expect(await accuracyOf(evaluator, textOf(''), '')).toMatch(/reference is empty/);
    expect(await accuracyOf(evaluator, textOf(' ', ''), '서울')).toMatch(/reference is empty/);
    expect(await accuracyOf(evaluator, textOf(), '서울')).toMatch(/reference is empty/);
    expect(await accuracyOf(evaluator, choiceOf(['(A)', '(B)'], -1), '(A)')).toMatch(/names none of the options/);
    const withoutNumbers = await made(plugin, { ignore_numbers: true });
    expect(await accuracyOf(withoutNumbers, textOf('42'), '17')).toMatch(/nothing of the reference is left/);
  });
});

describe('the options of string_match', () => {
  it('ignoreCase: false tells upper from lower case', async () => {
    const strict = await made(plugin, { ignore_case: false });
    expect(await accuracyOf(strict, textOf('Seoul'), 'seoul')).toBe(0);
    expect(await accuracyOf(evaluator, textOf('Seoul'), 'seoul')).toBe(1);
  });

  it('ignorePunctuation deletes ASCII punctuation on both sides', async () => {
    const loose = await made(plugin, { ignorePunctuation: true });
    expect(await accuracyOf(loose, textOf('3.1 운동'), '31 운동!')).toBe(1);
    expect(await accuracyOf(evaluator, textOf('3.1 운동'), '31 운동')).toBe(0);
  });

  it('regexesToIgnore deletes what Python would match', async () => {
    const loose = await made(plugin, { regexes_to_ignore: ['\\bthe\\b', '[년월일]$'] });
    expect(await accuracyOf(loose, textOf('2001'), 'the 2001년')).toBe(1);
    expect(await accuracyOf(evaluator, textOf('2001'), '2001년')).toBe(0);
  });

  it('a regular expression that cannot be used is named', async () => {
    await expect(made(plugin, { regexes_to_ignore: ['(가'] })).rejects.toThrow(/"\(가"/);
  });

  it('extractFinalAnswer: false compares the whole answer', async () => {
    const whole = await made(plugin, { extract_final_answer: false });
    expect(await accuracyOf(whole, textOf('서울'), '정답: 서울')).toBe(0);
    expect(await accuracyOf(whole, textOf('정답: 서울'), '정답: 서울')).toBe(1);
  });

  it('mcqa: false compares with the text of the right choice only', async () => {
    const plain = await made(plugin, { mcqa: false });
    expect(await accuracyOf(plain, capitalLettered, '서울')).toBe(1);
    expect(await accuracyOf(plain, capitalLettered, 'B')).toBe(0);
  });

  it('an unknown option is refused', async () => {
    await expect(made(plugin, { ignorecase: true })).rejects.toThrow(/ignoreCase/);
  });
});

describe('what string_match keeps with a sample', () => {
  it('the answer as it was written, both sides as they were compared, and the verdict', async () => {
    expect(await scoreOf(evaluator, capitalByText, '따져 보면\n정답: SEOUL')).toEqual({
      status: 'scored',
      values: { accuracy: 0 },
      extracted: 'SEOUL',
      isDefinite: false,
      explanation: 'the answer names none of the options',
      details: { normalizedPrediction: 'seoul', normalizedReference: '서울', isCorrect: false },
    });
  });

  it('says that an answer names several options', async () => {
    expect(await scoreOf(evaluator, capitalByLetter, '(A) 또는 (B)')).toMatchObject({
      explanation: 'the answer names more than one option',
    });
  });

  it('a long answer is not kept a second time', async () => {
    const score = await scoreOf(evaluator, textOf('서울'), '가'.repeat(100_000));
    expect(JSON.stringify(score).length).toBeLessThan(10_000);
  });
});

describe('a definite answer', () => {
  const isDefinite = async (sample: Sample, answer: string) => {
    const score = await scoreOf(evaluator, sample, answer);
    return score.status === 'scored' && score.isDefinite;
  };

  it.each(['(B)', '(A)', 'B.', '서울', '부산입니다', '정답: (B)', '정답: (A)\n', '정답: 부산', '(C) 대구'])(
    '%j names an option, right or wrong, and is definite',
    async (answer) => {
      expect(await isDefinite(capitalByLetter, answer)).toBe(true);
    },
  );

  it.each(['', '생각해 보면', '정답: ', '정답: 광', '(A) 또는 (B)', '(B)\n\n설명: 서울은'])(
    '%j is not: no option is named, or the text goes on',
    async (answer) => {
      expect(await isDefinite(capitalByLetter, answer)).toBe(false);
    },
  );

  it('to a text question has a marker', async () => {
    expect(await isDefinite(textOf('서울'), '정답: 서울')).toBe(true);
    expect(await isDefinite(textOf('서울'), '정답: 부산')).toBe(true);
    expect(await isDefinite(textOf('서울'), '서울')).toBe(false);
    expect(await isDefinite(textOf('서울'), '부산')).toBe(false);
  });

  it('to a text question for a label may be the label alone', async () => {
    for (const answer of ['B', '(B)', 'C', '(c)']) expect(await isDefinite(textOf('B'), answer)).toBe(true);
    expect(await isDefinite(textOf('B'), '2번')).toBe(false);
  });
});
