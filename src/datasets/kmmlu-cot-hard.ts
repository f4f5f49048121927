import { z } from 'zod';
import type { DatasetPlugin } from '../core/plugin.js';
import { hubDataset } from './hub-dataset.js';
import { hubOptions } from './hub-options.js';
import { cotExamples } from './kmmlu-cot-examples.js';
import { type KmmluForm, kmmluBenchmark, kmmluFacts, kmmluPrompt } from './kmmlu-harness.js';
import { kmmluHardSubjects } from './kmmlu-subjects.js';

/** How the prompt names each subject, in the order of the subjects. */
const names = (
  '회계학,농업 과학,항공 공학,생물학,화학 공학,화학,토목 공학,컴퓨터 공학,건설,형법,생태학,경제학,교육학,전기 공학,전자 공학,' +
  '에너지 관리,환경 과학,의류학,식품 처리,가스 기술 공학,기하학,건강학,산업 공학,정보 기술,건축 디자인,법학,기계 디자인 제조,' +
  '경영학,해양 공학,마케팅,재료 공학,기계 공학,비파괴 검사,특허법,정치 사회,심리학,공공 안전,철도 공학,부동산,냉동 기계,' +
  '사회 복지,세법,무선 정보통신,한국사,수학'
).split(',');

const form: KmmluForm = {
  name: 'kmmlu_cot_hard',
  summary:
    "KMMLU-HARD with reasoning, as lm-eval's kmmlu_cot_hard asks it; numFewShot 5 shows its written-out examples",
  data: 'KMMLU-HARD',
  template:
    '{question}\nA.{A}\nB.{B}\nC.{C}\nD.{D}\n정답: 차근 차근 생각해봅시다. {subject} 관련 정보를 위해 위키피디아를 참조하겠습니다.',
  subjectNames: new Map(kmmluHardSubjects.map((subject, place) => [subject, names[place] ?? subject])),
};

const options = hubOptions.extend({
  harnessPath: z
    .string()
    .min(1)
    .optional()
    .describe('a copy of lm-evaluation-harness, where the examples need not be downloaded'),
});
type Options = z.output<typeof options>;

const facts = kmmluFacts(form);

/** The examples are a split of their own, `cot`, which has no questions to ask. */
export const plugin: DatasetPlugin<Options> = {
  ...facts,
  options,
  fewShotSplit: 'cot',
  create(given, request) {
    const { harnessPath, basePromptTemplate } = given;
    if (request.split === 'cot') return cotExamples(request, harnessPath, kmmluPrompt(form, basePromptTemplate));
    return hubDataset(kmmluBenchmark(form, basePromptTemplate), given, request);
  },
};
