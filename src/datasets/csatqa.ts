import { z } from 'zod';
import type { DatasetPlugin } from '../core/plugin.js';
import { cellError } from '../sources/cell.js';
import { type HubBenchmark, hubDataset } from './hub-dataset.js';
import { type HubOptions, hubOptions } from './hub-options.js';
import { promptTemplate } from './prompt-template.js';
import { text, wholeNumber, written } from './row-schema.js';
import { sharing } from './sharing.js';

/** As the Language Model Evaluation Harness asks it (tasks/csatqa, version 0.0). */
const template =
  '다음을 읽고 정답으로 알맞은 것을 고르시요.\n### Context: {context}\n### Question: {question}\n### Options:\n' +
  '(1) {option1}\n(2) {option2}\n(3) {option3}\n(4) {option4}\n(5) {option5}\n### Answer: 주어진 문제의 정답은';

const choices = ['(1)', '(2)', '(3)', '(4)', '(5)'];
const subsets = ['GR', 'LI', 'RCH', 'RCS', 'RCSS', 'WR'];
const splits = ['test'];

const row = z.object({
  context: text,
  question: written,
  'option#1': text,
  'option#2': text,
  'option#3': text,
  'option#4': text,
  'option#5': text,
  /** Counts from 1. */
  gold: wholeNumber,
});
type CsatRow = z.output<typeof row>;

export const plugin: DatasetPlugin<HubOptions> = {
  name: 'csatqa',
  summary:
    'CSAT-QA: grammar, literature, reading and writing of the university entrance examination, five choices each',
  options: hubOptions,
  defaultSplit: 'test',
  fewShotInstruction: '',
  fewShotExampleTemplate: '{input} {reference}\n\n',
  splits,
  subsets,
  rows: 187,
  homepage: 'https://huggingface.co/datasets/HAERAE-HUB/csatqa',
  citation: 'HAE-RAE: CSAT-QA, 2023 (no paper)',
  create: (options, request) => hubDataset(benchmark(options.basePromptTemplate), options, request),
};

function benchmark(userTemplate: string | undefined): HubBenchmark<CsatRow> {
  const optionNames = choices.map((_, place) => `option${place + 1}`);
  const prompt = promptTemplate(userTemplate || template, 'question', 'context', ...optionNames);
  return {
    name: 'csatqa',
    repo: 'HAERAE-HUB/csatqa',
    subsets,
    splits,
    defaultSplit: 'test',
    row,
    toSample(found, { subset, number, where }) {
      const { gold, context, question } = found;
      if (gold < 1 || gold > 5)
        throw cellError({ value: gold, column: 'gold', where }, `is ${gold}; expected 1, 2, 3, 4 or 5.`);
      return {
        id: `${subset ?? 'csatqa'}-${number}`,
        input: prompt.fill({
          context,
          question,
          option1: found['option#1'],
          option2: found['option#2'],
          option3: found['option#3'],
          option4: found['option#4'],
          option5: found['option#5'],
        }),
        target: { kind: 'choice', choices, answer: gold - 1 },
        ...(subset === undefined ? {} : { group: subset }),
        ...sharing(context),
      };
    },
  };
}
