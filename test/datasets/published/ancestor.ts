import { ancestorsPrefix, type PublishedCase } from './case.js';

const kmmluFront =
  '다음은 객관식 문제입니다. 당신의 추론 과정을 간결하게 요약한 후, "따라서, 정답은: X"라고 결론지으십시오. 여기서 X는 (A), (B), (C), (D) 중 하나입니다.\n\n질문: ';
const haeraeFront =
  '다음은 객관식 문제입니다. 당신의 추론 과정을 간결하게 요약한 후, "따라서, 정답은: X"라고 결론지으십시오. 여기서 X는 (A), (B), (C), (D), (E) 중 하나입니다. ';
const medicalFront =
  'The following is a multiple-choice question about specialized medical knowledge. Choose the most appropriate answer from the options provided.\n\nQuestion: ';
const aimeFront =
  "Solve the following AIME-style problem. Briefly show your reasoning, then end with a single line in the form 'Answer: X'.\n\n";
const humanFront =
  '다음 지시문에 대한 응답을 1점(매우 나쁨)부터 5점(매우 좋음)까지의 정수로 평가하십시오. 이유를 간결하게 쓴 후, 마지막 줄에 "[RESULT] X"라고 쓰십시오. X는 점수입니다.\n\n';

const kmmlu = { A: '가', B: ' 나 ', C: '다', D: '라', Category: 'Quiz', 'Human Accuracy': 0.5 };
const medical = { A: '감기', B: ' 독감 ', C: '천식', D: '폐렴', E: '결핵', subject: 'doctor', year: 2022, cot: '' };
const exam = { A: '가', B: '나', C: '다', D: '라', E: null, meta: { year: 2012 } };
const benchhub = {
  problem_type: 'MCQA',
  context: '',
  options: ['부산', '서울'],
  reference: '',
  task_type: 'knowledge',
  target_type: 'local',
  subject_type: ['culture/food'],
  benchmark_name: 'KMMLU',
  mcqa_meta: null,
  original_category: '',
  additional_info: null,
  split: 'test',
};
const pair = { chosen_response: '좋다', rejected_response: '나쁘다', chosen_model: 'x', rejected_model: 'y' };

