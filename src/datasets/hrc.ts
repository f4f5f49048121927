import { z } from 'zod';
import type { DatasetPlugin } from '../core/plugin.js';
import { strip } from '../prompts/python-text.js';
import { type HubBenchmark, hubDataset } from './hub-dataset.js';
import { type HubOptions, hubOptions } from './hub-options.js';
import { promptTemplate } from './prompt-template.js';
import { said, written } from './row-schema.js';

const template = 'put your final answer within \\boxed{{}}.\nQuestion: {input}';
const splits = ['train'];

const row = z.object({ question: written, answer: written, source: said, category: said });
type HrcRow = z.output<typeof row>;

export const plugin: DatasetPlugin<HubOptions> = {
  name: 'hrc',
  summary:
    'HRC, the HAE-RAE Reasoning Challenge; the hub asks to accept its terms first (HF_TOKEN or HUGGING_FACE_TOKEN)',
  options: hubOptions,
  defaultSplit: 'train',
  splits,
  license: 'on its card, which is shown to those who accepted its terms',
  homepage: 'https://huggingface.co/datasets/amphora/HRC',
  citation: 'HAE-RAE: HAE-RAE Reasoning Challenge (no paper)',
  create(options, request) {
    // The name of the variable in the ancestor.
    const token = options.token ?? (request.env.HF_TOKEN ? undefined : request.env.HUGGING_FACE_TOKEN || undefined);
    return hubDataset(benchmark(options.basePromptTemplate), { ...options, token }, request);
  },
};

function benchmark(userTemplate: string | undefined): HubBenchmark<HrcRow> {
  // An empty template asks for the bare question.
  const prompt = promptTemplate((userTemplate ?? template) || '{input}', 'input');
  return {
    name: 'hrc',
    repo: 'amphora/HRC',
    splits,
    defaultSplit: 'train',
    row,
    toSample: ({ question, answer, source = null, category = null }, { number }) => ({
      id: `hrc-${number}`,
      input: prompt.fill({ input: strip(question) }),
      target: { kind: 'text', accepted: [strip(answer)] },
      ...(category ? { group: category } : {}),
      metadata: { source, category },
    }),
  };
}
