import type { Compat, DatasetPlugin } from '../core/plugin.js';
import { strip } from '../prompts/python-text.js';
import { type HubBenchmark, hubDataset } from './hub-dataset.js';
import { type HubOptions, hubOptions } from './hub-options.js';
import { type KmmluRow, kmmluAnswer, kmmluCitation, kmmluRow, kmmluSubjects } from './kmmlu-subjects.js';
import { promptTemplate } from './prompt-template.js';
import { noChoice } from './row-schema.js';

const template =
  '다음은 객관식 문제입니다. 당신의 추론 과정을 간결하게 요약한 후, "따라서, 정답은: X"라고 결론지으십시오. ' +
  '여기서 X는 (A), (B), (C), (D) 중 하나입니다.\n\n질문: {question}\nA. {choice_A}\nB. {choice_B}\nC. {choice_C}\nD. {choice_D}';

const choices = ['(A)', '(B)', '(C)', '(D)'];

export const plugin: DatasetPlugin<HubOptions> = {
  name: 'kmmlu',
  summary: 'KMMLU: Korean exams in 45 subjects, four choices each',
  options: hubOptions,
  defaultSplit: 'test',
  fewShotSplit: 'dev',
  splits: ['train', 'dev', 'test'],
  subsets: kmmluSubjects,
  rows: 35_030,
  license: 'cc-by-nd-4.0',
  homepage: 'https://huggingface.co/datasets/HAERAE-HUB/KMMLU',
  citation: kmmluCitation,
  create: (options, request) => hubDataset(benchmark(options.basePromptTemplate, request.compat), options, request),
};

function benchmark(userTemplate: string | undefined, compat: Compat): HubBenchmark<KmmluRow> {
  const prompt = promptTemplate(userTemplate || template, 'question', 'choice_A', 'choice_B', 'choice_C', 'choice_D');
  return {
    name: 'kmmlu',
    repo: 'HAERAE-HUB/KMMLU',
    subsets: kmmluSubjects,
    splits: ['train', 'dev', 'test'],
    defaultSplit: 'test',
    row: kmmluRow,
    toSample: (found, place) => ({
      id: `${place.subset ?? 'kmmlu'}-${place.number}`,
      input: prompt.fill({
        question: strip(found.question.replaceAll('### 정답', '')),
        choice_A: strip(found.A),
        choice_B: strip(found.B),
        choice_C: strip(found.C),
        choice_D: strip(found.D),
      }),
      target: {
        kind: 'choice',
        choices,
        answer: compat === 'hret' ? ancestorsAnswer(found) : kmmluAnswer(found, place),
      },
      ...(place.subset === undefined ? {} : { group: place.subset }),
    }),
  };
}

/** The ancestor took a missing answer for (A), and one out of range for an empty text, which no option is. */
function ancestorsAnswer({ answer }: KmmluRow): number {
  if (!answer) return 0;
  return answer >= 1 && answer <= 4 ? answer - 1 : noChoice;
}
