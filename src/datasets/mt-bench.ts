import { z } from 'zod';
import type { DatasetPlugin } from '../core/plugin.js';
import type { World } from '../core/world.js';
import { messageOf } from '../errors.js';
import { cellError } from '../sources/cell.js';
import { type HubBenchmark, hubDataset } from './hub-dataset.js';
import { hubOptions } from './hub-options.js';
import { mtBenchReferences, needsReference } from './mt-bench-references.js';
import { promptTemplate } from './prompt-template.js';
import { listOf, said, text } from './row-schema.js';

const splits = ['train'];
const rubric = 'Helpfulness, relevance, accuracy, depth, creativity, and level of detail of the response.';

/** As the card of HuggingFaceH4/mt_bench_prompts says: `turns` of FastChat's question.jsonl is `prompt`, `prompt_id` a hash. */
const texts = listOf(text).nullish();
const row = z.object({ prompt: texts, reference: texts, category: said, prompt_id: said });
type MtRow = z.output<typeof row>;

const options = hubOptions.extend({
  turns: z
    .union([z.literal(1), z.literal(2)])
    .default(2)
    .describe('1 asks the first turn only'),
  references: z
    .enum(['published', 'data'])
    .default('published')
    .describe(
      "what a judge is shown for math, reasoning and coding: GPT-4's answers, from FastChat, or the data's own",
    ),
  temperatures: z
    .enum(['published', 'model'])
    .default('published')
    .describe(
      "what answers are sampled at where modelParams sets no temperature: FastChat's, by category, or the model's own",
    ),
  fastchatPath: z.string().min(1).optional().describe('a copy of FastChat, where its data need not be downloaded'),
});
type Options = z.output<typeof options>;

export const plugin: DatasetPlugin<Options> = {
  name: 'mt_bench',
  summary: 'MT-Bench: 80 open questions of two turns in eight categories; graded turn by turn by mt_bench_judge',
  options,
  defaultSplit: 'train',
  splits,
  evaluationOnly: ['mt_bench_judge', 'llm_judge'],
  rows: 80,
  license: 'apache-2.0',
  homepage: 'https://huggingface.co/datasets/HuggingFaceH4/mt_bench_prompts',
  citation: 'Zheng et al.: Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena. NeurIPS 2023, arXiv 2306.05685',
  async create(given, request) {
    const published = given.references === 'data' ? undefined : await publishedOrNone(given, request);
    const dataset = await hubDataset(benchmark(given, published), given, request);
    return {
      ...dataset,
      ...(given.temperatures === 'published' && { hasTemperatures: true }),
      source: { ...dataset.source, references: published === undefined ? 'data' : 'published' },
    };
  },
};

/** `temperature_config` of fastchat/llm_judge/common.py. */
const publishedTemperatures: ReadonlyMap<string, number> = new Map([
  ...['writing', 'roleplay'].map((category) => [category, 0.7] as const),
  ...['stem', 'humanities'].map((category) => [category, 0.1] as const),
  ...['extraction', 'math', 'coding', 'reasoning'].map((category) => [category, 0] as const),
]);

type References = ReadonlyMap<string, readonly string[]>;

/** A copy that is named has to be there; what cannot be downloaded is done without, which is said and recorded. */
async function publishedOrNone({ fastchatPath }: Options, world: World): Promise<References | undefined> {
  try {
    return await mtBenchReferences(fastchatPath, world);
  } catch (error) {
    if (fastchatPath !== undefined) throw error;
    world.warn(
      `mt_bench: the published reference answers are not at hand, so judges are shown the shorter ones of the data. ${messageOf(error)}`,
    );
    return undefined;
  }
}

function benchmark(
  { basePromptTemplate, turns, temperatures }: Options,
  answers: References | undefined,
): HubBenchmark<MtRow> {
  const template = promptTemplate(basePromptTemplate || '{prompt}', 'prompt');
  return {
    name: 'mt_bench',
    repo: 'HuggingFaceH4/mt_bench_prompts',
    splits,
    defaultSplit: 'train',
    row,
    toSample({ prompt, reference, category, prompt_id }, { number, where }) {
      const [first, second] = prompt ?? [];
      if (!first?.trim()) throw cellError({ value: prompt, column: 'prompt', where }, 'has no first turn.');
      const own = (reference ?? []).some((answer) => answer !== '') ? (reference ?? undefined) : undefined;
      const references = needsReference.has(category ?? '') ? (answers?.get(first) ?? own) : undefined;
      const temperature = temperatures === 'published' ? publishedTemperatures.get(category ?? '') : undefined;
      const last = reference?.[turns === 2 && second !== undefined ? 1 : 0];
      return {
        id: `mt_bench-${prompt_id ?? number}`,
        input: template.fill({ prompt: first }),
        ...(turns === 2 && second !== undefined && { followUps: [second] }),
        ...(temperature === undefined ? {} : { temperature }),
        target: { kind: 'rubric', rubric, ...(last ? { reference: last } : {}) },
        ...(category ? { group: category } : {}),
        ...(references === undefined ? {} : { metadata: { references } }),
      };
    },
  };
}
