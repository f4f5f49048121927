import { amountFigure } from '../lib/figure.js';
import { repeat } from '../lib/pairs.js';
import { runProgram } from '../lib/program.js';
import type { Figure, Suite, Target } from '../lib/suite.js';
import type { StringMatchInput, StringMatchReport } from '../programs/string-match.js';
import type { AnswerForm } from '../programs/string-match-answers.js';

interface Scenario {
  readonly name: string;
  readonly forms: readonly AnswerForm[];
  readonly n: number;
  readonly target?: Target;
}

const scenarios: readonly Scenario[] = [
  {
    name: 'a quarter each of B, 정답: B, a sentence, reasoning',
    forms: ['letter', 'marked', 'sentence', 'reasoning'],
    n: 1_000_000,
    target: { atLeast: 400_000 },
  },
  { name: 'B', forms: ['letter'], n: 1_000_000 },
  { name: '정답: B', forms: ['marked'], n: 1_000_000 },
  { name: 'a sentence that ends with 정답은 B입니다.', forms: ['sentence'], n: 1_000_000 },
  { name: 'reasoning, and 따라서, 정답은: B', forms: ['reasoning'], n: 1_000_000 },
  { name: '5 kB of reasoning, and 따라서, 정답은: B', forms: ['essay'], n: 100_000 },
  { name: 'B. and the text of the option', forms: ['labelled'], n: 100_000 },
];

export const suite: Suite = {
  name: 'string-match',
  summary: 'answers scored a second by string_match, on one core, over lettered questions of 250 characters',
  async run({ pairs, isQuick, say }) {
    const figures: Figure[] = [];
    for (const { name, forms, n: full, target } of scenarios) {
      const n = isQuick ? full / 10 : full;
      say(`${n.toLocaleString('en-US')} answers: ${name}`);
      const runs = await repeat(pairs, () =>
        runProgram<StringMatchReport>('string-match', { n, forms } satisfies StringMatchInput),
      );
      const rates = runs.map(({ report }) => report.answersPerSecond);
      const about = { name: `${n.toLocaleString('en-US')} answers: ${name}`, unit: 'answers/s' };
      figures.push(amountFigure({ ...about, ...(target !== undefined && { target }) }, rates));
    }
    return figures;
  },
};
