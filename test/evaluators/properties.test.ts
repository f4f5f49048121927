import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plugin as bleu } from '../../src/evaluators/bleu.js';
import { plugin as chrf } from '../../src/evaluators/chrf.js';
import { plugin as f1 } from '../../src/evaluators/f1.js';
import { plugin as mathMatch } from '../../src/evaluators/math-match.js';
import { plugin as multipleChoice } from '../../src/evaluators/multiple-choice.js';
import { plugin as rouge } from '../../src/evaluators/rouge.js';
import { plugin as stringMatch } from '../../src/evaluators/string-match.js';
import { plugin as ter } from '../../src/evaluators/ter.js';
import { accuracyOf, choiceOf, made, scoreOf, textOf } from './scoring.js';

/** Mathematics as models write it, in one spelling. */
const { answer: mathematics } = fc.letrec<{ answer: string; term: string }>((tie) => ({
  answer: fc.oneof(
    tie('term'),
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `(${a}, ${b})`),
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `\\{${a}, ${b}\\}`),
    tie('term').map((value) => `x = ${value}`),
    tie('term').map((value) => `x > ${value}`),
  ),
  term: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    // No zero: what is divided by it has no value.
    fc.integer({ min: 1, max: 999 }).map(String),
    fc.constantFrom('\\pi', 'a', 'n', '0.25', '3.5'),
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `\\frac{${a}}{${b}}`),
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `(${a} + ${b})`),
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `(${a}) \\cdot (${b})`),
    tie('term').map((value) => `\\sqrt{${value}}`),
    tie('term').map((value) => `(${value})^{2}`),
  ),
}));

/** What changes how mathematics looks and not what it says. */
const rewritings: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll(' ', '  '),
  (text) => text.replaceAll('(', '\\left(').replaceAll(')', '\\right)'),
  (text) => text.replaceAll('\\frac', '\\dfrac'),
  (text) => text.replaceAll('\\cdot', '\\times'),
  (text) => `$${text}$`,
  (text) => `\\displaystyle ${text}`,
  (text) => `${text}.`,
];

describe('math_match', async () => {
  const evaluator = await made(mathMatch);
  const rightness = (reference: string, answer: string) =>
    accuracyOf(evaluator, textOf(reference), `\\boxed{${answer}}`);

  it('finds everything equal to itself, however it is dressed', async () => {
    await fc.assert(
      fc.asyncProperty(mathematics, fc.subarray([...rewritings]), async (text, steps) => {
        const dressed = steps.reduce((written, step) => step(written), text);
        expect(await rightness(text, dressed)).toBe(1);
      }),
      { numRuns: 300 },
    );
  });

  it('says the same with answer and reference exchanged', async () => {
    await fc.assert(
      fc.asyncProperty(mathematics, mathematics, async (some, other) => {
        expect(await rightness(some, other)).toEqual(await rightness(other, some));
      }),
      { numRuns: 500 },
    );
  });
});

describe('choice questions', () => {
  const answer = fc
    .array(
      fc.constantFrom(
        '정답은 ',
        '정답: ',
        '(',
        ')',
        'A',
        'B',
        'E',
        'J',
        '①',
        '⑤',
        '5번',
        'b',
        '. ',
        '서울',
        '\n',
        '입니다',
        '또는 ',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join(''));
  const options = ['(A)', '(B)', '(C)', '(D)'];
  const marks: Readonly<Record<string, string>> = { A: '①', B: '②', C: '③', D: '④' };

  it.each([
    ['string_match', stringMatch],
    ['multiple_choice', multipleChoice],
  ] as const)('have no right answer by %s that names no option they offer', async (_, plugin) => {
    const evaluator = await made(plugin as typeof stringMatch);
    await fc.assert(
      fc.asyncProperty(answer, async (text) => {
        const right: string[] = [];
        for (const place of options.keys())
          if ((await accuracyOf(evaluator, choiceOf(options, place), text)) === 1) right.push(options[place] ?? '');
        expect(right.length).toBeLessThanOrEqual(1);
        for (const [, letter = ''] of right) expect(text).toMatch(new RegExp(`[${letter}${marks[letter]}]`, 'i'));
      }),
      { numRuns: 400 },
    );
  });
});

describe('metrics of texts', () => {
  const word = fc.constantFrom('서울', '서울은', '수도', 'the', 'Ferry', '배', '.', 'ㄱ', '3.5', '…', '한강');
  const text = fc.array(word, { minLength: 1, maxLength: 25 }).map((words) => words.join(' '));

  it.each([
    ['bleu', bleu, 100, 0],
    ['chrf', chrf, 100, 0],
    ['f1', f1, 1, 0],
    ['rouge', rouge, 1, 0],
    ['ter', ter, Number.POSITIVE_INFINITY, 0],
  ] as const)('%s stays within its published range', async (_, plugin, most, least) => {
    const evaluator = await made(plugin as typeof f1);
    await fc.assert(
      fc.asyncProperty(text, text, async (said, right) => {
        const score = await scoreOf(evaluator, textOf(right), said);
        if (score.status === 'unscored') expect(score.reason).toMatch(/reference/);
        else
          for (const value of Object.values(score.values)) {
            expect(value).toBeGreaterThanOrEqual(least);
            expect(value).toBeLessThanOrEqual(most + 1e-9);
          }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['f1', f1],
    ['rouge', rouge],
  ] as const)('%s gives 1 to every text that is its reference', async (_, plugin) => {
    const evaluator = await made(plugin as typeof f1);
    await fc.assert(
      fc.asyncProperty(text, async (said) => {
        const score = await scoreOf(evaluator, textOf(said), said);
        // ROUGE-2 needs two words, and a text of signs has none.
        if (score.status === 'scored')
          for (const [metric, value] of Object.entries(score.values))
            if (metric !== 'rouge2') expect(value).toBeCloseTo(1, 12);
      }),
      { numRuns: 200 },
    );
  });
});
