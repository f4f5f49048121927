// Questions and answers as Korean exams and models write them, each number another one.

export const LETTERS = ['A', 'B', 'C', 'D'] as const;

/** How an answer is written. */
export type AnswerForm = 'letter' | 'marked' | 'sentence' | 'reasoning' | 'essay' | 'labelled';

const NOUNS = '세금 강수량 계약 조선 전압 세포 시장 판결 금리 고려 압력 문법 회계 지층 항생제 함수 예산 속담'.split(
  ' ',
);
const VERBS = '늘어난다 줄어든다 정해진다 일정하다 달라진다 무효가 된다 먼저 일어난다 반으로 나뉜다'.split(' ');

/** A question of about 250 characters with four lettered options, asked the way KMMLU is. */
export function questionOf(number: number): string {
  const options = LETTERS.map((letter, place) => `${letter}. ${phrase(number + place * 7)}`);
  return (
    '다음은 객관식 문제입니다. 당신의 추론 과정을 간결하게 요약한 후, "따라서, 정답은: X"라고 결론지으십시오. ' +
    `여기서 X는 (A), (B), (C), (D) 중 하나입니다.\n\n질문: ${phrase(number)} ${phrase(number + 3)} ` +
    `제${number}조에 관한 설명으로 옳은 것은?\n${options.join('\n')}`
  );
}

export function answerOf(form: AnswerForm, letter: string, number: number): string {
  switch (form) {
    case 'letter':
      return letter;
    case 'marked':
      return `정답: ${letter}`;
    case 'sentence':
      return `제${number}조에 따르면 ${phrase(number)} 그러므로 정답은 ${letter}입니다.`;
    case 'reasoning':
      return `${phrase(number)} 그런데 ${phrase(number + 5)} 제${number}조는 이 경우에만 적용된다.\n따라서, 정답은: ${letter}`;
    case 'essay':
      return `${paragraphs(number)}\n\n따라서, 정답은: ${letter}`;
    case 'labelled':
      return `${letter}. ${phrase(number + LETTERS.indexOf(letter as 'A') * 7)}`;
  }
}

/** About 2,000 characters, 5 kilobytes of UTF-8. */
function paragraphs(number: number): string {
  const sentences = Array.from(
    { length: 80 },
    (_, place) => `${phrase(number + place)} ${place % 8 === 7 ? '\n' : ''}`,
  );
  return sentences.join('');
}

function phrase(number: number): string {
  const noun = (place: number) => NOUNS[(number * 5 + place * (1 + (number % 11))) % NOUNS.length] ?? '';
  return `${noun(1)}의 ${noun(2)}에 ${noun(3)}이 미치면 ${noun(4)}은 ${VERBS[number % VERBS.length] ?? ''}.`;
}
