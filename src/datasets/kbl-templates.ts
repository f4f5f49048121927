/**
 * What the Language Model Evaluation Harness puts in front of every question of KBL (`description` in tasks/kbl; the system
 * message under a chat template). It ends in a backslash and an n: the YAML is in single quotes.
 */
export const kblDescription = '당신은 사용자의 질문에 친절하고 논리적으로 답변해 주는 법률 전문가 챗봇 입니다.\\n';

/**
 * How the harness asks the bar examinations. One of professional responsibility has four choices; the others have five, and a
 * fifth that the row lacks is `None`.
 */
const exam = (letters: string, lines: string) =>
  `### 질문: {question}\n다음 각 선택지를 읽고 ${letters} 중 하나를 선택하여 '답변: A' 와 같이 단답식으로 답해 주세요.\n${lines}### 답변:`;
const four = 'A. {A}\nB. {B}\nC. {C}\nD. {D}\n';
export const kblExamTemplates = {
  four: exam('A, B, C, D', four),
  five: exam('A, B, C, D, E', `${four}E. {E}\n`),
};

/**
 * How the harness asks the subsets of KBL that are no bar examinations (tasks/kbl). The two apostrophes on each side of
 * 답변: A are its own.
 */
const abc =
  "### 질문: {question}\nA. {A}\nB. {B}\nC. {C}\n'A', 'B', 'C' 중 하나를 선택하여 ''답변: A'' 와 같이 단답식으로 답해 주세요.";
const five = '### 질문: {question}\nA. {A}\nB. {B}\nC. {C}\nD. {D}\nE. {E}\n';
const short = "''답변: A'' 와 같이 단답식으로 답해 주세요.";
const two = "A: {A}, B: {B}\n중 하나를 선택하여 '답변: A'과 같이 단답식으로 답해주세요.";

/** By subset; `{name}` is a column. */
export const kblTemplates: Readonly<Record<string, string>> = {
  kbl_knowledge_common_legal_mistake_qa: abc,
  kbl_knowledge_common_legal_mistake_qa_reasoning: abc,
  kbl_knowledge_legal_concept_qa: `${five}'A', 'B', 'C', 'D', 'E' 중 하나를 선택하여 ${short}`,
  kbl_knowledge_offense_component_qa:
    "### 질문: {question}\n다음 각 선택지를 읽고 선택지 중 하나를 골라 ''답변: A'' 와 같이 단답식으로 답해 주세요. ### 선택지: A. {A}\nB. {B}.",
  kbl_knowledge_query_and_statute_matching_qa: `${five}A, B, C, D, E 중 하나를 선택하여 ${short}`,
  kbl_knowledge_statute_hallucination_qa: `### 질문: {question}\nA. {A}\nB. {B}\nC. {C}\nD. {D}\n'A', 'B', 'C', 'D' 중 하나를 선택하여 ${short}`,
  kbl_knowledge_statute_number_and_content_matching_qa: `${five} A, B, C, D, E 중 하나를 선택하여 ${short}`,
  kbl_reasoning_case_relevance_qa_p:
    '### 질문: {question}\n\n[첫번째 판결문 상고인]\n{query_case_appellant}\n[첫번째 판결문 사실관계]\n{query_case_fact}\n' +
    '[첫번째 판결문 당사자들의 주장]\n{query_case_claim}\n[첫번째 판결문 판사의 의견]\n{query_case_judicial_opinion}\n\n' +
    '[두번째 판결문 상고인]\n{retrieved_case_appellant}\n[두번째 판결문 사실관계]\n{retrieved_case_fact}\n' +
    `[두번째 판결문 당사자들의 주장]\n{retrieved_case_claim}\n[두번째 판결문 판사의 의견]\n{retrieved_case_judicial_opinion}\n\n${two}`,
  kbl_reasoning_case_relevance_qa_q:
    '### 질문: {question}\n[의뢰인의 주장]\n{query}\n\n[판결문]\n- 상고인\n{retrieved_case_appellant}\n- 사실관계\n{retrieved_case_fact}\n' +
    `- 당사자들의 주장\n{retrieved_case_claim}\n- 판사의 의견\n{retrieved_case_judicial_opinion}\n\n${two}`,
  kbl_reasoning_causal_reasoning_qa:
    '### 질문: {question}\n검사의 공소사실: {facts_charged}\n피고인의 주장: {defendant_claim}\n증거: {facts_accepted}\n' +
    `X, Y를 각각\nX: {cause})\nY: {effect}\n라고 할 때 X와 Y 사이의 관계를\n${two}`,
  kbl_reasoning_statement_consistency_qa: `### 질문: {question}\n진술1: {statement1}\n진술2: {statement2}\n${two}`,
};
