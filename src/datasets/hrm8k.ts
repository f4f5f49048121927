import { z } from 'zod';
import type { Compat, DatasetPlugin } from '../core/plugin.js';
import { strip } from '../prompts/python-text.js';
import { type HubBenchmark, hubDataset } from './hub-dataset.js';
import { type HubOptions, hubOptions } from './hub-options.js';
import { promptTemplate } from './prompt-template.js';
import { exactNumber, written } from './row-schema.js';

const template = 'put your final answer within \\boxed{{}}.\nQuestion: {question}';

const subsets = ['GSM8K', 'KSM', 'MATH', 'MMMLU', 'OMNI_MATH'];
const splits = ['test'];

const row = z.object({ question: written, answer: written });
type Hrm8kRow = z.output<typeof row>;

export const plugin: DatasetPlugin<HubOptions> = {
  name: 'hrm8k',
  summary: 'HRM8K: mathematics in Korean in 5 subsets, from school problems to olympiads; use math_match',
  options: hubOptions,
  defaultSplit: 'test',
  splits,
  subsets,
  rows: 8011,
  license: 'mit',
  homepage: 'https://huggingface.co/datasets/HAERAE-HUB/HRM8K',
  citation:
    'Ko, Son, Choi: Understand, Solve and Translate: Bridging the Multilingual Mathematical Reasoning Gap. arXiv 2501.02448, 2025',
  create: (options, request) => hubDataset(benchmark(options.basePromptTemplate, request.compat), options, request),
};

function benchmark(userTemplate: string | undefined, compat: Compat): HubBenchmark<Hrm8kRow> {
  const prompt = promptTemplate(userTemplate || template, 'question');
  return {
    name: 'hrm8k',
    repo: 'HAERAE-HUB/HRM8K',
    subsets,
    splits,
    defaultSplit: 'test',
    row,
    toSample: ({ question, answer }, { subset, number }) => ({
      id: `${subset ?? 'hrm8k'}-${number}`,
      input: strip(prompt.fill({ question: strip(question) })),
      // A column of floats has 18.0 where the answer is 18.
      target: { kind: 'text', accepted: [compat === 'hret' ? strip(answer) : exactNumber(strip(answer))] },
      ...(subset === undefined ? {} : { group: subset }),
    }),
  };
}
