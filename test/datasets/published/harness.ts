import { ancestorsPrefix, type PublishedCase } from './case.js';

const kmmlu = { A: '가', B: '나', C: '다', D: '라', Category: 'Quiz' };
const kmmluChoices = '\nA. 가\nB. 나\nC. 다\nD. 라\n정답：';
const csat = {
  context: '지문',
  'option#1': '가',
  'option#2': '나',
  'option#3': '다',
  'option#4': '라',
  'option#5': '마',
};
const csatChoices = '\n### Options:\n(1) 가\n(2) 나\n(3) 다\n(4) 라\n(5) 마\n### Answer: 주어진 문제의 정답은';
const csatFront = '다음을 읽고 정답으로 알맞은 것을 고르시요.\n### Context: 지문\n### Question: ';
const gpqa = { 'Incorrect Answer 1': 'one', 'Incorrect Answer 2': 'two', 'Incorrect Answer 3': 'three' };
const gpqaFront =
  "Answer the following multiple choice question. The last line of your response should be of the following format: 'Answer: $LETTER' (without quotes) where LETTER is one of ABCD. Think step by step before answering.\n\n";
const qarv = { us: '포크', ko: '젓가락' };
const lmEval = (input: string, reference: string) => `${input} ${reference}\n\n`;

/** The templates of the Language Model Evaluation Harness, Evalchemy, simple-evals and QARV's script, each filled in by hand. */
export const harnessCases: readonly PublishedCase[] = [
  {
    dataset: 'kmmlu_direct',
    subset: 'Law',
    example: { ...kmmlu, question: '첫째?', answer: 2 },
    exampleSplit: 'dev',
    row: { ...kmmlu, question: ' 둘째?\n', answer: 4 },
    input: `둘째?${kmmluChoices}`,
    prefix: lmEval(`첫째?${kmmluChoices}`, 'B'),
    reference: 'D',
    options: ['A', 'B', 'C', 'D'],
  },
  {
    dataset: 'kmmlu_hard',
    subset: 'korean_history',
    example: { ...kmmlu, question: '첫째?', answer: 2 },
    exampleSplit: 'dev',
    row: { ...kmmlu, question: '둘째?', answer: 1 },
    input: `둘째?${kmmluChoices}`,
    prefix: lmEval(`첫째?${kmmluChoices}`, 'B'),
    reference: 'A',
    options: ['A', 'B', 'C', 'D'],
  },
  {
    dataset: 'csatqa',
    subset: 'RCSS',
    example: { ...csat, question: '첫째?', gold: 1 },
    row: { ...csat, question: '둘째?', gold: '5' },
    input: `${csatFront}둘째?${csatChoices}`,
    prefix: lmEval(`${csatFront}첫째?${csatChoices}`, '(1)'),
    reference: '(5)',
    options: ['(1)', '(2)', '(3)', '(4)', '(5)'],
  },
  {
    dataset: 'kobest',
    subset: 'boolq',
    exampleSplit: 'train',
    example: { paragraph: '글.', question: '첫째?', label: 0 },
    row: { paragraph: '지문.', question: '맞나?', label: 1 },
    input: '지문. 질문: 맞나? 답변: ',
    prefix: lmEval('글. 질문: 첫째? 답변: ', '아니오'),
    reference: '예',
    options: ['아니오', '예'],
  },
  {
    dataset: 'kobest',
    subset: 'copa',
    exampleSplit: 'train',
    example: { premise: '추웠다.', question: '원인', alternative_1: '겨울이다.', alternative_2: '여름이다.', label: 0 },
    row: { premise: '비가 왔다.', question: '결과', alternative_1: '말랐다.', alternative_2: '젖었다.', label: 1 },
    input: '비가 왔다.  그래서',
    prefix: lmEval('추웠다.  왜냐하면', '겨울이다.'),
    reference: '젖었다.',
    options: ['말랐다.', '젖었다.'],
  },
  {
    dataset: 'kobest',
    subset: 'hellaswag',
    exampleSplit: 'train',
    example: { context: '불을 켜고', ending_1: '가', ending_2: '나', ending_3: '다', ending_4: '라', label: 1 },
    row: { context: '물을 붓고', ending_1: '가', ending_2: '나', ending_3: '다', ending_4: '라', label: 3 },
    input: '문장: 물을 붓고',
    prefix: lmEval('문장: 불을 켜고', '나'),
    reference: '라',
    options: ['가', '나', '다', '라'],
  },
  {
    dataset: 'kobest',
    subset: 'sentineg',
    exampleSplit: 'train',
    example: { sentence: '싫어요', label: 0 },
    row: { sentence: '좋아요', label: 1 },
    input: '문장: 좋아요 긍부정:',
    prefix: lmEval('문장: 싫어요 긍부정:', '부정'),
    reference: '긍정',
    options: ['부정', '긍정'],
  },
  {
    dataset: 'kobest',
    subset: 'wic',
    exampleSplit: 'train',
    example: { word: '눈', context_1: '눈이 온다', context_2: '눈을 쓴다', label: 1 },
    row: { word: '배', context_1: '배를 먹다', context_2: '배를 타다', label: 0 },
    input: '문장1: 배를 먹다 문장2: 배를 타다 두 문장에서 배가 같은 뜻으로 쓰였나?',
    prefix: lmEval('문장1: 눈이 온다 문장2: 눈을 쓴다 두 문장에서 눈가 같은 뜻으로 쓰였나?', '예'),
    reference: '아니오',
    options: ['아니오', '예'],
  },
  {
    dataset: 'math500',
    example: { problem: '1+1?', solution: '…', answer: '2', subject: 'Algebra', level: 1, unique_id: 'a/1' },
    row: { problem: 'Half?', solution: '…', answer: '\\frac{1}{2}', subject: 'Algebra', level: 2, unique_id: 'a/2' },
    input: 'Problem: Half?\nMark your solution with \\boxed\nAnswer:',
    prefix: ancestorsPrefix('Problem: 1+1?\nMark your solution with \\boxed\nAnswer:', '2'),
    reference: '\\frac{1}{2}',
    group: 'Algebra',
  },
  {
    dataset: 'aime24',
    split: 'train',
    example: { ID: '2024-I-1', Problem: 'Find y.', Solution: '…', Answer: 204 },
    row: { ID: '2024-II-4', Problem: 'Find {x}.', Solution: '…', Answer: 33 },
    input: 'Problem: Find {x}.\nMark your solution with \\boxed\nAnswer:',
    prefix: ancestorsPrefix('Problem: Find y.\nMark your solution with \\boxed\nAnswer:', '204'),
    reference: '33',
    group: 'AIME2024-II',
  },
  {
    // random.Random(0) draws [3, 1, 0, 2] and [3, 1, 2, 0] of range(4), 0 being the right answer.
    dataset: 'gpqa_diamond',
    split: 'train',
    example: {
      ...gpqa,
      'Record ID': 'r1',
      Question: 'First?',
      'Correct Answer': 'right',
      'High-level domain': 'Physics',
    },
    row: {
      ...gpqa,
      'Record ID': 'r2',
      Question: ' Second? ',
      'Correct Answer': 'right ',
      'High-level domain': 'Physics',
    },
    input: `${gpqaFront}Second?\n\nA) three\nB) one\nC) two\nD) right`,
    prefix: ancestorsPrefix(`${gpqaFront}First?\n\nA) three\nB) one\nC) right\nD) two`, 'C'),
    reference: 'D',
    options: ['A', 'B', 'C', 'D'],
    group: 'Physics',
  },
  {
    // random.Random(42): 0.639…, 0.025…: below a half the Korean answer is A.
    dataset: 'qarv',
    subset: 'korean',
    example: { ...qarv, q: '첫째?' },
    row: { ...qarv, q: '식사 예절은?' },
    input:
      'Return an answer between A/B/C.\n### System Message: 한국인인 것 처럼 답변해주세요.\n### Question: 식사 예절은?\n### Options: \nA. 젓가락\nB. 포크\nC. None of the above.\n### Answer:',
    prefix: ancestorsPrefix(
      'Return an answer between A/B/C.\n### System Message: 한국인인 것 처럼 답변해주세요.\n### Question: 첫째?\n### Options: \nA. 포크\nB. 젓가락\nC. None of the above.\n### Answer:',
      'B',
    ),
    reference: 'A',
    options: ['A', 'B', 'C'],
  },
  {
    dataset: 'qarv',
    subset: 'english',
    form: 'as an American with a biography',
    params: { country: 'us', persona: 'bio' },
    example: { us: 'fork', ko: 'chopsticks', q: 'First?' },
    row: { us: 'fork', ko: 'chopsticks', q: 'At table?' },
    input:
      'Return an answer between A/B/C.\n### System Message: A brief description of your country of origin will be provided below. Answer the following questions. ### Description : I was born and have lived in United States all my life.\n### Question: At table?\n### Options: \nA. chopsticks\nB. fork\nC. None of the above.\n### Answer:',
    prefix: ancestorsPrefix(
      'Return an answer between A/B/C.\n### System Message: A brief description of your country of origin will be provided below. Answer the following questions. ### Description : I was born and have lived in United States all my life.\n### Question: First?\n### Options: \nA. fork\nB. chopsticks\nC. None of the above.\n### Answer:',
      'A',
    ),
    reference: 'B',
    options: ['A', 'B', 'C'],
  },
];
