import { describe, expect, it } from 'vitest';
import { plugin } from '../../src/evaluators/math-match.js';
import { accuracyOf, made, textOf } from './scoring.js';

const evaluator = await made(plugin);
const verdictOn = (reference: string, answer: string) => accuracyOf(evaluator, textOf(reference), `\\boxed{${answer}}`);

/** What a careful teacher says of an answer (second) to what the key has (first). */
describe('a teacher takes for the same', () => {
  it.each([
    ['3시간 20분', '3시간 20분'],
    ['5 cm^2', '5 제곱센티미터'],
    ['5\\text{ cm}^2', '5 cm²'],
    ['5 m^3', '5\\text{ m^3}'],
    ['5\\text{ cm}^2', '5'],
    ['0.\\overline{3}', '\\frac{1}{3}'],
    ['0.1\\overline{6}', '1/6'],
    ['\\frac{611}{495}', '1.2\\overline{34}'],
    ['\\frac{41}{333}', '0.\\dot{1}2\\dot{3}'],
    ['0.\\dot{3}', '\\frac13'],
    ['2\\frac13', '2 1/3'],
    ['12\\frac{1}{2}\\%', '0.125'],
    ['\\pm 2', '\\{2, -2\\}'],
    ['(1, 2)', '1 < x < 2'],
    ['3 또는 5', '5, 3'],
    ['30^\\circ', '30도'],
    ['\\text{(C)}', 'C'],
    ['1000', '1,000'],
    ['0.0015', '1.5\\times 10^{-3}'],
    ['5', '101_2'],
    ['y = 2x + 1', 'y - 2x - 1 = 0'],
    ['\\cos 2x', '1 - 2\\sin^2 x'],
    ['x < 1 \\text{ or } x > 3', '(-\\infty, 1) \\cup (3, \\infty)'],
    ['4', '8/2 = 4'],
    ['a = 1, b = 2', 'b = 2, a = 1'],
    ['a = 1, b = 2', '1, 2'],
    ['x_1 = 1, x_2 = 2', 'x = 2, x = 1'],
    ['\\frac{1}{10^8\\pi}', '\\frac{10^{-8}}{\\pi}'],
    ['0', '\\sin(1000000\\pi)'],
    ['3', '\\lfloor \\log_2 8 \\rfloor'],
    ['10000원', '1만원'],
  ])('%s: %s', async (reference, answer) => {
    expect(await verdictOn(reference, answer)).toBe(1);
  });
});

describe('a teacher does not take for the same', () => {
  it.each([
    ['3시간 20분', '20분'],
    ['3시간 20분', '3시간 30분'],
    ['5 cm^2', '5 cm'],
    ['5 cm^2', '5 cm^3'],
    ['5\\text{ cm}^2', '5\\text{ m}^2'],
    ['0.\\overline{3}', '0.3'],
    ['0.12', '0.\\overline{12}'],
    ['1/3', '0.33'],
    ['\\frac23', '2 1/3'],
    ['2\\frac{1}{3}', '\\frac{2}{3}'],
    ['5', '0.05%'],
    ['\\pm 2', '2'],
    ['(1, 2]', '(1, 2)'],
    ['(1, 2)', '\\{1, 2\\}'],
    ['3 또는 5', '3'],
    ['x = 3', 'y = 3'],
    ['\\text{홀수}', '짝수'],
    ['\\text{no}', 'on'],
    ['(1,000)', '(1, 0)'],
    ['(1,200)', '1200'],
    ['101_2', '101'],
    ['\\sqrt{2}', '1.414'],
    ['x \\ge 3', 'x > 3'],
    ['x \\ne 3', '3'],
    ['3 + 4i', '3 - 4i'],
    ['4', '2 + 2 = 5'],
    ['4', '4 = 5'],
    ['a = 1, b = 2', 'b = 1, a = 2'],
    ['a = 1, b = 2', '2, 1'],
    ['x^2y', 'xy^2'],
    ['3월 5일', '5월 3일'],
    ['2 m 30 cm', '30 cm'],
    ['\\frac{1}{10^8\\pi}', '\\frac{2}{10^8\\pi}'],
    ['2:3', '3:2'],
    ['\\emptyset', '0'],
    ['\\infty', '-\\infty'],
    ['월요일', '화요일'],
  ])('%s: %s', async (reference, answer) => {
    expect(await verdictOn(reference, answer)).toBe(0);
  });
});

/** Several values run into each other, or where they end is not said: nothing is guessed. */
describe('nobody can read as mathematics', () => {
  it.each([
    ['144', '12 12'],
    ['20', '3시간 20분'],
    ['5', '3월 5일'],
    ['1/3', '0.333...'],
  ])('for the key %s: %s', async (reference, answer) => {
    expect(await verdictOn(reference, answer)).toMatch(/no mathematics/);
  });
});