/** The templates of the Python toolkit (section 1 of its specification), each filled in by hand. */
export const ancestorsCases: readonly PublishedCase[] = [
  {
    dataset: 'kmmlu',
    subset: 'Korean-History',
    example: { ...kmmlu, question: '첫째?', answer: 1 },
    exampleSplit: 'dev',
    row: { ...kmmlu, question: ' 둘째는 ### 정답 {무엇}?\n', answer: 3 },
    input: `${kmmluFront}둘째는  {무엇}?\nA. 가\nB. 나\nC. 다\nD. 라`,
    prefix: ancestorsPrefix(`${kmmluFront}첫째?\nA. 가\nB. 나\nC. 다\nD. 라`, '(A)'),
    reference: '(C)',
    options: ['(A)', '(B)', '(C)', '(D)'],
  },
  {
    dataset: 'haerae_bench',
    subset: 'csat_geo',
    example: { query: '첫째?\n(A) 가 (B) 나', answer: '(B)' },
    row: { query: '### 질문: 둘째?\n(A) 가 (B) 나\n### 정답', answer: ' (A) ' },
    input: `${haeraeFront}### 질문: 둘째?\n(A) 가 (B) 나`,
    prefix: ancestorsPrefix(`${haeraeFront}첫째?\n(A) 가 (B) 나`, '(B)'),
    reference: '(A)',
    options: ['(A)', '(B)', '(C)', '(D)', '(E)'],
  },
  {
    dataset: 'click',
    split: 'train',
    example: { id: 'KIIP_economy_1', paragraph: '', question: '첫째?', choices: ['가', '나'], answer: '가' },
    row: {
      id: 'CSAT_korean_13_11',
      paragraph: ' 지문 ',
      question: '둘째?\n',
      choices: ['가', '나', '다'],
      answer: ' 나 ',
    },
    input: 'Paragraph: 지문\nQuestion: 둘째?\nChoices: 가, 나, 다',
    prefix: ancestorsPrefix('Paragraph: \nQuestion: 첫째?\nChoices: 가, 나', '가'),
    reference: '나',
    options: ['가', '나', '다'],
    group: 'CSAT_korean',
  },
  {
    dataset: 'hrm8k',
    subset: 'OMNI_MATH',
    example: { question: '1+1은?', answer: '2' },
    row: { question: ' $x$를 \\frac{1}{2}로 쓰라. ', answer: '18.0' },
    input: 'put your final answer within \\boxed{}.\nQuestion: $x$를 \\frac{1}{2}로 쓰라.',
    prefix: ancestorsPrefix('put your final answer within \\boxed{}.\nQuestion: 1+1은?', '2'),
    reference: '18',
  },
  {
    dataset: 'hrc',
    split: 'train',
    example: { question: '1+1은?', answer: 2, source: '시험', category: '수' },
    row: { question: ' 몇인가? ', answer: ' 7 ', source: '시험', category: '수열' },
    input: 'put your final answer within \\boxed{}.\nQuestion: 몇인가?',
    prefix: ancestorsPrefix('put your final answer within \\boxed{}.\nQuestion: 1+1은?', '2'),
    reference: '7',
    group: '수열',
  },
  {
    dataset: 'aime2025',
    subset: 'AIME2025-II',
    example: { question: 'Find $y$.', answer: '7' },
    row: { question: ' Find $x$. ', answer: '082' },
    input: `${aimeFront}Find $x$.`,
    prefix: ancestorsPrefix(`${aimeFront}Find $y$.`, '7'),
    reference: '082',
  },
  {
    dataset: 'k2_eval',
    subset: 'generation',
    example: { instruction: '하나를 쓰라.', subject: 'Art', ability: 'Explain' },
    row: { instruction: ' 김치를 소개하라.\n', subject: 'Food', ability: 'Explain' },
    input: '김치를 소개하라.',
    reference: '',
  },
  {
    dataset: 'kormedmcqa',
    subset: 'pharm',
    example: { ...medical, question: '첫째?', answer: 1 },
    exampleSplit: 'fewshot',
    row: { ...medical, question: ' 진단은? ', answer: 2 },
    input: `${medicalFront}진단은?\n\n(A) 감기\n(B) 독감\n(C) 천식\n(D) 폐렴\n(E) 결핵`,
    prefix: ancestorsPrefix(`${medicalFront}첫째?\n\n(A) 감기\n(B) 독감\n(C) 천식\n(D) 폐렴\n(E) 결핵`, '감기'),
    reference: '독감',
    options: ['감기', '독감', '천식', '폐렴', '결핵'],
  },
  {
    dataset: 'kbl',
    subset: 'bar_exam_responsibility_2023',
    example: { ...exam, question: '첫째?', gt: 'A' },
    row: { ...exam, question: ' 옳은 것은? ', gt: 'C' },
    input: 'Question: 옳은 것은?\nChoices: (A) 가\n(B) 나\n(C) 다\n(D) 라',
    prefix: ancestorsPrefix('Question: 첫째?\nChoices: (A) 가\n(B) 나\n(C) 다\n(D) 라', '가'),
    reference: '다',
    options: ['가', '나', '다', '라'],
  },
  {
    dataset: 'benchhub',
    form: 'a choice question; the options are ours to show',
    split: 'train',
    example: { ...benchhub, prompt: '첫째?', answer: '부산' },
    row: { ...benchhub, context: '지문', prompt: '수도는?', answer: '서울' },
    input: '지문\n수도는?\n1. 부산\n2. 서울',
    prefix: ancestorsPrefix('첫째?\n1. 부산\n2. 서울', '부산'),
    reference: '서울',
    options: ['부산', '서울'],
    group: 'KMMLU',
  },
  {
    dataset: 'benchhub',
    form: 'an open question',
    split: 'train',
    example: { ...benchhub, prompt: '첫째?', options: [], answer: '하나' },
    row: { ...benchhub, prompt: '왜?', options: null, answer: null, reference: '까닭', benchmark_name: 'HRM8K' },
    input: '왜?',
    prefix: ancestorsPrefix('첫째?', '하나'),
    reference: '까닭',
    group: 'HRM8K',
  },
  {
    dataset: 'kudge',
    subset: 'Pairwise',
    example: { ...pair, judge_query: '첫째?', winner: 'A' },
    row: { ...pair, judge_query: ' 누가 나은가?\n### Feedback:', winner: 'B' },
    input: ' 누가 나은가?\n### Feedback:',
    prefix: ancestorsPrefix('첫째?', 'A'),
    reference: 'B',
    options: ['A', 'B'],
  },
  {
    dataset: 'kudge',
    subset: 'Pairwise-False',
    example: { judge_query: '첫째?', winner: 'B', response_with_false_info: '거짓', original_response: '참' },
    row: { judge_query: '누가?', winner: 'A', response_with_false_info: '거짓', original_response: '참' },
    input: '누가?',
    prefix: ancestorsPrefix('첫째?', 'B'),
    reference: 'A',
    options: ['A', 'B'],
  },
  {
    dataset: 'kudge',
    subset: 'Pointwise',
    example: { judge_query: '첫째?', response: '응답', final_score: 2 },
    row: { judge_query: '몇 점?', response: '응답', final_score: 3.5 },
    input: '몇 점?',
    prefix: ancestorsPrefix('첫째?', '2'),
    reference: '3.5',
  },
  {
    dataset: 'kudge',
    subset: 'Pointwise-False',
    example: { judge_query: '첫째?', response: '응답', original_human_score: '5.0' },
    row: { judge_query: '몇 점?', response: '응답', original_human_score: '4.5' },
    input: '몇 점?',
    prefix: ancestorsPrefix('첫째?', '5'),
    reference: '4.5',
  },
  {
    dataset: 'kudge',
    subset: 'Human Annotations',
    form: 'the prompt is ours',
    example: { uuid: 'u1', instruction: '하나', response: '응답', model: 'm', score1: 2, score2: 3, 'healthy?': '' },
    row: { uuid: 'u2', instruction: '둘', response: '답', model: 'm', score1: 4, score2: 5, 'healthy?': null },
    input: `${humanFront}### 지시문:\n둘\n\n### 응답:\n답`,
    prefix: ancestorsPrefix(`${humanFront}### 지시문:\n하나\n\n### 응답:\n응답`, '2.5'),
    reference: '4.5',
  },
];
