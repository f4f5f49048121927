import { z } from 'zod';
import type { DatasetPlugin } from '../core/plugin.js';
import { PythonRandom } from '../util/python-random.js';
import { type HubBenchmark, hubDataset } from './hub-dataset.js';
import { hubOptions } from './hub-options.js';
import { promptTemplate } from './prompt-template.js';
import { identityOf, personas } from './qarv-personas.js';
import { written } from './row-schema.js';

/** The published script put the question at the system message and the message at the question; here each is in its place. */
const template =
  'Return an answer between A/B/C.\n### System Message: {persona}\n### Question: {question}\n### Options: \nA. {A}\nB. {B}\nC. None of the above.\n### Answer:';

const choices = ['A', 'B', 'C'];
const subsets = ['korean', 'english'];
const splits = ['test'];

const row = z.object({ q: written, us: written, ko: written });
type QarvRow = z.output<typeof row>;

const options = hubOptions.extend({
  country: z.enum(['ko', 'us']).default('ko').describe('whose answer is the right one'),
  persona: z.enum(personas).default('na').describe('how the model is told where it is from'),
  shuffleSeed: z.int().default(42).describe("of Python's generator, which puts one of the two answers first"),
});
type Options = z.output<typeof options>;

export const plugin: DatasetPlugin<Options> = {
  name: 'qarv',
  summary: 'QARV: questions that Koreans and Americans answer differently, in Korean and English',
  options,
  defaultSplit: 'test',
  splits,
  subsets,
  license: 'mit',
  homepage: 'https://huggingface.co/datasets/HAERAE-HUB/QARV-binary-set',
  citation: 'HAE-RAE: QARV-binary-set, 2024 (no paper)',
  create: (given, request) => hubDataset(benchmark(given), given, request),
};

function benchmark({ basePromptTemplate, country, persona, shuffleSeed }: Options): HubBenchmark<QarvRow> {
  const prompt = promptTemplate(basePromptTemplate || template, 'question', 'persona', 'A', 'B');
  const isKoreanFirst = coins(shuffleSeed);
  return {
    name: 'qarv',
    repo: 'HAERAE-HUB/QARV-binary-set',
    subsets,
    splits,
    defaultSplit: 'test',
    row,
    toSample({ q, us, ko }, { subset, number }) {
      const isFirst = isKoreanFirst(number);
      const [A, B] = isFirst ? [ko, us] : [us, ko];
      const language = subset === 'english' ? 'english' : 'korean';
      return {
        id: `${subset ?? 'qarv'}-${number}`,
        input: prompt.fill({ question: q, persona: identityOf(language, country, persona), A, B }),
        target: { kind: 'choice', choices, answer: isFirst === (country === 'ko') ? 0 : 1 },
        ...(subset === undefined ? {} : { group: subset }),
      };
    },
  };
}

/** One toss for each row, the same for every subset. */
function coins(seed: number): (number: number) => boolean {
  const random = new PythonRandom(seed);
  const tossed: boolean[] = [];
  return (number) => {
    while (tossed.length < number) tossed.push(random.random() < 0.5);
    return tossed[number - 1] === true;
  };
}
