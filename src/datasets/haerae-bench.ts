import { z } from 'zod';
import type { Compat, DatasetPlugin } from '../core/plugin.js';
import { strip } from '../prompts/python-text.js';
import { cellError } from '../sources/cell.js';
import { type HubBenchmark, hubDataset, type RowPlace } from './hub-dataset.js';
import { type HubOptions, hubOptions } from './hub-options.js';
import { promptTemplate } from './prompt-template.js';
import { noChoice, text, written } from './row-schema.js';
import { sharing } from './sharing.js';

const template =
  '다음은 객관식 문제입니다. 당신의 추론 과정을 간결하게 요약한 후, "따라서, 정답은: X"라고 결론지으십시오. ' +
  '여기서 X는 (A), (B), (C), (D), (E) 중 하나입니다. {query}';

const choices = ['(A)', '(B)', '(C)', '(D)', '(E)'];

// Few-shot examples are taken from the front, so the order matters.
const subsets = (
  'correct_definition_matching csat_geo csat_law csat_socio date_understanding general_knowledge history loan_words ' +
  'lyrics_denoising proverbs_denoising rare_words standard_nomenclature reading_comprehension'
).split(' ');
const splits = ['test'];

/** `query` holds the choices too. */
const row = z.object({ query: written, answer: text });
type HaeraeRow = z.output<typeof row>;

export const plugin: DatasetPlugin<HubOptions> = {
  name: 'haerae_bench',
  aliases: ['haerae'],
  summary: 'HAE-RAE Bench 1.1: Korean language, culture and general knowledge in 13 subsets, up to five choices each',
  options: hubOptions,
  defaultSplit: 'test',
  splits,
  subsets,
  license: 'cc-by-nc-nd-4.0',
  homepage: 'https://huggingface.co/datasets/HAERAE-HUB/HAE_RAE_BENCH_1.1',
  citation: 'Son et al.: HAE-RAE Bench: Evaluation of Korean Knowledge in Language Models. LREC-COLING 2024, 7993–8007',
  create: (options, request) => hubDataset(benchmark(options.basePromptTemplate, request.compat), options, request),
};

function benchmark(userTemplate: string | undefined, compat: Compat): HubBenchmark<HaeraeRow> {
  // An empty template asks for the bare query.
  const prompt = promptTemplate((userTemplate ?? template) || '{query}', 'query');
  return {
    name: 'haerae_bench',
    repo: 'HAERAE-HUB/HAE_RAE_BENCH_1.1',
    subsets,
    splits,
    defaultSplit: 'test',
    row,
    toSample: (found, place) => ({
      id: `${place.subset ?? 'haerae_bench'}-${place.number}`,
      input: prompt.fill({ query: strip(found.query.replaceAll('### 정답', '')) }),
      target: { kind: 'choice', choices, answer: answerOf(found, place, compat) },
      ...(place.subset === undefined ? {} : { group: place.subset }),
      ...sharing(passageIn(found.query)),
    }),
  };
}

/** What stands between the two headings of a reading comprehension; other subsets have no passage. */
function passageIn(query: string): string | undefined {
  const [, passage] = query.split(/^### ?지문 ?:/m, 2);
  const end = passage?.search(/^### ?질문 ?:/m) ?? -1;
  return end === -1 ? undefined : passage?.slice(0, end);
}

function answerOf({ answer }: HaeraeRow, { where }: RowPlace, compat: Compat): number {
  const index = choices.indexOf(strip(answer));
  if (index !== -1) return index;
  if (compat === 'hret') return noChoice;
  throw cellError(
    { value: answer, column: 'answer', where },
    `is ${JSON.stringify(answer)}; expected one of ${choices.join(', ')}.`,
  );
}
