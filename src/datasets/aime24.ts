import { z } from 'zod';
import type { DatasetPlugin } from '../core/plugin.js';
import { strip } from '../prompts/python-text.js';
import { boxedProblem } from './boxed-problem.js';
import { type HubBenchmark, hubDataset } from './hub-dataset.js';
import { type HubOptions, hubOptions } from './hub-options.js';
import { promptTemplate } from './prompt-template.js';
import { exactNumber, said, written } from './row-schema.js';

const splits = ['train'];

const row = z.object({ ID: said, Problem: written, Answer: written });
type AimeRow = z.output<typeof row>;

export const plugin: DatasetPlugin<HubOptions> = {
  name: 'aime24',
  summary: 'AIME 2024: the 30 problems of the American Invitational Mathematics Examination; answers are 0 to 999',
  options: hubOptions,
  defaultSplit: 'train',
  splits,
  rows: 30,
  license: 'mit',
  homepage: 'https://huggingface.co/datasets/Maxwell-Jia/AIME_2024',
  citation:
    'Mathematical Association of America: American Invitational Mathematics Examination, 2024; collected by Maxwell Jia',
  create: (options, request) => hubDataset(benchmark(options.basePromptTemplate), options, request),
};

function benchmark(userTemplate: string | undefined): HubBenchmark<AimeRow> {
  const prompt = promptTemplate(userTemplate || boxedProblem, 'problem');
  return {
    name: 'aime24',
    repo: 'Maxwell-Jia/AIME_2024',
    splits,
    defaultSplit: 'train',
    row,
    toSample({ ID, Problem, Answer }, { number }) {
      const id = ID || `aime24-${number}`;
      const paper = /^\d{4}-(I{1,2})-\d+$/.exec(id)?.[1];
      return {
        id,
        input: prompt.fill({ problem: Problem }),
        target: { kind: 'text', accepted: [exactNumber(strip(Answer))] },
        ...(paper === undefined ? {} : { group: `AIME2024-${paper}` }),
      };
    },
  };
}
