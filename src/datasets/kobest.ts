import { z } from 'zod';
import type { DatasetPlugin } from '../core/plugin.js';
import type { Sample } from '../core/sample.js';
import { strip } from '../prompts/python-text.js';
import { cellError } from '../sources/cell.js';
import { choiceLines } from './choice-lines.js';
import { type HubBenchmark, hubDataset, type RowPlace } from './hub-dataset.js';
import { hubOptions } from './hub-options.js';
import { text, wholeNumber, written } from './row-schema.js';
import { sharing } from './sharing.js';

const splits = ['train', 'validation', 'test'];
const label = wholeNumber;

/** A question as lm-eval asks it (tasks/kobest, version 1.0), and its choices. */
interface Asked {
  readonly input: string;
  readonly choices: readonly string[];
  readonly label: number;
  readonly passage?: string;
}

const noYes = ['아니오', '예'];

// One schema for each subset: no two have the same columns.
const boolq = z.object({ paragraph: written, question: written, label }).transform(
  (row): Asked => ({
    input: `${row.paragraph} 질문: ${row.question} 답변: `,
    choices: noYes,
    label: row.label,
    passage: row.paragraph,
  }),
);
const copa = z
  .object({
    premise: written,
    question: text.transform(strip).pipe(z.enum(['원인', '결과'], { error: 'is neither 원인 nor 결과' })),
    alternative_1: written,
    alternative_2: written,
    label,
  })
  .transform(
    (row): Asked => ({
      // Two spaces: the connector brings its own.
      input: `${row.premise} ${row.question === '원인' ? ' 왜냐하면' : ' 그래서'}`,
      choices: [row.alternative_1, row.alternative_2],
      label: row.label,
    }),
  );
const hellaswag = z
  .object({ context: written, ending_1: written, ending_2: written, ending_3: written, ending_4: written, label })
  .transform(
    (row): Asked => ({
      input: `문장: ${row.context}`,
      choices: [row.ending_1, row.ending_2, row.ending_3, row.ending_4],
      label: row.label,
    }),
  );
const sentineg = z
  .object({ sentence: written, label })
  .transform((row): Asked => ({ input: `문장: ${row.sentence} 긍부정:`, choices: ['부정', '긍정'], label: row.label }));
const wic = z.object({ word: written, context_1: written, context_2: written, label }).transform(
  (row): Asked => ({
    input: `문장1: ${row.context_1} 문장2: ${row.context_2} 두 문장에서 ${row.word}가 같은 뜻으로 쓰였나?`,
    choices: noYes,
    label: row.label,
  }),
);

const schemas = { boolq, copa, hellaswag, sentineg, wic };
const subsets = Object.keys(schemas);

const options = hubOptions.omit({ basePromptTemplate: true }).extend({
  showChoices: z
    .boolean()
    .default(false)
    .describe('put the choices under the question, for models that answer in text; not the published form'),
});
type Options = z.output<typeof options>;

export const plugin: DatasetPlugin<Options> = {
  name: 'kobest',
  summary: 'KoBEST: yes/no, causes, endings, sentiment and word senses; made for log_likelihood (see showChoices)',
  options,
  defaultSplit: 'test',
  fewShotSplit: 'train',
  fewShotInstruction: '',
  fewShotExampleTemplate: '{input} {reference}\n\n',
  splits,
  subsets,
  rows: 4561,
  license: 'cc-by-sa-4.0',
  homepage: 'https://huggingface.co/datasets/skt/kobest_v1',
  citation: 'Jang et al.: KoBEST: Korean Balanced Evaluation of Significant Tasks. COLING 2022, 3697–3708',
  create: (given, request) => hubDataset(benchmark(given), given, request),
};

function benchmark({ showChoices }: Options): HubBenchmark<Asked> {
  return {
    name: 'kobest',
    repo: 'skt/kobest_v1',
    subsets,
    splits,
    defaultSplit: 'test',
    row: (subset) => schemas[subset as keyof typeof schemas],
    toSample: (asked, place) => sampleOf(asked, place, showChoices),
  };
}

function sampleOf(asked: Asked, place: RowPlace, showChoices: boolean): Sample {
  const { choices, label: answer } = asked;
  if (choices[answer] === undefined) {
    const known = choices.map((_, index) => index).join(', ');
    throw cellError({ value: answer, column: 'label', where: place.where }, `is ${answer}; expected one of ${known}.`);
  }
  const shown = showChoices ? `${asked.input.trimEnd()}\n${choiceLines(choices)}\n정답:` : asked.input;
  return {
    id: `${place.subset ?? 'kobest'}-${place.number}`,
    input: shown,
    target: { kind: 'choice', choices, answer },
    ...(place.subset === undefined ? {} : { group: place.subset }),
    ...sharing(asked.passage),
  };
}
