import { z } from 'zod';
import type { Compat, DatasetPlugin } from '../core/plugin.js';
import { strip } from '../prompts/python-text.js';
import { cellError } from '../sources/cell.js';
import type { Row } from '../sources/row.js';
import { toJson } from '../util/to-json.js';
import { choiceLines } from './choice-lines.js';
import { type HubBenchmark, hubDataset, type RowPlace } from './hub-dataset.js';
import { hubOptions } from './hub-options.js';
import { kblDescription, kblExamTemplates, kblTemplates } from './kbl-templates.js';
import { promptTemplate } from './prompt-template.js';
import { noChoice, text, written } from './row-schema.js';

const template = 'Question: {question}\nChoices: {choices}';

const years = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, count) => first + count);
const subsets = [
  ...['civil', 'criminal', 'public'].flatMap((field) => years(2012, 2025).map((year) => `bar_exam_${field}_${year}`)),
  ...years(2010, 2023).map((year) => `bar_exam_responsibility_${year}`),
];
const otherSubsets = Object.keys(kblTemplates);
const splits = ['test'];
const letters = ['A', 'B', 'C', 'D', 'E'] as const;

const cell = text.nullish();
const row = z.looseObject({ question: written, A: cell, B: cell, C: cell, D: cell, E: cell, gt: cell, label: cell });
type KblRow = z.output<typeof row>;

const options = hubOptions.extend({
  form: z
    .enum(['hret', 'lm_eval'])
    .default('hret')
    .describe('how bar examinations are asked; the other subsets are always asked as lm-eval asks them'),
  description: z
    .boolean()
    .default(true)
    .describe("false: without the sentence lm-eval puts in front, for those who send it as the model's systemMessage"),
});
type Options = z.output<typeof options>;

export const plugin: DatasetPlugin<Options> = {
  name: 'kbl',
  summary: 'KBL: Korean law: 56 bar examinations; by name also 7 subsets of legal knowledge and 4 of legal reasoning',
  options,
  defaultSplit: 'test',
  splits,
  subsets: [...subsets, ...otherSubsets],
  license: 'cc-by-nc-4.0',
  homepage: 'https://huggingface.co/datasets/lbox/kbl',
  citation:
    'Kim et al.: Developing a Pragmatic Benchmark for Assessing Korean Legal Language Understanding in Large Language Models. Findings of EMNLP 2024, 5573–5595',
  create: (given, request) => hubDataset(benchmark(given, request.compat), given, request),
};

function benchmark({ basePromptTemplate, form, description }: Options, compat: Compat): HubBenchmark<KblRow> {
  // An empty template means the default one.
  const own = promptTemplate(basePromptTemplate || template, 'question', 'choices');
  const before = description ? kblDescription : '';
  return {
    name: 'kbl',
    repo: 'lbox/kbl',
    subsets,
    otherSubsets,
    isGrowing: true,
    splits,
    defaultSplit: 'test',
    row,
    toSample(found, place) {
      const there = letters.filter((letter) => !isMissing(found[letter]));
      const choices = there.map((letter) => strip(String(found[letter])));
      const published = basePromptTemplate ? undefined : publishedTemplate(place.subset ?? '', form);
      const values = { question: strip(found.question), choices: choiceLines(choices) };
      const input = published === undefined ? own.fill(values) : before + publishedInput(published, found, place);
      return {
        id: `${place.subset ?? 'kbl'}-${place.number}`,
        input,
        target: { kind: 'choice', choices, answer: compat === 'hret' ? noChoice : answerOf(found, there, place) },
        ...(place.subset === undefined ? {} : { group: place.subset }),
        ...(found.meta === undefined ? {} : { metadata: { meta: toJson(found.meta) } }),
      };
    },
  };
}

function isMissing(choice: string | null | undefined): boolean {
  return choice === null || choice === undefined || strip(choice) === '';
}

/** The key is a letter. The ancestor compared it with the texts of the choices, so no answer was ever right. */
function answerOf({ gt, label }: KblRow, there: readonly string[], { where }: RowPlace): number {
  const column = gt === null || gt === undefined ? 'label' : 'gt';
  const key = strip((column === 'gt' ? gt : label) ?? '');
  const answer = there.indexOf(key.replace(/^\((.)\)$/, '$1').toUpperCase());
  if (answer !== -1) return answer;
  throw cellError({ value: key, column, where }, `is ${JSON.stringify(key)}; expected one of ${there.join(', ')}.`);
}

/** The template of the harness, where it is the one to ask by. */
function publishedTemplate(subset: string, form: Options['form']): string | undefined {
  const family = kblTemplates[subset];
  if (family !== undefined || form === 'hret') return family;
  return subset.startsWith('bar_exam_responsibility') ? kblExamTemplates.four : kblExamTemplates.five;
}

/** Columns that a template names are in the rows; a fifth choice that is null is `None`, as in Jinja. */
function publishedInput(published: string, found: Row, { where }: RowPlace): string {
  return published.replace(/\{(\w+)\}/g, (_, column: string) => {
    const value = found[column];
    if (value === null && column === 'E') return 'None';
    if (value !== undefined) return String(value);
    throw cellError({ value, column, where }, 'has no value.');
  });
}
