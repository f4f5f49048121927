import { z } from 'zod';
import type { Compat, DatasetPlugin, DatasetRequest } from '../core/plugin.js';
import { strip } from '../prompts/python-text.js';
import { type HubBenchmark, hubDataset } from './hub-dataset.js';
import { type HubOptions, hubOptions } from './hub-options.js';
import { promptTemplate } from './prompt-template.js';
import { exactNumber, written } from './row-schema.js';

const template =
  "Solve the following AIME-style problem. Briefly show your reasoning, then end with a single line in the form 'Answer: X'.\n\n{question}";

const subsets = ['AIME2025-I', 'AIME2025-II'];
const splits = ['test'];

const row = z.object({ question: written, answer: written });
type AimeRow = z.output<typeof row>;

export const plugin: DatasetPlugin<HubOptions> = {
  name: 'aime2025',
  aliases: ['aime25'],
  summary: 'AIME 2025: 30 problems in two papers (subset "I" or "II"); answers are 0 to 999',
  options: hubOptions,
  defaultSplit: 'test',
  splits,
  subsets,
  rows: 30,
  license: 'mit',
  homepage: 'https://huggingface.co/datasets/opencompass/AIME2025',
  citation:
    'Mathematical Association of America: American Invitational Mathematics Examination, 2025; collected by OpenCompass',
  create: (options, request) =>
    hubDataset(benchmark(options.basePromptTemplate, request.compat), options, withWholeNames(request)),
};

/** `I`, `ii`, `1` and `2` name the papers too. */
function withWholeNames(request: DatasetRequest): DatasetRequest {
  if (request.subset === undefined) return request;
  const wholeNames = request.subset.map((name) => {
    const short = name.toUpperCase().replace(/^AIME2025-/, '');
    if (short === 'I' || short === '1') return 'AIME2025-I';
    return short === 'II' || short === '2' ? 'AIME2025-II' : name;
  });
  return { ...request, subset: wholeNames };
}

function benchmark(userTemplate: string | undefined, compat: Compat): HubBenchmark<AimeRow> {
  const prompt = promptTemplate(userTemplate || template, 'question');
  return {
    name: 'aime2025',
    repo: 'opencompass/AIME2025',
    subsets,
    splits,
    defaultSplit: 'test',
    row,
    toSample: ({ question, answer }, { subset, number }) => ({
      id: `${subset ?? 'aime2025'}-${number}`,
      input: prompt.fill({ question: strip(question) }),
      target: { kind: 'text', accepted: [compat === 'hret' ? strip(answer) : exactNumber(strip(answer))] },
      ...(subset === undefined ? {} : { group: subset }),
    }),
  };
}
