import { z } from 'zod';
import type { Compat, DatasetPlugin } from '../core/plugin.js';
import { strip } from '../prompts/python-text.js';
import { cellError } from '../sources/cell.js';
import { choiceLines } from './choice-lines.js';
import { type HubBenchmark, hubDataset, type RowPlace } from './hub-dataset.js';
import { type HubOptions, hubOptions } from './hub-options.js';
import { promptTemplate } from './prompt-template.js';
import { noChoice, said, wholeNumber, written } from './row-schema.js';

const template =
  'The following is a multiple-choice question about specialized medical knowledge. ' +
  'Choose the most appropriate answer from the options provided.\n\nQuestion: {question}\n\n{choices_str}';

const subsets = ['dentist', 'doctor', 'nurse', 'pharm'];
const splits = ['train', 'dev', 'test', 'fewshot'];

const row = z.object({
  question: written,
  A: written,
  B: written,
  C: written,
  D: written,
  E: written,
  /** Counts from 1. */
  answer: wholeNumber,
  cot: said,
});
type KorMedRow = z.output<typeof row>;

export const plugin: DatasetPlugin<HubOptions> = {
  name: 'kormedmcqa',
  aliases: ['kormedqa'],
  summary: 'KorMedMCQA: licensing examinations of dentists, doctors, nurses and pharmacists, five choices each',
  options: hubOptions,
  defaultSplit: 'test',
  fewShotSplit: 'fewshot',
  splits,
  subsets,
  rows: 3009,
  license: 'cc-by-nc-2.0',
  homepage: 'https://huggingface.co/datasets/sean0042/KorMedMCQA',
  citation:
    'Kweon et al.: KorMedMCQA: Multi-Choice Question Answering Benchmark for Korean Healthcare Professional Licensing Examinations. arXiv 2403.01469, 2024',
  create: (options, request) => hubDataset(benchmark(options.basePromptTemplate, request.compat), options, request),
};

function benchmark(userTemplate: string | undefined, compat: Compat): HubBenchmark<KorMedRow> {
  const prompt = promptTemplate(userTemplate || template, 'question', 'choices_str');
  return {
    name: 'kormedmcqa',
    repo: 'sean0042/KorMedMCQA',
    subsets,
    isGrowing: true,
    splits,
    defaultSplit: 'test',
    row,
    toSample(found, place) {
      const choices = [found.A, found.B, found.C, found.D, found.E].map(strip);
      return {
        id: `${place.subset ?? 'kormedmcqa'}-${place.number}`,
        input: prompt.fill({ question: strip(found.question), choices_str: choiceLines(choices) }),
        target: { kind: 'choice', choices, answer: answerOf(found, place, compat) },
        ...(place.subset === undefined ? {} : { group: place.subset }),
        ...(found.cot ? { metadata: { cot: found.cot } } : {}),
      };
    },
  };
}

function answerOf({ answer }: KorMedRow, { where }: RowPlace, compat: Compat): number {
  if (answer >= 1 && answer <= 5) return answer - 1;
  if (compat === 'hret') return noChoice;
  throw cellError({ value: answer, column: 'answer', where }, `is ${answer}; expected 1, 2, 3, 4 or 5.`);
}
