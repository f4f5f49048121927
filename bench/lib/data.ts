import { open } from 'node:fs/promises';
import { letterFor, tagOf } from './answer.js';

export interface SampleFile {
  /** How many rows. */
  readonly n: number;
  /** Characters of a prompt, its tag included. */
  readonly chars: number;
  /** Share of the rows whose reference is what the server will answer. */
  readonly right: number;
}

const WRITE_CHARS = 1 << 20;

export interface SampleRow {
  readonly id: string;
  readonly prompt: string;
  readonly reference: string;
}

/** The rows one by one: the same for the same options, in any amount. */
export function* sampleRows({ n, chars, right }: SampleFile): Generator<SampleRow> {
  for (let question = 0; question < n; question++) {
    const isRight = Math.floor((question + 1) * right) > Math.floor(question * right);
    const reference = letterFor(isRight ? question : question + 1);
    yield { id: `q${question}`, prompt: promptFor(question, chars), reference };
  }
}

/** Writes rows `{ id, prompt, reference }` as JSON Lines. */
export async function writeSamples(path: string, samples: SampleFile): Promise<void> {
  const file = await open(path, 'w');
  try {
    let block = '';
    for (const row of sampleRows(samples)) {
      block += `${JSON.stringify(row)}\n`;
      if (block.length < WRITE_CHARS) continue;
      await file.write(block);
      block = '';
    }
    if (block !== '') await file.write(block);
  } finally {
    await file.close();
  }
}

const SENTENCES = [
  '강물이 굽이쳐 흐르는 마을에서는 해마다 봄이 오면 둑을 손질하였다.',
  '창고에 남은 곡식의 양을 헤아려 이웃과 나누는 방법을 정하였다.',
  '두 수의 차가 일정할 때 다음에 올 수를 구하는 규칙을 찾아보자.',
  '편지를 쓴 사람과 받은 사람의 관계를 글에서 짐작할 수 있다.',
  '온도가 높아지면 부피가 늘어나지만 질량은 그대로 남는다.',
  '장터에 모인 상인들은 값을 흥정하며 소식을 주고받았다.',
  '낱말의 뜻은 앞뒤 문장에 따라 조금씩 달라지기도 한다.',
  '지도에서 북쪽을 위로 두면 강은 왼쪽에서 오른쪽으로 흐른다.',
  '밤하늘의 별자리는 계절이 바뀌면서 자리를 옮긴다.',
  '규칙을 어긴 사람보다 규칙을 만든 까닭을 먼저 물어야 한다.',
  '씨앗은 물과 공기와 알맞은 온도가 있어야 싹을 틔운다.',
];

/** Sentences in an order of the question's own, cut to the length wanted, and the tag. */
function promptFor(question: number, chars: number): string {
  const tag = ` ${tagOf(question)}`;
  const wanted = chars - tag.length;
  let text = '';
  for (let place = 0; text.length < wanted; place++) {
    const choice = (question + place * (1 + (question % (SENTENCES.length - 1)))) % SENTENCES.length;
    text += `${SENTENCES[choice]} `;
  }
  return text.slice(0, wanted) + tag;
}
