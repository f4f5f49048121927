import { describe, expect, it } from 'vitest';
import type { Sample } from '../../src/core/sample.js';
import { plugin as multipleChoice } from '../../src/evaluators/multiple-choice.js';
import { plugin as stringMatch } from '../../src/evaluators/string-match.js';
import { choiceOf, made, scoreOf } from './scoring.js';

const palaces = ['경복궁', '창덕궁', '덕수궁', '창경궁'];
const listed = '다음 중 유네스코 세계유산으로 등재된 궁궐은?';
const wrong = '다음 중 조선의 궁궐에 대한 설명으로 옳지 않은 것은?';

function shown(question: string, labels: readonly string[]): Sample {
  return choiceOf(
    palaces,
    1,
    `${question}\n${palaces.map((palace, place) => `${labels[place]} ${palace}`).join('\n')}`,
  );
}

/** The second option is right in all of them. */
const numbered = shown(listed, ['①', '②', '③', '④']);
const dotted = shown(listed, ['1.', '2.', '3.', '4.']);
const lettered = shown(listed, ['A.', 'B.', 'C.', 'D.']);
const negated = shown(wrong, ['①', '②', '③', '④']);
const plain = choiceOf(palaces, 1, `${listed}\nChoices: ${palaces.join(', ')}`);
const labels = choiceOf(['(A)', '(B)', '(C)', '(D)'], 1, shown(listed, ['(A)', '(B)', '(C)', '(D)']).input);

const combined = choiceOf(
  ['ㄱ', 'ㄱ, ㄴ', 'ㄴ, ㄷ', 'ㄱ, ㄴ, ㄷ'],
  1,
  '옳은 것만을 고른 것은?\nㄱ. 하나\nㄴ. 둘\nㄷ. 셋',
);
const amounts = choiceOf(['12', '24', '2.4', '120'], 1, '값은?\nA. 12\nB. 24\nC. 2.4\nD. 120');
const spoken = choiceOf(['A만 옳다', 'B만 옳다', 'A와 B 모두 옳다'], 1, '옳은 것은?');

