/** One option of a question, in all the ways it can be named. */
export interface Named {
  readonly place: number;
  readonly text: string;
  readonly number: string;
  readonly circled: string;
  readonly letter: string;
  readonly wide: string;
  /** `첫 번째`. */
  readonly ordinal: string;
  /** 이 or 가, as its number takes it. */
  readonly subject: string;
}

/** The option an answer is to name, and others that stand beside it. */
export interface Situation extends Named {
  readonly other: Named;
  readonly third: Named;
  readonly texts: readonly string[];
}

export type Phrasing = (p: Situation) => string;

export function named(text: string, place: number): Named {
  return {
    place,
    text,
    number: String(place + 1),
    circled: '①②③④⑤'.charAt(place),
    letter: 'ABCDE'.charAt(place),
    wide: 'ＡＢＣＤＥ'.charAt(place),
    ordinal: `${['첫', '두', '세', '네', '다섯'][place]} 번째`,
    subject: '이가이가가'.charAt(place),
  };
}

const circled = (place: number) => '①②③④⑤'.charAt(place);
const withoutStop = (text: string) => text.replace(/\.$/, '');
const keyboard = (text: string) =>
  text
    .replace(/[\u1100-\u1112]/g, (alone) =>
      'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'.charAt(alone.charCodeAt(0) - 0x1100),
    )
    .replace(/[ㆍ•]/g, '·');

/** Where the question shows ① or 1. */
export const numbered: readonly Phrasing[] = [
  (p) => `정답은 ${p.circled}번입니다.`,
  (p) => `정답: ${p.circled}`,
  (p) => `답: (${p.number})`,
  (p) => `보기 ${p.number}${p.subject} 맞습니다.`,
  (p) => `${p.other.number}번과 ${p.third.number}번은 틀렸고 답은 ${p.number}번`,
  (p) => `**${p.number}번**`,
  (p) => `**정답: ${p.number}번**`,
  (p) => `정답은 $\\boxed{${p.number}}$입니다.`,
  (p) => `\\boxed{${p.circled}}`,
  (p) =>
    `문제를 차근차근 살펴보자. ${p.other.circled}은 조건에 맞지 않는다. ${p.third.circled}도 아니다.\n\n따라서 정답은 ${p.number}번이다.`,
  (p) => p.circled,
  (p) => `${p.other.circled}은 아니고 ${p.circled}`,
  (p) => `${p.number}번이야.`,
  (p) => `답은 ${p.number}번이지.`,
  (p) => `정답\n${p.circled}`,
  (p) => `정답은\n\n${p.number}번`,
  (p) => `{"answer": ${p.number}}`,
  (p) => `\`\`\`json\n{\n  "reason": "조건에 맞는다",\n  "정답": "${p.circled}"\n}\n\`\`\``,
  (p) => `${p.number}. ${p.text}`,
  (p) => `${p.number}) ${p.text}`,
  (p) => `정답은 ${p.number}번 "${p.text}"입니다.`,
  (p) => `제 생각에는 ${p.number}번이 정답인 것 같습니다.`,
  (p) => `저는 ${p.circled}번을 선택하겠습니다.`,
  (p) => `${p.number}번이 가장 적절합니다.`,
  (p) => `정답은 ${p.number}번 선택지입니다.`,
  (p) => `${p.number}번 선택지가 정답입니다.`,
  (p) => `정답은 ${p.number}번입니다. ${p.other.number}번은 사실과 다르기 때문에 답이 될 수 없습니다.`,
  (p) => `### 정답\n\n${p.number}번`,
  (p) => `최종 답변: ${p.number}번`,
  (p) => `정답 → ${p.circled}`,
  (p) => `정답 = ${p.number}번`,
  (p) => `정답 ${p.circled}`,
  (p) => `답 ${p.number}번`,
  (p) => `<answer>${p.number}</answer>`,
  (p) =>
    `<think>\n${p.other.number}번일까? 아니면 ${p.third.number}번? 다시 보니 정답은 ${p.other.number}번 같기도 하다.\n</think>\n\n${p.number}번`,
  (p) => `결론적으로 ${p.circled}이 답이다.`,
  (p) => `${p.number}번이요`,
  (p) => `${p.number}번이에요!`,
  (p) => `${p.ordinal} 보기가 정답입니다.`,
  (p) => `정답은 ${p.ordinal} 선택지입니다.`,
  (p) => `답: ${p.number}번 (${p.text})`,
  (p) => `The answer is ${p.number}.`,
  (p) => `Answer: ${p.number}) ${p.text}`,
  (p) => `따라서 정답은 **${p.number}. ${p.text}**입니다.`,
  (p) =>
    `정답: ${p.number}) ${p.text}\n\n해설: ${p.other.number}번은 시기가 맞지 않고, ${p.third.number}번은 다른 개념이다.`,
  (p) => `옳은 설명은 ${p.circled}번뿐이므로 답은 ${p.circled}번이 됩니다.`,
  (p) => `정답은 [${p.number}]입니다`,
  (p) => `${p.circled}번으로 하겠습니다`,
  (p) => `I think the correct answer is option ${p.number}.`,
  (p) => `정답은 ${p.other.number}번이 아니라 ${p.number}번입니다.`,
  (p) =>
    `보기를 하나씩 보겠습니다.\n\n` +
    p.texts.map((t, k) => `${k + 1}. ${t}: ${k === p.place ? '맞는 설명입니다.' : '틀린 설명입니다.'}`).join('\n') +
    `\n\n그러므로 정답은 ${p.number}번입니다.`,
  (p) =>
    `| 보기 | 판단 |\n|---|---|\n` +
    p.texts.map((_t, k) => `| ${circled(k)} | ${k === p.place ? 'O' : 'X'} |`).join('\n') +
    `\n\n**정답: ${p.circled}**`,
];

