import { z } from 'zod';
import type { DatasetPlugin } from '../core/plugin.js';
import { cellError } from '../sources/cell.js';
import { toJson } from '../util/to-json.js';
import { type HubBenchmark, hubDataset } from './hub-dataset.js';
import { type HubOptions, hubOptions } from './hub-options.js';
import { promptTemplate } from './prompt-template.js';
import { text } from './row-schema.js';

const splits = ['train'];
const rubric = 'Helpfulness, relevance, accuracy, depth, creativity, and level of detail of the response.';

const texts = z.array(text).nullish();
const row = z.object({ prompt: texts, reference: texts, category: text.nullish(), prompt_id: text.nullish() });
type MtRow = z.output<typeof row>;

export const plugin: DatasetPlugin<HubOptions> = {
  name: 'mt_bench',
  summary: 'MT-Bench: the first turn of 80 open questions in eight categories; scored by a judge',
  options: hubOptions,
  defaultSplit: 'train',
  splits,
  evaluationOnly: ['llm_judge'],
  rows: 80,
  license: 'apache-2.0',
  homepage: 'https://huggingface.co/datasets/HuggingFaceH4/mt_bench_prompts',
  citation: 'Zheng et al.: Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena. NeurIPS 2023, arXiv 2306.05685',
  create: (options, request) => hubDataset(benchmark(options.basePromptTemplate), options, request),
};

function benchmark(userTemplate: string | undefined): HubBenchmark<MtRow> {
  const template = promptTemplate(userTemplate || '{prompt}', 'prompt');
  return {
    name: 'mt_bench',
    repo: 'HuggingFaceH4/mt_bench_prompts',
    splits,
    defaultSplit: 'train',
    row,
    toSample({ prompt, reference, category, prompt_id }, { number, where }) {
      const [first, second] = prompt ?? [];
      if (!first) throw cellError({ value: prompt, column: 'prompt', where }, 'has no first turn.');
      const answer = reference?.[0];
      return {
        id: `mt_bench-${prompt_id ?? number}`,
        input: template.fill({ prompt: first }),
        target: { kind: 'rubric', rubric, ...(answer ? { reference: answer } : {}) },
        ...(category ? { group: category } : {}),
        ...(second === undefined ? {} : { metadata: { secondTurn: toJson(second) } }),
      };
    },
  };
}
