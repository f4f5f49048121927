import { z } from 'zod';
import type { Dataset } from '../core/dataset.js';
import type { Compat, DatasetPlugin } from '../core/plugin.js';
import type { Sample, Target } from '../core/sample.js';
import { HretError } from '../errors.js';
import { cellError } from '../sources/cell.js';
import { PythonRandom } from '../util/python-random.js';
import { toJson } from '../util/to-json.js';
import { benchHubFilter, type Filters, filterOptions } from './benchhub-filter.js';
import { type HubBenchmark, hubDataset } from './hub-dataset.js';
import { hubOptions } from './hub-options.js';
import { promptTemplate } from './prompt-template.js';
import { noChoice, text } from './row-schema.js';

const splits = ['train'];
const template = '{query}\n{options_str}';

const texts = z.union([z.array(text.nullish()), text], { error: 'holds neither a text nor a list of texts' }).nullish();
const cell = texts.transform(cellText);
/** As the dataset viewer of BenchHub-Ko and -En has them, and `answer_str`, which the Python toolkit looks for first. */
const row = z.looseObject({
  prompt: cell,
  context: cell,
  options: texts.transform(optionList),
  answer_str: cell,
  answer: cell,
  reference: cell,
  benchmark_name: cell,
  problem_type: cell,
  task_type: cell,
  target_type: cell,
  subject_type: texts.transform(optionList),
  mcqa_meta: z.unknown().transform(anyText),
  original_category: cell,
  additional_info: z.unknown().transform(anyText),
  split: cell,
});
type BenchHubRow = z.output<typeof row>;

const options = hubOptions.extend({
  language: z.enum(['ko', 'en']).default('ko').describe('BenchHub-Ko or BenchHub-En'),
  ...filterOptions,
  sampleSize: z
    .int()
    .min(1)
    .optional()
    .describe("so many of the questions that are left, as Python's random.sample draws them"),
  seed: z.int().default(42).describe('of that draw'),
});
type Options = z.output<typeof options>;

export const plugin: DatasetPlugin<Options> = {
  name: 'benchhub',
  summary: 'BenchHub: questions of many benchmarks in Korean or English, chosen by subject, task, target and type',
  options,
  defaultSplit: 'train',
  splits,
  license: 'that of each benchmark in it',
  homepage: 'https://huggingface.co/datasets/BenchHub/BenchHub-Ko',
  citation:
    'Kim et al.: BenchHub: A Unified Benchmark Suite for Holistic and Customizable LLM Evaluation. arXiv 2506.00482, 2025',
  async create(given, request) {
    return drawn(await hubDataset(benchmark(given, request.compat), given, request), given);
  },
};

function benchmark(given: Options, compat: Compat): HubBenchmark<BenchHubRow> {
  const { language, basePromptTemplate } = given;
  const passes = benchHubFilter(given);
  // The ancestor showed the choices only where a template did.
  const shown = basePromptTemplate || (compat === 'hret' ? '{query}' : template);
  const question = /\{query\}/.test(shown) || !/\{prompt\}/.test(shown) ? 'query' : 'prompt';
  const prompt = promptTemplate(shown, question, 'query', 'options_str', ...Object.keys(row.shape));
  return {
    name: 'benchhub',
    repo: language === 'ko' ? 'BenchHub/BenchHub-Ko' : 'BenchHub/BenchHub-En',
    splits,
    defaultSplit: 'train',
    isSifted: true,
    row,
    toSample(found, { number, where }) {
      const metadata = metadataOf(found, language);
      if (!passes(metadata)) return undefined;
      const { prompt: asked, context, options: choices, benchmark_name } = found;
      const query = context === '' ? asked : `${context}\n${asked}`;
      if (query.trim() === '') throw cellError({ value: asked, column: 'prompt', where }, 'is empty.');
      const options_str = choices.map((choice, place) => `${place + 1}. ${choice}`).join('\n');
      const filled = prompt.fill({ ...columnTexts(found), query, options_str });
      return {
        id: `benchhub-${number}`,
        input: choices.length === 0 && !basePromptTemplate ? query : filled,
        target: targetOf(found, compat),
        group: benchmark_name || 'benchhub_default_subset',
        metadata,
      };
    },
  };
}

/** Every column as a template shows it: parts of a list with | between them. */
function columnTexts(found: BenchHubRow): Record<string, string> {
  const columns = Object.keys(row.shape) as (keyof typeof row.shape)[];
  return Object.fromEntries(columns.map((column) => [column, cellText(found[column])]));
}

function metadataOf(found: BenchHubRow, language: string): NonNullable<Sample['metadata']> {
  const { problem_type, task_type, target_type, subject_type, benchmark_name, mcqa_meta } = found;
  return {
    ...{ problem_type, task_type, target_type, subject_type, benchmark_name, mcqa_meta },
    original_category: found.original_category,
    additional_info: found.additional_info,
    original_split: found.split,
    language,
    original_benchhub_reference: found.reference,
  };
}

/** A choice question where the answer is the text of an option or its letter. A bare number could count from 0 or from 1. */
function targetOf({ options: choices, answer_str, answer, reference }: BenchHubRow, compat: Compat): Target {
  const key = answer_str || answer || reference;
  if (choices.length < 2) return { kind: 'text', accepted: [key] };
  const byText = choices.findIndex((choice) => comparable(choice) === comparable(key));
  if (byText !== -1) return { kind: 'choice', choices, answer: byText };
  if (compat === 'hret') return { kind: 'choice', choices, answer: noChoice };
  const letter = /^\(?([A-J])[).]?$/.exec(key.trim())?.[1];
  const byLetter = letter === undefined ? choices.length : letter.charCodeAt(0) - 65;
  if (byLetter < choices.length) return { kind: 'choice', choices, answer: byLetter, label: key.trim() };
  return { kind: 'text', accepted: [key] };
}

function comparable(choice: string): string {
  return choice.normalize('NFC').trim();
}

/** The questions that pass the filters, all of them or a draw. */
function drawn(whole: Dataset, given: Options): Dataset {
  const { sampleSize, seed } = given;
  async function* left(signal?: AbortSignal): AsyncGenerator<Sample> {
    let found = 0;
    for await (const sample of whole.samples(signal)) {
      found++;
      yield sample;
    }
    if (found === 0) throw nothingLeft(given);
  }
  if (sampleSize === undefined) return { ...whole, samples: left };
  return {
    ...whole,
    async *samples(signal) {
      const all: Sample[] = [];
      for await (const sample of left(signal)) all.push(sample);
      yield* sampleSize < all.length ? new PythonRandom(seed).sample(all, sampleSize) : all;
    },
  };
}

function nothingLeft(filters: Filters): HretError {
  const names = ['problemTypes', 'taskTypes', 'targetTypes', 'subjectTypes', 'benchmarkNames'] as const;
  const set = names.filter((name) => filters[name] !== undefined).map((name) => `${name} ${filters[name]?.join(', ')}`);
  return new HretError('usage', `benchhub: no question passes the filters (${set.join('; ') || 'none are set'}).`);
}

function cellText(value: z.output<typeof texts>): string {
  return Array.isArray(value) ? value.map((part) => part ?? '').join(' | ') : (value ?? '');
}

function optionList(value: z.output<typeof texts>): string[] {
  if (Array.isArray(value)) return value.filter((part) => part !== null && part !== undefined);
  return (value ?? '').split('|').flatMap((part) => part.trim() || []);
}

function anyText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(toJson(value));
}
