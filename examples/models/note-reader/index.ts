import { solveExpression } from './arithmetic.js';
import { chooseOption } from './choose.js';
import { notebook } from './notebook.js';
import { type Asked, readPrompt } from './prompt.js';
import { type Search, searchIn } from './retrieval.js';
import { shortAnswer } from './short-answer.js';
import { solveWordProblem } from './word-problem.js';

let search: Search | undefined;

/** The stronger demo model: looks things up in a notebook of Korean facts and does simple sums; it knows nothing else. */
export function noteReader(input: string): string {
  return `정답: ${answerTo(readPrompt(input)) ?? '모름'}`;
}

function answerTo(asked: Asked): string | undefined {
  search ??= searchIn(notebook());
  switch (asked.kind) {
    case 'choice': {
      const chosen = chooseOption(asked.question, asked.options, search);
      return chosen && `(${chosen.letter})`;
    }
    case 'number':
      return written(solveExpression(asked.question) ?? solveWordProblem(asked.question));
    case 'word':
      return shortAnswer(asked.question, search);
    default:
      return asked satisfies never;
  }
}

/** Ten digits are plenty, and hide the rounding of binary fractions. */
function written(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(Number(value.toPrecision(10)));
}
