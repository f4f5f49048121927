import { ancestorsPrefix, type PublishedCase } from './case.js';

// The sentence ends in a backslash and an n, as in the harness.
const front = '당신은 사용자의 질문에 친절하고 논리적으로 답변해 주는 법률 전문가 챗봇 입니다.\\n';
const abc = { question: '물음?', A: '가', B: '나', C: '다' };
const abcde = { ...abc, D: '라', E: '마' };
const shortly = "''답변: A'' 와 같이 단답식으로 답해 주세요.";
const two = "A: 예, B: 아니오\n중 하나를 선택하여 '답변: A'과 같이 단답식으로 답해주세요.";
const yesNo = { question: '물음?', A: '예', B: '아니오' };
const retrieved = {
  retrieved_case_appellant: '사',
  retrieved_case_fact: '오',
  retrieved_case_claim: '육',
  retrieved_case_judicial_opinion: '칠',
};
const query = {
  query_case_appellant: '영',
  query_case_fact: '일',
  query_case_claim: '이',
  query_case_judicial_opinion: '삼',
};

/** A subset asked as in tasks/kbl of the harness; `text` is the question without the sentence in front. */
function asked(
  subset: string,
  row: object,
  text: string,
  reference: string,
  options: readonly string[],
): PublishedCase {
  const input = `${front}${text}`;
  const prefix = ancestorsPrefix(`${front}${text.replace('물음?', '첫째?')}`, reference);
  return { dataset: 'kbl', subset, example: { ...row, question: '첫째?' }, row, input, prefix, reference, options };
}

const three = ['가', '나', '다'];
const five = [...three, '라', '마'];
const legalMistake = `### 질문: 물음?\nA. 가\nB. 나\nC. 다\n'A', 'B', 'C' 중 하나를 선택하여 ${shortly}`;

export const kblCases: readonly PublishedCase[] = [
  asked('kbl_knowledge_common_legal_mistake_qa', { ...abc, label: 'B' }, legalMistake, '나', three),
  asked('kbl_knowledge_common_legal_mistake_qa_reasoning', { ...abc, label: 'C' }, legalMistake, '다', three),
  asked(
    'kbl_knowledge_legal_concept_qa',
    { ...abcde, label: 'E' },
    `### 질문: 물음?\nA. 가\nB. 나\nC. 다\nD. 라\nE. 마\n'A', 'B', 'C', 'D', 'E' 중 하나를 선택하여 ${shortly}`,
    '마',
    five,
  ),
  asked(
    'kbl_knowledge_offense_component_qa',
    { question: '물음?', A: '있다', B: '없다', label: 'A' },
    `### 질문: 물음?\n다음 각 선택지를 읽고 선택지 중 하나를 골라 ${shortly} ### 선택지: A. 있다\nB. 없다.`,
    '있다',
    ['있다', '없다'],
  ),
  asked(
    'kbl_knowledge_query_and_statute_matching_qa',
    { ...abcde, label: 'D' },
    `### 질문: 물음?\nA. 가\nB. 나\nC. 다\nD. 라\nE. 마\nA, B, C, D, E 중 하나를 선택하여 ${shortly}`,
    '라',
    five,
  ),
  asked(
    'kbl_knowledge_statute_hallucination_qa',
    { ...abc, D: '라', label: 'A' },
    `### 질문: 물음?\nA. 가\nB. 나\nC. 다\nD. 라\n'A', 'B', 'C', 'D' 중 하나를 선택하여 ${shortly}`,
    '가',
    [...three, '라'],
  ),
  asked(
    'kbl_knowledge_statute_number_and_content_matching_qa',
    { ...abcde, label: 'B' },
    `### 질문: 물음?\nA. 가\nB. 나\nC. 다\nD. 라\nE. 마\n A, B, C, D, E 중 하나를 선택하여 ${shortly}`,
    '나',
    five,
  ),
  asked(
    'kbl_reasoning_case_relevance_qa_p',
    { ...yesNo, ...query, ...retrieved, label: 'A' },
    `### 질문: 물음?\n\n[첫번째 판결문 상고인]\n영\n[첫번째 판결문 사실관계]\n일\n[첫번째 판결문 당사자들의 주장]\n이\n[첫번째 판결문 판사의 의견]\n삼\n\n[두번째 판결문 상고인]\n사\n[두번째 판결문 사실관계]\n오\n[두번째 판결문 당사자들의 주장]\n육\n[두번째 판결문 판사의 의견]\n칠\n\n${two}`,
    '예',
    ['예', '아니오'],
  ),
  asked(
    'kbl_reasoning_case_relevance_qa_q',
    { ...yesNo, query: '주장', ...retrieved, label: 'B' },
    `### 질문: 물음?\n[의뢰인의 주장]\n주장\n\n[판결문]\n- 상고인\n사\n- 사실관계\n오\n- 당사자들의 주장\n육\n- 판사의 의견\n칠\n\n${two}`,
    '아니오',
    ['예', '아니오'],
  ),
  asked(
    'kbl_reasoning_causal_reasoning_qa',
    {
      ...yesNo,
      ...{
        facts_charged: '일',
        defendant_claim: '이',
        facts_accepted: '삼',
        cause: '밀었다',
        effect: '넘어졌다',
        label: 'A',
      },
    },
    `### 질문: 물음?\n검사의 공소사실: 일\n피고인의 주장: 이\n증거: 삼\nX, Y를 각각\nX: 밀었다)\nY: 넘어졌다\n라고 할 때 X와 Y 사이의 관계를\n${two}`,
    '예',
    ['예', '아니오'],
  ),
  asked(
    'kbl_reasoning_statement_consistency_qa',
    { ...yesNo, statement1: '갔다', statement2: '안 갔다', label: 'A' },
    `### 질문: 물음?\n진술1: 갔다\n진술2: 안 갔다\n${two}`,
    '예',
    ['예', '아니오'],
  ),
  {
    ...asked(
      'bar_exam_civil_2012',
      { ...abcde, E: null, gt: 'D' },
      "### 질문: 물음?\n다음 각 선택지를 읽고 A, B, C, D, E 중 하나를 선택하여 '답변: A' 와 같이 단답식으로 답해 주세요.\nA. 가\nB. 나\nC. 다\nD. 라\nE. None\n### 답변:",
      '라',
      [...three, '라'],
    ),
    form: 'as lm-eval asks bar examinations',
    params: { form: 'lm_eval' },
  },
  {
    ...asked(
      'bar_exam_responsibility_2010',
      { ...abc, D: '라', gt: 'D' },
      "### 질문: 물음?\n다음 각 선택지를 읽고 A, B, C, D 중 하나를 선택하여 '답변: A' 와 같이 단답식으로 답해 주세요.\nA. 가\nB. 나\nC. 다\nD. 라\n### 답변:",
      '라',
      [...three, '라'],
    ),
    form: 'as lm-eval asks that of responsibility',
    params: { form: 'lm_eval' },
  },
];
