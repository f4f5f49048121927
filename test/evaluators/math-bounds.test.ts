import { describe, expect, it } from 'vitest';
import { plugin } from '../../src/evaluators/math-match.js';
import { accuracyOf, made, scoreOf, textOf } from './scoring.js';

const evaluator = await made(plugin);

describe('an answer without a finite value', () => {
  it.each([
    '\\frac{1}{0}',
    '9^{9^{9^9}}',
    '10^{1000000000}',
    '\\infty-\\infty',
    '((2^{9999})^{9999})^{9999}',
    '\\sqrt{2}\\cdot 10^{300}-\\sqrt{2}\\cdot 10^{300}+5',
  ])('%s is not 4', async (answer) => {
    expect(await accuracyOf(evaluator, textOf('4'), `\\boxed{${answer}}`)).toBe(0);
  });
});

describe('answers that are too much to compare', () => {
  const sets = (inner: string) =>
    `${'\\{'.repeat(50)}${inner}${Array.from({ length: 50 }, (_, place) => `,${place + 2}\\}`).join('')}`;

  it.each([
    ['sets in sets', sets('1'), sets('99'), 'comparing the answer with the reference takes too long'],
    [
      'a long box',
      `${'1+'.repeat(2000)}1`,
      '7',
      'the final answer is longer than 2000 characters, too long to be read as mathematics',
    ],
  ])('are unscored: %s', async (_, answer, reference, reason) => {
    expect(await scoreOf(evaluator, textOf(reference), `\\boxed{${answer}}`)).toMatchObject({ reason });
  });

  it('are compared where it only looks like too much', async () => {
    const functions = (inner: string) => `${'f('.repeat(50)}${inner}${')'.repeat(50)}`;
    expect(await accuracyOf(evaluator, textOf(functions('x')), `\\boxed{${functions('x + 0')}}`)).toBe(1);
    expect(await accuracyOf(evaluator, textOf(functions('x')), `\\boxed{${functions('y')}}`)).toBe(0);
  });
});
