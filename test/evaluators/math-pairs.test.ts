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
    ['3억 5천만', '350000000'],
    ['30000000', '3천만 원'],
    ['25300', '2만 5천 3백'],
    ['(x + y)^3', 'x^3 + 3x^2y + 3xy^2 + y^3'],
    ['2xy^2', '2x \\cdot y^2'],
    ['\\{1, 2, 3\\}', '\\{1, 2\\} \\cup \\{3\\}'],
    ['\\{2, 3\\}', '\\{1, 2, 3\\} \\cap \\{2, 3, 4\\}'],
    ['\\{1\\}', '\\{1, 2\\} \\setminus \\{2\\}'],
    ['\\emptyset', '\\{1\\} \\cap \\{2\\}'],
    ['[0, 2]', '[0, 1) \\cup [1, 2]'],
    ['[0, 3] \\cup (5, \\infty)', '(5, \\infty) \\cup [0, 2] \\cup [1, 3]'],
    ['\\sin 30^\\circ', '\\frac12'],
    ['\\frac{3}{4}', '\\cos^2(30°)'],
    ['-2', '\\begin{vmatrix} 1 & 2 \\\\ 3 & 4 \\end{vmatrix}'],
    ['3/4', '3⁄4'],
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
    ['3월', '3일'],
    ['3^n - 1', '3^{n-1}'],
    ['\\frac{1}{x+1}', '\\frac1x + 1'],
    ['2 1/2', '21/2'],
    ['xy^2', '(xy)^2'],
    ['x^2y^2', 'xy^2'],
    ['0', '0.0000001'],
    ['0.0000001', '0.0000002'],
    ['100^\\circ', '100\\text{ rad}'],
    ['\\sin 30', '\\sin 30^\\circ'],
    ['\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}', '\\begin{vmatrix} 1 & 2 \\\\ 3 & 4 \\end{vmatrix}'],
    ['(1, 4)', '(1, 2) \\cup (3, 4)'],
    ['(0, 2)', '(0, 1) \\cup (1, 2)'],
    ['\\{1, 2\\}', '\\{1, 2\\} \\cap \\{2\\}'],
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

/** What stands around a number in a sentence. */
describe('of an answer in words a teacher reads', () => {
  const inWords = (reference: string, answer: string) => accuracyOf(evaluator, textOf(reference), answer);

  it.each([
    ['1, 2', 'So the values are 1 and 2.'],
    ['35000', '총 3만 5천원입니다.'],
    ['2, 3', '답: 2개 또는 3개'],
    ['5', '약 5명입니다.'],
    ['3', '10에서 7을 빼면 3입니다.'],
  ])('%s: %s', async (reference, answer) => {
    expect(await inWords(reference, answer)).toBe(1);
  });

  it.each([
    ['2', 'So the values are 1 and 2.'],
    ['2', 'x is 1 or 2'],
    ['5', '-5 또는 5'],
  ])('several values, not the last one, %s: %s', async (reference, answer) => {
    expect(await inWords(reference, answer)).toBe(0);
  });

  it.each([
    '5 이상',
    '답은 5 이하입니다.',
    '1부터 5까지',
    'between 3 and 5',
    'It is at least 5.',
    'more than 5',
    'The answer is not 5.',
    '정답은 5가 아닙니다.',
    '정답은 5일까요?',
    '2024년 3월 5일',
  ])('no number in bounds, ranges, dates, denials and questions: %s', async (answer) => {
    expect(await inWords('5', answer)).toMatch(/no mathematics/);
  });
});
