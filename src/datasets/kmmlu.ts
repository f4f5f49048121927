import { z } from 'zod';
import type { Compat, DatasetPlugin } from '../core/plugin.js';
import { strip } from '../prompts/python-text.js';
import { cellError } from '../sources/cell.js';
import { type HubBenchmark, hubDataset, type RowPlace } from './hub-dataset.js';
import { type HubOptions, hubOptions } from './hub-options.js';
import { promptTemplate } from './prompt-template.js';
import { noChoice, text, wholeNumber, written } from './row-schema.js';

const template =
  '다음은 객관식 문제입니다. 당신의 추론 과정을 간결하게 요약한 후, "따라서, 정답은: X"라고 결론지으십시오. ' +
  '여기서 X는 (A), (B), (C), (D) 중 하나입니다.\n\n질문: {question}\nA. {choice_A}\nB. {choice_B}\nC. {choice_C}\nD. {choice_D}';

const choices = ['(A)', '(B)', '(C)', '(D)'];

// Few-shot examples are taken from the front, so the order matters.
const subsets = (
  'Accounting Agricultural-Sciences Aviation-Engineering-and-Maintenance Biology Chemical-Engineering ' +
  'Chemistry Civil-Engineering Computer-Science Construction Criminal-Law Ecology Economics Education ' +
  'Electrical-Engineering Electronics-Engineering Energy-Management Environmental-Science Fashion ' +
  'Food-Processing Gas-Technology-and-Engineering Geomatics Health Industrial-Engineer ' +
  'Information-Technology Interior-Architecture-and-Design Law Machine-Design-and-Manufacturing Management ' +
  'Maritime-Engineering Marketing Materials-Engineering Mechanical-Engineering Nondestructive-Testing Patent ' +
  'Political-Science-and-Sociology Psychology Public-Safety Railway-and-Automotive-Engineering Real-Estate ' +
  'Refrigerating-Machinery Social-Welfare Taxation Telecommunications-and-Wireless-Technology Korean-History ' +
  'Math'
).split(' ');

const row = z.object({
  question: text,
  A: written,
  B: written,
  C: written,
  D: written,
  /** Counts from 1. */
  answer: z.preprocess((value) => (value === '' ? null : value), wholeNumber.nullish()),
});
type KmmluRow = z.output<typeof row>;

export const plugin: DatasetPlugin<HubOptions> = {
  name: 'kmmlu',
  summary: 'KMMLU: Korean exams in 45 subjects, four choices each',
  options: hubOptions,
  defaultSplit: 'test',
  fewShotSplit: 'dev',
  splits: ['train', 'dev', 'test'],
  subsets,
  license: 'cc-by-nd-4.0',
  homepage: 'https://huggingface.co/datasets/HAERAE-HUB/KMMLU',
  create: (options, request) => hubDataset(benchmark(options.basePromptTemplate, request.compat), options, request),
};

function benchmark(userTemplate: string | undefined, compat: Compat): HubBenchmark<KmmluRow> {
  const prompt = promptTemplate(userTemplate || template, 'question', 'choice_A', 'choice_B', 'choice_C', 'choice_D');
  return {
    name: 'kmmlu',
    repo: 'HAERAE-HUB/KMMLU',
    subsets,
    splits: ['train', 'dev', 'test'],
    defaultSplit: 'test',
    row,
    toSample: (found, place) => ({
      id: `${place.subset ?? 'kmmlu'}-${place.number}`,
      input: prompt.fill({
        question: strip(found.question.replaceAll('### 정답', '')),
        choice_A: strip(found.A),
        choice_B: strip(found.B),
        choice_C: strip(found.C),
        choice_D: strip(found.D),
      }),
      target: { kind: 'choice', choices, answer: compat === 'hret' ? ancestorsAnswer(found) : answerOf(found, place) },
      ...(place.subset === undefined ? {} : { group: place.subset }),
    }),
  };
}

function answerOf({ answer }: KmmluRow, { where }: RowPlace): number {
  if (answer !== null && answer !== undefined && answer >= 1 && answer <= 4) return answer - 1;
  throw cellError({ value: answer, column: 'answer', where }, `is ${answer ?? 'empty'}; expected 1, 2, 3 or 4.`);
}

/** The ancestor took a missing answer for (A), and one out of range for an empty text, which no option is. */
function ancestorsAnswer({ answer }: KmmluRow): number {
  if (!answer) return 0;
  return answer >= 1 && answer <= 4 ? answer - 1 : noChoice;
}
