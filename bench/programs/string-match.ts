// Scores answers to lettered questions with string_match, each answer and each question another one, and nothing else.
import { performance } from 'node:perf_hooks';
import type { EvaluatorPlugin, ScoreInput } from 'hret';
import { productModule } from '../lib/product.js';
import { printReport, programInput } from '../lib/program.js';
import { type AnswerForm, answerOf, LETTERS, questionOf } from './string-match-answers.js';

export interface StringMatchInput {
  readonly n: number;
  /** How the answers are written, in turn. */
  readonly forms: readonly AnswerForm[];
}

export interface StringMatchReport {
  readonly answersPerSecond: number;
}

/** Made untimed, then scored timed: a million at once would measure the memory they take. */
const AT_ONCE = 10_000;
const CHOICES = LETTERS.map((letter) => `(${letter})`);
const signal = new AbortController().signal;

// Internal: the package scores whole runs. This is the object they score with.
const { plugin }: { plugin: EvaluatorPlugin } = await import(productModule('evaluators/string-match.js'));
const evaluator = await plugin.create(plugin.options.parse({}), {
  env: {},
  cwd: '/',
  now: Date.now,
  sleep: async () => {},
  random: Math.random,
  fetch,
  warn: () => {},
  keepSecret: () => {},
});

const { n, forms } = programInput<StringMatchInput>();
let milliseconds = 0;
for (let done = 0; done < n; done += AT_ONCE) {
  const inputs = Array.from({ length: Math.min(AT_ONCE, n - done) }, (_, place) => inputOf(done + place));
  milliseconds += await scored(inputs, done);
}
printReport({ answersPerSecond: (n / milliseconds) * 1000 } satisfies StringMatchReport);

/** The letter of every answer is right, but for every third. */
function inputOf(question: number): ScoreInput {
  const right = question % LETTERS.length;
  const said = LETTERS[question % 3 === 0 ? (right + 1) % LETTERS.length : right] ?? '';
  const text = answerOf(forms[question % forms.length] ?? 'letter', said, question);
  return {
    sample: {
      id: `q${question}`,
      input: questionOf(question),
      target: { kind: 'choice', choices: CHOICES, answer: right },
    },
    answer: { kind: 'text', generation: { text, finish: 'stop' } },
    signal,
  };
}

async function scored(inputs: readonly ScoreInput[], first: number): Promise<number> {
  let right = 0;
  const startedAt = performance.now();
  for (const input of inputs) {
    const pending = evaluator.score(input);
    const score = pending instanceof Promise ? await pending : pending;
    if (score.status === 'scored' && score.values.accuracy === 1) right++;
  }
  const took = performance.now() - startedAt;
  const expected = inputs.filter((_, place) => (first + place) % 3 !== 0).length;
  if (right !== expected) throw new Error(`${right} of ${inputs.length} are right instead of ${expected}.`);
  return took;
}