/** Where it shows A. or (A). */
export const lettered: readonly Phrasing[] = [
  (p) => `답: (${p.letter})`,
  (p) => p.wide,
  (p) => `정답은 （${p.wide}）입니다`,
  (p) => `정답은 ${p.letter}입니다.`,
  (p) => `${p.letter}`,
  (p) => `${p.letter.toLowerCase()}`,
  (p) => `${p.letter}. ${p.text}`,
  (p) => `The correct answer is (${p.letter}) ${p.text}.`,
  (p) => `Answer: ${p.letter}`,
  (p) => `정답은 **${p.letter}**예요.`,
  (p) => `{"answer": "${p.letter}"}`,
  (p) => `${p.letter}가 맞는 것 같아요.`,
  (p) => `선택: ${p.letter}`,
  (p) => `저라면 ${p.letter}를 고르겠습니다.`,
  (p) => `${p.other.letter}는 아니고 ${p.letter}입니다.`,
  (p) =>
    `Let's think step by step. Option ${p.other.letter} is wrong because it is too early. Therefore, the answer is ${p.letter}.`,
  (p) => `정답 (${p.letter})`,
  (p) => `정답은 ${p.letter}. ${p.text}입니다.`,
  (p) => `My final answer is **${p.letter}**`,
  (p) => `So the best choice is ${p.letter}.`,
  (p) => `정답은 ${p.letter}야`,
  (p) => `따라서, 정답은: ${p.letter}`,
  (p) => `정답：${p.letter}`,
  (p) => `$\\boxed{\\text{${p.letter}}}$`,
  (p) => `**Answer:** ${p.letter}) ${p.text}`,
  (p) => `${p.letter}번이 답인 듯.`,
  (p) => `Final Answer: The final answer is $\\boxed{${p.letter}}$. I hope it is correct.`,
  (p) => `맞는 것은 ${p.letter}이다`,
];

/** Where it shows texts alone, or with numbers. */
export const quoted: readonly Phrasing[] = [
  (p) => p.text,
  (p) => `정답은 "${p.text}"입니다.`,
  (p) => `정답: ${p.text}`,
  (p) => `**${p.text}**`,
  (p) => `따라서 정답은 **${p.text}**입니다.`,
  (p) => `답은 '${p.text}'이다.`,
  (p) => `저는 "${p.text}"를 선택하겠습니다.`,
  (p) => `"${p.other.text}"는 틀렸습니다.\n정답: ${p.text}`,
  (p) => `{"answer": ${JSON.stringify(p.text)}}`,
  (p) => `The answer is "${p.text}".`,
  (p) => `정답\n${p.text}`,
  (p) => `가장 알맞은 것은 "${p.text}"입니다.`,
  (p) => `${p.text}\n\n이유: 다른 보기는 조건에 맞지 않습니다.`,
  (p) => `정답은 ${p.text}입니다.`,
];

