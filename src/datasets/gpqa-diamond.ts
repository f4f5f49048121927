import { z } from 'zod';
import type { DatasetPlugin } from '../core/plugin.js';
import { strip } from '../prompts/python-text.js';
import { PythonRandom } from '../util/python-random.js';
import { type HubBenchmark, hubDataset } from './hub-dataset.js';
import { hubOptions } from './hub-options.js';
import { promptTemplate } from './prompt-template.js';
import { said, written } from './row-schema.js';

/** The template of OpenAI's simple-evals for multiple choice. */
const template =
  "Answer the following multiple choice question. The last line of your response should be of the following format: 'Answer: $LETTER' " +
  '(without quotes) where LETTER is one of ABCD. Think step by step before answering.\n\n{question}\n\nA) {A}\nB) {B}\nC) {C}\nD) {D}';

const choices = ['A', 'B', 'C', 'D'];
const places = [0, 1, 2, 3];
const splits = ['train'];

const row = z.object({
  Question: written,
  'Correct Answer': written,
  'Incorrect Answer 1': written,
  'Incorrect Answer 2': written,
  'Incorrect Answer 3': written,
  'Record ID': said,
  'High-level domain': said,
});
type GpqaRow = z.output<typeof row>;

const options = hubOptions.extend({
  shuffleSeed: z.int().default(0).describe("of Python's generator, which orders the choices of each question"),
});
type Options = z.output<typeof options>;

export const plugin: DatasetPlugin<Options> = {
  name: 'gpqa_diamond',
  summary:
    'GPQA Diamond: 198 questions of graduate physics, chemistry and biology; the hub asks to accept its terms first',
  options,
  defaultSplit: 'train',
  splits,
  rows: 198,
  license: 'cc-by-4.0',
  homepage: 'https://huggingface.co/datasets/Idavidrein/gpqa',
  citation: 'Rein et al.: GPQA: A Graduate-Level Google-Proof Q&A Benchmark. COLM 2024, arXiv 2311.12022',
  create: (given, request) => hubDataset(benchmark(given), given, request),
};

function benchmark({ basePromptTemplate, shuffleSeed }: Options): HubBenchmark<GpqaRow> {
  const prompt = promptTemplate(basePromptTemplate || template, 'question', ...choices);
  const orderOf = orders(shuffleSeed);
  return {
    name: 'gpqa_diamond',
    repo: 'Idavidrein/gpqa',
    config: 'gpqa_diamond',
    splits,
    defaultSplit: 'train',
    row,
    toSample(found, { number }) {
      const answers = [
        found['Correct Answer'],
        found['Incorrect Answer 1'],
        found['Incorrect Answer 2'],
        found['Incorrect Answer 3'],
      ].map(strip);
      const order = orderOf(number);
      const [A = '', B = '', C = '', D = ''] = order.map((place) => answers[place]);
      const domain = found['High-level domain'];
      return {
        id: found['Record ID'] || `gpqa_diamond-${number}`,
        input: prompt.fill({ question: strip(found.Question), A, B, C, D }),
        target: { kind: 'choice', choices, answer: order.indexOf(0) },
        ...(domain ? { group: domain } : {}),
      };
    },
  };
}

/**
 * The order of the choices of each row: as in simple-evals, `random.Random(seed)` draws `sample(range(4), 4)` for one row
 * after the other, the right answer counted as 0.
 */
function orders(seed: number): (number: number) => readonly number[] {
  const random = new PythonRandom(seed);
  const drawn: number[][] = [];
  return (number) => {
    while (drawn.length < number) drawn.push(random.sample(places, places.length));
    return drawn[number - 1] ?? places;
  };
}