/** How models answer, and what a careful person reads: the right option (1), a wrong one (0), or none. */
const answers: readonly (readonly [Sample, string, 1 | 0 | 'unscored'])[] = [
  [
    numbered,
    `각 보기를 살펴보겠습니다.\n\n① 경복궁: 조선의 법궁이지만 세계유산으로 단독 등재되지 않았습니다.\n② 창덕궁: 1997년에 등재되었습니다.\n③ 덕수궁: 등재되지 않았습니다.\n④ 창경궁: 등재되지 않았습니다.\n\n따라서 정답은 **② 창덕궁**입니다.`,
    1,
  ],
  [
    dotted,
    `**1. 경복궁** - 법궁입니다.\n**2. 창덕궁** - 1997년 유네스코 세계유산으로 등재되었습니다.\n**3. 덕수궁** - 대한제국의 황궁입니다.\n**4. 창경궁** - 성종 때 지어졌습니다.\n\n따라서 정답은 **2. 창덕궁**입니다.`,
    1,
  ],
  [
    dotted,
    `정답: 2) 창덕궁\n\n창덕궁은 1997년에 등재되었습니다. 1) 경복궁, 3) 덕수궁, 4) 창경궁은 등재되지 않았습니다.`,
    1,
  ],
  [dotted, `정답은 2번 창덕궁입니다.\n\n1번 경복궁과 3번 덕수궁은 등재되지 않았습니다.`, 1],
  [
    lettered,
    `질문에서 요구하는 것은 세계유산입니다. A는 법궁, C는 황궁, D는 이궁입니다. B만 등재되었으므로 답은 B입니다.`,
    1,
  ],
  [
    lettered,
    `<think>\n음, A일까? 경복궁은 법궁이다. 정답은 A라고 생각할 수 있지만... B가 맞다.\n</think>\n\n정답: B`,
    1,
  ],
  [lettered, `</think>\n\n**B**`, 1],
  [lettered, `<think>\n정답은 B. 그런데`, 'unscored'],
  [
    lettered,
    `Okay, let's see. The question asks about palaces. Gyeongbokgung is A, but it is not listed. Changdeokgung was listed in 1997. So the answer is B.`,
    1,
  ],
  [
    lettered,
    `**정답: B. 창덕궁**\n\n**해설**\n- A. 경복궁: 등재되지 않음\n- C. 덕수궁: 등재되지 않음\n- D. 창경궁: 등재되지 않음`,
    1,
  ],
  [
    lettered,
    `정답은 B입니다.\n\n이유: 창덕궁은 1997년 등재되었습니다.\n오답 풀이: A는 법궁이고, C는 황궁이며, D는 이궁입니다.`,
    1,
  ],
  [
    numbered,
    `| 보기 | 등재 여부 |\n|---|---|\n| ① 경복궁 | X |\n| ② 창덕궁 | O |\n| ③ 덕수궁 | X |\n| ④ 창경궁 | X |\n\n정답은 ②입니다.`,
    1,
  ],
  [
    numbered,
    `| 보기 | 등재 여부 |\n|---|---|\n| ① 경복궁 | X |\n| ② 창덕궁 | O |\n| ③ 덕수궁 | X |\n| ④ 창경궁 | X |`,
    'unscored',
  ],
  [numbered, `정답은 창덕궁(②)입니다.`, 1],
  [numbered, `창덕궁입니다. 1997년에 유네스코 세계유산으로 등재되었습니다.`, 1],
  [numbered, `유네스코 세계유산으로 등재된 궁궐은 창덕궁입니다.`, 1],
  [plain, `유네스코 세계유산으로 등재된 궁궐은 **창덕궁**입니다.`, 1],
  [plain, `경복궁은 법궁이지만 등재되지 않았다. 따라서 정답은 창덕궁이다.`, 1],
  [plain, `정답은 경복궁이 아니라 창덕궁입니다.`, 1],
  [plain, `창덕궁과 창경궁 중 하나일 것입니다.`, 'unscored'],
  [plain, `경복궁`, 0],
  [plain, `창덕궁은 아닙니다.`, 'unscored'],
  [plain, `"창덕궁"이 정답입니다.`, 1],
  [plain, `Choices: 경복궁, 창덕궁, 덕수궁, 창경궁`, 'unscored'],
  [plain, `보기는 경복궁, 창덕궁, 덕수궁, 창경궁입니다. 이 중에서 등재된 것은 창덕궁입니다.`, 'unscored'],
  [lettered, `{"reasoning": "창덕궁은 1997년에 등재되었다.", "answer": "B"}`, 1],
  [lettered, `{"answer": ["A", "B"]}`, 'unscored'],
  [lettered, `{"answer": null}`, 'unscored'],
  [lettered, '```json\n{"정답": "B. 창덕궁"}\n```', 1],
  [lettered, `{"answer": "A", "choice": "B"}`, 'unscored'],
  [lettered, `{"answer": "창덕궁", "choice": "B"}`, 1],
  [lettered, `<answer>\nB\n</answer>`, 1],
  [lettered, `<정답>B</정답>`, 1],
  [lettered, `[정답] B`, 1],
  [lettered, `답: B\n\n확실하지는 않지만 B라고 생각합니다.`, 1],
  [lettered, `B (창덕궁)`, 1],
  [lettered, `B: 창덕궁`, 1],
  [lettered, `B — 창덕궁`, 1],
  [lettered, `B - 창덕궁`, 1],
  [lettered, `B.`, 1],
  [lettered, `- B`, 1],
  [lettered, `> B`, 1],
  [lettered, `정답은 B 입니다.`, 1],
  [lettered, `정답은 'B'입니다.`, 1],
  [lettered, `정답은 B!`, 1],
  [lettered, `정답은 B번이에요 😊`, 1],
  [lettered, `음... 아마 B 아닐까요?`, 'unscored'],
  [lettered, `B 같아요.`, 1],
  [lettered, `B인 것 같습니다.`, 1],
  [lettered, `제가 보기에는 B가 가장 적절해 보입니다.`, 1],
  [lettered, `B를 선택합니다.`, 1],
  [lettered, `The correct option is B) 창덕궁.`, 1],
  [lettered, `I'd go with B.`, 1],
  [lettered, `It's B.`, 1],
  [lettered, `Option B is correct.`, 1],
  [lettered, `The answer is not A but B.`, 1],
  [lettered, `Both A and B are correct.`, 'unscored'],
  [lettered, `A and B`, 'unscored'],
  [lettered, `I cannot determine the answer.`, 'unscored'],
  [lettered, `A good question! 하지만 답을 알 수 없습니다.`, 'unscored'],
  [lettered, `정답은 A 또는 B입니다.`, 'unscored'],
  [lettered, `B일 가능성이 높지만 C일 수도 있습니다.`, 'unscored'],
  [lettered, `정답: A\n\n다시 생각해 보니 B가 정답입니다.`, 1],
  [lettered, `처음에는 A라고 생각했지만, 정답은 B입니다.`, 1],
  [lettered, `정답: B (창덕궁)\n참고로 A가 정답이 되려면 등재되어야 합니다.`, 1],
  [lettered, `A가 정답이 아닌 이유: 등재되지 않음.\nB가 정답인 이유: 등재됨.`, 1],
  [lettered, `정답은 보기 B, 창덕궁입니다.`, 1],
  [lettered, `정답은 B(창덕궁)이다.`, 1],
  [lettered, `정답은 A. 창덕궁입니다.`, 'unscored'],
  [lettered, `정답은 D가 아닌 B이다.`, 1],
  [lettered, `A, C, D는 등재되지 않았으므로 B가 답이다.`, 1],
  [lettered, `A, C, D를 제외하면 B가 남는다. 따라서 B.`, 1],
  [lettered, `따라서 B`, 1],
  [lettered, `∴ B`, 1],
  [lettered, `답은 B이고, 나머지는 오답입니다.`, 1],
  [lettered, `A: 틀림\nB: 맞음\nC: 틀림\nD: 틀림`, 1],
  [lettered, `A (X), B (O), C (X), D (X)`, 'unscored'],
  [numbered, `② 창덕궁입니다. (① 경복궁은 등재되지 않았습니다.)`, 1],
  [numbered, `2번 보기인 창덕궁이 정답입니다.`, 1],
  [numbered, `정답 번호: 2`, 1],
  [numbered, `정답번호는 2번입니다.`, 1],
  [numbered, `정답: 2`, 1],
  [numbered, `2`, 1],
  [numbered, `(2)`, 1],
  [numbered, `2번이라고 생각합니다.`, 1],
  [numbered, `2번으로 보입니다.`, 1],
  [numbered, `2번 골랐어요`, 1],
  [numbered, `2번 고를게요.`, 1],
  [numbered, `나는 2번.`, 1],
  [numbered, `2번입니당`, 1],
  [numbered, `2번임`, 1],
  [numbered, `2번ㅋㅋ`, 1],
  [numbered, `두 번째 보기인 창덕궁이 정답입니다.`, 1],
  [numbered, `두번째요`, 'unscored'],
  [numbered, `정답은 1개입니다.`, 'unscored'],
  [numbered, `보기 4개 중 2번이 정답입니다.`, 1],
  [numbered, `총 4번의 검토 끝에 정답은 2번입니다.`, 1],
  [numbered, `2번째로 지어진 궁궐은 창덕궁입니다.`, 1],
  [numbered, `정답은 ②, 즉 창덕궁입니다.`, 1],
  [numbered, `정답은 ②가 되겠습니다.`, 1],
  [numbered, `정답은 ②라고 할 수 있습니다.`, 1],
  [numbered, `①, ③, ④는 등재되지 않았습니다. ②만 등재되었습니다.`, 'unscored'],
  [numbered, `①(X) ②(O) ③(X) ④(X)\n답 ②`, 1],
  [numbered, `정답은 ②와 ④ 둘 다입니다.`, 'unscored'],
  [numbered, `정답이 ②인지 ④인지 헷갈립니다.`, 'unscored'],
  [numbered, `②가 정답인지 확신할 수 없습니다.`, 'unscored'],
  [numbered, `정답: 없음`, 'unscored'],
  [numbered, `정답: ①~④ 모두`, 'unscored'],
  [numbered, `문제에 오류가 있어 정답을 고를 수 없습니다. ②는 맞지만 ④도 맞기 때문입니다.`, 'unscored'],
  [numbered, `저는 AI 언어 모델이므로 답변을 제공할 수 없습니다.`, 'unscored'],
  [numbered, `① ② ③ ④`, 'unscored'],
  [numbered, `정답: ⑤`, 'unscored'],
  [numbered, `정답은 ②번일까요?`, 'unscored'],
  [numbered, `②번이 아닙니다.`, 'unscored'],
  [numbered, `정답은 ②입니다. 하지만 ④도 정답입니다.`, 'unscored'],
  [negated, `②가 옳지 않습니다.`, 1],
  [negated, `②번이 틀렸습니다.`, 1],
  [negated, `옳지 않은 것은 ②입니다.`, 1],
  [negated, `①은 옳다. ②는 옳지 않다. ③은 옳다. ④는 옳다.`, 1],
  [negated, `①은 맞고 ③도 맞고 ④도 맞으므로 답은 ②이다.`, 1],
  [negated, `②는 사실과 다릅니다. 따라서 ②가 정답입니다.`, 1],
  [negated, `①과 ②가 틀렸습니다.`, 'unscored'],
  [numbered, `②가 옳지 않습니다.`, 'unscored'],
  [lettered, '정답은 A라고 생각할 수 있지만, 정답은 B입니다.', 1],
  [lettered, '많은 사람들이 A를 정답으로 고르지만 B가 맞습니다.', 1],
  [lettered, 'A를 고르지 않고 B를 골랐습니다.', 1],
  [lettered, 'B를 고르지 않았습니다.', 'unscored'],
  [lettered, 'B를 선택하면 안 됩니다.', 'unscored'],
  [lettered, '정답이 B였다면 좋았을 것입니다.', 'unscored'],
  [lettered, 'B가 정답이라는 주장은 틀렸다.', 'unscored'],
  [lettered, 'B가 정답이라고 할 수 없습니다.', 'unscored'],
  [lettered, "I don't think B is correct.", 'unscored'],
  [lettered, 'B is not correct.', 'unscored'],
  [lettered, '정답은 B 빼고 전부입니다.', 'unscored'],
  [lettered, '정답은 B와 관련이 있습니다.', 'unscored'],
  [lettered, '정답: B\n\n아니, B는 답이 아닙니다.', 'unscored'],
  [lettered, 'Probably B.', 1],
  [numbered, '② 창덕궁\n\n창덕궁은 1997년에 등재되었으나 훼손된 적이 있다.', 1],
  [numbered, '정답: ② 창덕궁\n\n창덕궁은 법궁은 아니었지만 오래 쓰였다.', 1],
  [numbered, '②\n\n① 경복궁은 등재되지 않았고, ③ 덕수궁과 ④ 창경궁도 마찬가지다.', 1],
  [lettered, '정답은 B입니다. 창덕궁이 수도에 있기 때문입니다.', 1],
  [lettered, 'It could be B.', 'unscored'],
  [lettered, '정답은 B이지만 A도 헷갈리기 쉽습니다.', 1],
  [lettered, 'A로 착각하기 쉽지만 정답은 B다.', 1],
  [lettered, '정답: 모두', 'unscored'],
  [lettered, '정답은 A가 아닙니다. 정답은 B입니다.', 1],
  [numbered, '① 경복궁은 조선의 법궁입니다.\n\n따라서 ②를 선택합니다.', 1],
  [numbered, '②번 문제의 정답은 알 수 없습니다.', 'unscored'],
  [numbered, '정답은 ②번이라고 볼 근거가 부족합니다.', 'unscored'],
  [numbered, '①과 ③은 제외하고, ④도 아니므로 답은 ②입니다.', 1],
  [numbered, '②번 - 창덕궁', 1],
  [numbered, '답: 창덕궁 (②)', 1],
  [numbered, '정답은 ②, ④입니다.', 'unscored'],
  [numbered, '답은 ②이며, 이는 1997년에 등재되었기 때문이다.', 1],
  [numbered, '저는 ②라고 봅니다. 왜냐하면 ①은 등재되지 않았기 때문입니다.', 1],
  [numbered, '정답은 3번이라고 생각하기 쉽지만 2번입니다.', 1],
  [numbered, '②번이 정답이 아니라면 ③번일 것이다.', 'unscored'],
  [numbered, '정답은 ②번이라고 생각하기 쉽지만 사실 잘 모르겠습니다.', 'unscored'],
  [labels, `(B)가 가장 적절합니다.`, 1],
  [labels, `정답은 (B)가 아니라 (C)입니다.`, 0],
  [labels, `창덕궁이 정답입니다.`, 1],
  [labels, `(A)는 아니고 (B)입니다.`, 1],
  [labels, `따라서, 정답은: B`, 1],
  [lettered, '창덕궁 (경복궁은 아님)', 1],
  // Denied, doubted or left open after the answer has been named, or before.
  [numbered, '②를 정답으로 보지 않습니다.', 'unscored'],
  [numbered, '②가 정답이라고 생각하지 않습니다.', 'unscored'],
  [numbered, '정답은 ②번이 아닐 것입니다.', 'unscored'],
  [numbered, '정답이 ②번일 리 없습니다.', 'unscored'],
  [numbered, '②가 정답일 수밖에 없습니다.', 1],
  [numbered, '정답은 ②인데 다른 보기는 옳지 않다.', 1],
  [numbered, '정답은 ②번입니다. 물론 ④라고 볼 수도 있습니다.', 'unscored'],
  [lettered, "I don't believe the answer is B.", 'unscored'],
  [labels, "I don't believe the answer is B.", 'unscored'],
  [labels, 'It is not clear whether the answer is B.', 'unscored'],
  [labels, 'I am not sure, but the answer is B.', 1],
  [lettered, "I wouldn't say B is right.", 'unscored'],
  [lettered, 'It is hard to say whether B is correct.', 'unscored'],
  [lettered, 'Suppose the answer is B.', 'unscored'],
  [lettered, 'Some might say the answer is B.', 'unscored'],
  [lettered, 'It is a common mistake to think that the answer is A. The answer is B.', 1],
  [lettered, 'There is no doubt that the answer is B.', 1],
  [lettered, 'I do not think it is A. The answer is B.', 1],
  [lettered, 'None of the others fit, so the answer is B', 1],
  [numbered, '② 창덕궁은 등재되지 않았다.', 'unscored'],
  [numbered, '②번은 정답과 거리가 멀다.', 'unscored'],
  [numbered, '정답은 ②번임에 틀림없습니다.', 1],
  [numbered, '정답은 ②번, 아니면 ④번', 'unscored'],
  [numbered, '정답 후보는 ②입니다.', 'unscored'],
  // More than one.
  [lettered, 'B 그리고 C', 'unscored'],
  [lettered, 'B (or possibly C)', 'unscored'],
  [numbered, '②번 (또는 ④번)', 'unscored'],
  [lettered, 'B, but C is also acceptable.', 'unscored'],
  [lettered, 'B > C > A > D', 'unscored'],
  [numbered, '정답은 ①도 ③도 ④도 아닌 ②이다.', 1],
  // Corrected.
  [numbered, '처음에는 ③번을 골랐는데 검토해 보니 틀렸습니다. ②번으로 수정합니다.', 1],
  [numbered, '정답을 ③으로 적었으나 ②로 바꿉니다.', 1],
  [lettered, 'C. Hmm, actually B.', 'unscored'],
  // Cut off on the way through the options.
  [lettered, 'Let us consider each option. A. 경복궁 was the main palace. B. 창덕궁', 'unscored'],
  // What an option says is so, of which the question asks the opposite.
  [negated, '②번은 옳은 설명입니다.', 'unscored'],
  [negated, '②번은 옳지 않은 설명입니다.', 1],
  [combined, 'ㄱ은 옳다.', 'unscored'],
  [combined, '옳은 것은 ㄱ이다.', 0],
  [combined, 'ㄱ은 옳고, ㄴ도 옳다. ㄷ은 틀리다. 따라서 정답은 ㄱ, ㄴ', 1],
  [amounts, '-24', 'unscored'],
  [amounts, '답은 24', 1],
  [spoken, 'A', 'unscored'],
  [spoken, 'A와 B 모두 옳다', 0],
];

/** What may stand between two answers where nothing is said of either. */
const signs = ['!', '!!!', '.', ';', ' – ', '—', ' → ', '->', ')', '] [', ' “', ' <', '「', '^^', '…!'];

describe('two options with nothing but signs between them', () => {
  it.each(signs)('are two answers with %j', async (sign) => {
    for (const answer of [`창덕궁${sign}경복궁`, `B${sign}A`])
      for (const one of [lettered, plain])
        expect(await scoreOf(await made(multipleChoice), one, answer)).toMatchObject({ status: 'unscored' });
  });
});

describe('a careful reading of', () => {
  it.each(answers)('%#: $1', async (sample, answer, expected) => {
    const score = await scoreOf(await made(multipleChoice), sample, answer);
    if (expected === 'unscored') expect(score).toMatchObject({ status: 'unscored', reason: expect.any(String) });
    else expect(score).toMatchObject({ status: 'scored', values: { accuracy: expected } });
  });

  it.each(answers)('%#, by string_match, which gives 0 where nothing is read: $1', async (sample, answer, expected) => {
    const score = await scoreOf(await made(stringMatch), sample, answer);
    expect(score).toMatchObject({ status: 'scored', values: { accuracy: expected === 1 ? 1 : 0 } });
  });
});
