import { describe, expect, it } from 'vitest';
import type { EvaluatorPlugin } from '../../src/core/plugin.js';
import { plugin as bleu } from '../../src/evaluators/bleu.js';
import { plugin as f1 } from '../../src/evaluators/f1.js';
import { plugin as jsonSchema } from '../../src/evaluators/json-schema.js';
import { plugin as mathMatch } from '../../src/evaluators/math-match.js';
import { plugin as multipleChoice } from '../../src/evaluators/multiple-choice.js';
import { plugin as rouge } from '../../src/evaluators/rouge.js';
import { letters, made, sampleOf, scoreOf, textOf } from './scoring.js';

const marks = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['[THINK]', '[/THINK]'],
  ['<|begin_of_thought|>', '<|end_of_thought|>'],
  ['◁think▷', '◁/think▷'],
] as const;

const answers = [
  ['math_match', mathMatch, textOf('6'), '\\boxed{5}', '6', { accuracy: 1 }],
  ['f1', f1, textOf('서울 시청'), '부산', '서울 시청', { f1: 1 }],
  ['json_schema', jsonSchema, textOf('-'), '{"a"', '{"a": 1}', { is_json: 1 }],
  ['rouge', rouge, textOf('서울 시청'), '부산', '서울 시청', { rouge1: 1 }],
  ['bleu', bleu, textOf('a b c d'), 'x', 'a b c d', { sentence_bleu: expect.closeTo(100, 9) }],
  [
    'multiple_choice',
    multipleChoice,
    sampleOf({ kind: 'choice', choices: letters, answer: 1 }),
    '정답은 A.',
    'B',
    { accuracy: 1 },
  ],
] as const;

describe.each(answers)('%s reads what is said', (_, plugin, sample, thought, said, values) => {
  it.each(marks)('behind %s … %s, and not the thought', async (open, close) => {
    const evaluator = await made(plugin as EvaluatorPlugin);
    expect(await scoreOf(evaluator, sample, `${open}${thought}${close}\n${said}`)).toMatchObject({ values });
  });
});

it('math_match reads nothing of a thought that never ends', async () => {
  expect(await scoreOf(await made(mathMatch), textOf('5'), '<think>so it is \\boxed{5}')).toMatchObject({
    status: 'unscored',
  });
});

it('multiple_choice reads a solution in marks of its own', async () => {
  const sample = sampleOf({ kind: 'choice', choices: letters, answer: 1 });
  const text = '<|begin_of_thought|>A?<|end_of_thought|><|begin_of_solution|>B<|end_of_solution|>';
  expect(await scoreOf(await made(multipleChoice), sample, text)).toMatchObject({ values: { accuracy: 1 } });
});
