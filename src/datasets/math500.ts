import { z } from 'zod';
import type { DatasetPlugin } from '../core/plugin.js';
import { strip } from '../prompts/python-text.js';
import { boxedProblem } from './boxed-problem.js';
import { type HubBenchmark, hubDataset } from './hub-dataset.js';
import { type HubOptions, hubOptions } from './hub-options.js';
import { promptTemplate } from './prompt-template.js';
import { said, wholeNumber, written } from './row-schema.js';

const splits = ['test'];

const row = z.object({
  problem: written,
  answer: written,
  subject: said,
  level: wholeNumber.nullish(),
  unique_id: said,
});
type MathRow = z.output<typeof row>;

export const plugin: DatasetPlugin<HubOptions> = {
  name: 'math500',
  summary: 'MATH-500: 500 competition problems in English, by subject; use math_match',
  options: hubOptions,
  defaultSplit: 'test',
  splits,
  rows: 500,
  // The card on the hub has none; the 500 are those of github.com/openai/prm800k, which is under this one.
  license: 'mit',
  homepage: 'https://huggingface.co/datasets/HuggingFaceH4/MATH-500',
  citation:
    "Hendrycks et al.: Measuring Mathematical Problem Solving With the MATH Dataset. NeurIPS 2021; the 500 of Lightman et al.: Let's Verify Step by Step. arXiv 2305.20050, 2023",
  create: (options, request) => hubDataset(benchmark(options.basePromptTemplate), options, request),
};

function benchmark(userTemplate: string | undefined): HubBenchmark<MathRow> {
  const prompt = promptTemplate(userTemplate || boxedProblem, 'problem');
  return {
    name: 'math500',
    repo: 'HuggingFaceH4/MATH-500',
    splits,
    defaultSplit: 'test',
    row,
    toSample: ({ problem, answer, subject, level, unique_id }, { number }) => ({
      id: unique_id || `math500-${number}`,
      input: prompt.fill({ problem }),
      target: { kind: 'text', accepted: [strip(answer)] },
      ...(subject ? { group: subject } : {}),
      ...(level === null || level === undefined ? {} : { metadata: { level } }),
    }),
  };
}
