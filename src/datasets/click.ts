import { z } from 'zod';
import type { Compat, DatasetPlugin } from '../core/plugin.js';
import { strip } from '../prompts/python-text.js';
import { cellError } from '../sources/cell.js';
import { choiceLines } from './choice-lines.js';
import { type HubBenchmark, hubDataset, type RowPlace } from './hub-dataset.js';
import { type HubOptions, hubOptions } from './hub-options.js';
import { promptTemplate } from './prompt-template.js';
import { listOf, noChoice, text, written } from './row-schema.js';
import { sharing } from './sharing.js';

const template = 'Paragraph: {paragraph}\nQuestion: {question}\nChoices: {choices}';
const splits = ['train'];

const row = z.object({
  id: written,
  paragraph: text.nullish(),
  question: written,
  choices: listOf(written, 2),
  /** The text of the right choice. */
  answer: text,
});
type ClickRow = z.output<typeof row>;

export const plugin: DatasetPlugin<HubOptions> = {
  name: 'click',
  summary: 'CLIcK: 1,995 questions on Korean culture and language; the hub has them all in the split "train"',
  options: hubOptions,
  defaultSplit: 'train',
  splits,
  rows: 1995,
  // The card on the hub has none; this is what BenchHub, by the same first author, lists for it.
  license: 'cc-by-nd-4.0',
  homepage: 'https://huggingface.co/datasets/EunsuKim/CLIcK',
  citation:
    'Kim et al.: CLIcK: A Benchmark Dataset of Cultural and Linguistic Intelligence in Korean. LREC-COLING 2024, 3335–3346',
  create: (options, request) => hubDataset(benchmark(options.basePromptTemplate, request.compat), options, request),
};

function benchmark(userTemplate: string | undefined, compat: Compat): HubBenchmark<ClickRow> {
  const prompt = promptTemplate(userTemplate || template, 'question', 'paragraph', 'choices', 'choices_str');
  return {
    name: 'click',
    repo: 'EunsuKim/CLIcK',
    splits,
    defaultSplit: 'train',
    row,
    toSample: (found, place) => ({
      id: found.id,
      input: prompt.fill({
        paragraph: strip(found.paragraph ?? ''),
        question: strip(found.question),
        choices: strip(found.choices.join(', ')),
        choices_str: choiceLines(found.choices),
      }),
      target: { kind: 'choice', choices: found.choices, answer: answerOf(found, place, compat) },
      group: groupOf(found.id),
      ...sharing(found.paragraph),
    }),
  };
}

/** The exam and subject in front of the numbers: `KIIP_economy_1` is of `KIIP_economy`, `CSAT_korean_13_11` of `CSAT_korean`. */
function groupOf(id: string): string {
  return id.replace(/(_\d+)+$/, '');
}

/** The first choice with the text of the answer; the two may be composed differently (NFC, NFD). */
function answerOf({ answer, choices }: ClickRow, { where }: RowPlace, compat: Compat): number {
  const index = choices.findIndex((choice) => comparable(choice) === comparable(answer));
  if (index !== -1 || compat === 'hret') return index === -1 ? noChoice : index;
  throw cellError(
    { value: answer, column: 'answer', where },
    `is ${JSON.stringify(answer)}, which is none of: ${choices.join(', ')}.`,
  );
}

function comparable(choice: string): string {
  return strip(choice).normalize('NFC');
}
