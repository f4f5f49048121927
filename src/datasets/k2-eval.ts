import { z } from 'zod';
import type { DatasetPlugin } from '../core/plugin.js';
import { strip } from '../prompts/python-text.js';
import { type HubBenchmark, hubDataset } from './hub-dataset.js';
import { type HubOptions, hubOptions } from './hub-options.js';
import { promptTemplate } from './prompt-template.js';
import { text, written } from './row-schema.js';

const subsets = ['generation'];
const splits = ['test'];

const rubric =
  'Completeness (the whole question is answered), logical consistency, fluency, and cultural appropriateness in Korean.';

const row = z.object({ instruction: written, subject: text.nullish(), ability: text.nullish() });
type K2Row = z.output<typeof row>;

export const plugin: DatasetPlugin<HubOptions> = {
  name: 'k2_eval',
  summary: 'K2-Eval: 90 open tasks that take knowledge of Korea; scored by a judge',
  options: hubOptions,
  defaultSplit: 'test',
  splits,
  subsets,
  evaluationOnly: ['llm_judge'],
  rows: 90,
  license: 'mit',
  homepage: 'https://huggingface.co/datasets/HAERAE-HUB/K2-Eval',
  citation: 'Son et al.: LLM-as-a-Judge & Reward Model: What They Can and Cannot Do. arXiv 2409.11239, 2024',
  create: (options, request) => hubDataset(benchmark(options.basePromptTemplate), options, request),
};

function benchmark(userTemplate: string | undefined): HubBenchmark<K2Row> {
  const prompt = promptTemplate(userTemplate || '{instruction}', 'instruction');
  return {
    name: 'k2_eval',
    repo: 'HAERAE-HUB/K2-Eval',
    subsets,
    splits,
    defaultSplit: 'test',
    row,
    toSample: ({ instruction, subject, ability }, { subset, number }) => ({
      id: `k2_eval-${number}`,
      input: prompt.fill({ instruction: strip(instruction) }),
      target: { kind: 'rubric', rubric },
      ...(subset === undefined ? {} : { group: subset }),
      metadata: { judge_type: 'k2_eval', subject: strip(subject ?? ''), ability: strip(ability ?? '') },
    }),
  };
}