/** The same with what people leave out or type otherwise. */
export const retyped: readonly Phrasing[] = [
  (p) => withoutStop(p.text),
  (p) => `정답: ${withoutStop(p.text)}`,
  (p) => `정답은 ${withoutStop(p.text)}입니다.`,
  (p) => keyboard(p.text),
  (p) => `정답은 "${keyboard(p.text)}"이다.`,
  (p) => p.text.replace(/(?<!\d) | (?!\d)/g, ''),
  (p) => `정답은 **${withoutStop(p.text)}**입니다.`,
  (p) => `제 생각에는 "${withoutStop(p.text)}"이(가) 정답입니다.`,
  (p) => `알맞은 것은 '${withoutStop(p.text)}'이다.`,
  (p) => `"${withoutStop(p.other.text)}"이 아니라 "${withoutStop(p.text)}"입니다.`,
];

/** What names no single option, where the question shows numbers. */
export const unreadableNumbered: readonly Phrasing[] = [
  () => '',
  () => '모르겠습니다.',
  (p) => `${p.number}번 또는 ${p.other.number}번`,
  (p) => `정답은 ${p.circled}번과 ${p.other.circled}번입니다.`,
  () => '죄송하지만 이 질문에는 답변드릴 수 없습니다.',
  () => '정답은 9번입니다.',
  () => '모두 정답입니다.',
  (p) => p.texts.map((t, k) => `${k + 1}. ${t}`).join('\n'),
  (p) => `정답은 ${p.number}번이 아닙니다.`,
  () => '정답이 없습니다.',
  (p) => `${p.number}번일 수도 있고 ${p.other.number}번일 수도 있습니다.`,
  (p) => `정답: ${p.circled}, ${p.other.circled}`,
  (_p) => `정답은 무엇일까요?`,
  (p) => `정답: ${p.number}/${p.other.number}`,
  (p) => `${p.circled}은 아닙니다.`,
  (_p) => `정답은 ⑨입니다.`,
  (_p) => `정답: ?`,
  (p) => `${p.number}번이 정답일까요, ${p.other.number}번이 정답일까요?`,
  (p) => `${p.circled} 아니면 ${p.other.circled}인 것 같습니다.`,
  (p) => `${p.circled}도 맞고 ${p.other.circled}도 맞습니다.`,
  (p) => `정답은 ${p.number}~${p.other.number}번 중 하나입니다.`,
  (_p) => `보기 중에 정답이 없는 것 같습니다.`,
  (_p) => `둘 다 정답입니다.`,
  (_p) => `정답:`,
  (_p) => `1번부터 4번까지 모두 맞습니다.`,
  (p) => `<think>\n정답은 ${p.number}번 같다.`,
  (_p) => `질문을 이해하지 못했습니다. 다시 말씀해 주시겠어요?`,
  (p) => `정답은 ${p.number}번이 아니다. 나머지는 판단할 수 없다.`,
  (_p) => `...`,
  (p) => `제공된 정보만으로는 ${p.number}번이 맞는지 판단하기 어렵습니다.`,
];

/** The same where it shows letters. */
export const unreadableLettered: readonly Phrasing[] = [
  (p) => `${p.letter} 또는 ${p.other.letter}`,
  () => '정답은 H입니다.',
  (p) => `${p.letter} or ${p.other.letter}`,
  (p) => `The answer is either ${p.letter} or ${p.other.letter}.`,
  () => `I don't know.`,
  () => `I'm sorry, but I can't answer that.`,
  () => `All of the above.`,
  () => 'A question like this is hard to answer.',
  (p) => `${p.letter}, ${p.other.letter}`,
  (p) => `Not ${p.letter}.`,
  (p) => `The answer is not ${p.letter}.`,
  (_p) => `정답은 A, B, C, D 중 하나입니다.`,
  () => `None of the options is correct.`,
  (p) => `${p.letter}일까요?`,
];

/** Where the question shows labels of its own: ㄱ. or (가). */
export const ownLabels: readonly ((label: string, other: string, text: string) => string)[] = [
  (label) => label,
  (label) => `정답은 ${label}입니다.`,
  (label) => `정답: ${label}`,
  (label) => `(${label})`,
  (label, _, text) => `${label}. ${text}`,
  (label) => `답은 ${label}이다.`,
  (label) => `${label}이 정답입니다.`,
  (label) => `보기 ${label}`,
  (label, other) => `${other}은 틀렸고 답은 ${label}`,
  (label) => `**${label}**`,
];
