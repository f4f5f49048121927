import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plugin } from '../../src/evaluators/math-match.js';
import { describeEvaluator } from '../contracts/evaluator.js';
import { accuracyOf, made, scoreOf, textOf } from './scoring.js';

const evaluator = await made(plugin);

describe('math_match finds the same value in', () => {
  it.each([
    ['42', '정답: 42'],
    ['42', '따라서 정답은 $42$입니다.'],
    ['42', '답은 42개입니다.'],
    ['42', 'The answer is **42**.'],
    ['42', '풀이 과정 끝에 \\boxed{42}를 얻는다.'],
    ['#### 42', 'so 6 * 7 = 42\n#### 42'],
    ['15000', '\\boxed{15,\\!000}'],
    ['15000', '정답: 15,000원'],
    ['15000', '정답: 1만 5천원'],
    ['120000000', '답: 1억 2000만'],
    ['\\frac{1}{2}', '0.5'],
    ['1/3', '\\boxed{\\frac13}'],
    ['1/3', '0.333333'],
    ['3/2', '1\\frac{1}{2}'],
    ['2\\sqrt{3}', '\\sqrt{12}'],
    ['\\frac{\\sqrt{2}}{2}', '1/\\sqrt{2}'],
    ['(x+1)^2', '$x^2 + 2x + 1$'],
    ['x^2-1', '(x-1)(x+1)'],
    ['\\sin 2x', '2\\sin x\\cos x'],
    ['2^{100}', '1267650600228229401496703205376'],
    ['\\binom{10}{3}', '120'],
    ['\\log_2 8', '3'],
    ['\\log 100', '2'],
    ['\\frac{\\log 8}{\\log 2}', '3'],
    ['\\ln e^2', '2'],
    ['\\{1, 2, 3\\}', '$3, 1, 2$'],
    ['\\{1,2\\} \\cup \\{3\\}', '\\{3\\} \\cup \\{2, 1\\}'],
    ['1 \\pm \\sqrt{19}', '\\boxed{1-\\sqrt{19}, 1+\\sqrt{19}}'],
    ['[0, \\infty)', '$x \\geq 0$'],
    ['(-2, 3]', '$-2 < x \\le 3$'],
    ['(-\\infty,-1)\\cup(1,\\infty)', '(1,\\infty)\\cup(-\\infty,-1)'],
    ['(3, \\frac{\\pi}{2})', '\\left( 3, \\frac{\\pi}{2} \\right)'],
    ['\\begin{pmatrix} 1 & 1/2 \\\\ 0 & 3 \\end{pmatrix}', '\\begin{bmatrix} 1 & 0.5 \\\\ 0 & 3 \\end{bmatrix}'],
    ['0.28', '28%'],
    ['28', '28%'],
    ['28\\%', '28퍼센트'],
    ['10', '10\\text{ cm}'],
    ['90', '90°'],
    ['x = 5', '5'],
    ['5', 'x = 5'],
    ['2x = 4', 'x = 2'],
    ['y = 2x + 1', '2x - y + 1 = 0'],
    ['x < 2', '2 > x'],
    ['10', '204_5 는 아니고, 정답: 20_5'],
    ['7 : 32', '\\boxed{7:32}'],
    ['\\text{홀수}', '정답: 홀수'],
    ['1/2', '정답：１／２'],
    ['3', '\\boxed{3\u200b}'],
  ])('%j as in %j', async (reference, answer) => {
    expect(await accuracyOf(evaluator, textOf(reference), answer)).toBe(1);
  });
});

describe('math_match tells apart', () => {
  it.each([
    ['42', '정답: 43'],
    ['2^{2025}', '\\boxed{3^{2025}}'],
    ['\\frac{1}{2004!}', '\\frac{1}{2006!}'],
    ['12345678901234567890', '12345678901234567891'],
    ['0.5', '0.5%'],
    ['[0,1)', '[0,1]'],
    ['(1, 2)', '(2, 1)'],
    ['\\{1, 2, 3\\}', '\\{1, 2\\}'],
    ['\\{1, 2\\}', '\\{1, 2, 3\\}'],
    ['x < 2', 'x > 2'],
    ['x \\le 2', 'x < 2'],
    ['2x', '2y'],
    ['f(x)', 'f(y)'],
    ['x', '|x|'],
    ['\\sqrt{x^2}', 'x'],
    ['7 = 11a + c', '11a + c'],
    ['no', 'on'],
    ['10\\text{ cm}', '10\\text{ m}'],
    ['1 \\pm \\sqrt{19}', '1 + \\sqrt{19}'],
    ['\\begin{pmatrix} 1 & 2 \\end{pmatrix}', '\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}'],
    ['\\text{홀수}', '정답: 짝수'],
    ['12:00', '1:00'],
    ['\\frac{1}{0}', '\\frac{3}{0}'],
    ['9^{9^{9^9}}', '8^{9^{9^9}}'],
  ])('%j and %j', async (reference, answer) => {
    expect(await accuracyOf(evaluator, textOf(reference), answer)).toBe(0);
  });
});

describe('math_match', () => {
  it('takes the last box, and several boxes only where nothing but "and" stands between them', async () => {
    expect(await accuracyOf(evaluator, textOf('5'), 'first \\boxed{4}, but then \\boxed{5}')).toBe(1);
    expect(await accuracyOf(evaluator, textOf('1, 2'), '\\boxed{2} and \\boxed{1}')).toBe(1);
  });

  it('compares with each accepted reference', async () => {
    expect(await accuracyOf(evaluator, textOf('4', '5'), '정답: 5')).toBe(1);
  });

  it.each(['', '모르겠습니다', '죄송하지만 답할 수 없습니다.'])(
    'leaves %j, which holds no mathematics, unscored',
    async (answer) => {
      expect(await scoreOf(evaluator, textOf('4'), answer)).toMatchObject({
        status: 'unscored',
        reason: expect.any(String),
      });
    },
  );

  it('does not take a number of the reasoning for an answer that stands behind a marker', async () => {
    expect(await scoreOf(evaluator, textOf('4'), '2+2=4\n정답: 모름')).toMatchObject({ status: 'unscored' });
  });

  it('reads only LaTeX with latexOnly', async () => {
    const latex = await made(plugin, { latex_only: true });
    expect(await accuracyOf(latex, textOf('4'), '$4$')).toBe(1);
    expect(await scoreOf(latex, textOf('4'), '4')).toMatchObject({ status: 'unscored' });
  });

  it('is definite when the answer is boxed or marked', async () => {
    expect(await scoreOf(evaluator, textOf('4'), '\\boxed{4} and then')).toMatchObject({ isDefinite: true });
    expect(await scoreOf(evaluator, textOf('4'), '2 + 2 = 4 and then')).not.toMatchObject({ isDefinite: true });
  });
});

describe('math_match with compat "hret"', () => {
  it.each([
    ['42', '\\boxed{42}', {}, 0],
    ['42', '42', {}, 0],
    ['$42$', '$42$', {}, 1],
    ['42', '42', { latex_only: false }, 1],
    ['$x^2+2x+1$', '$(x+1)^2$', {}, 1],
    ['x^2+2x+1', '(x+1)^2', {}, 0],
  ])('gives for %j and %j with %j the number %d', async (reference, answer, params, expected) => {
    const hret = await made(plugin, params, 'hret');
    expect(await scoreOf(hret, textOf(reference), answer)).toMatchObject({
      values: { accuracy: expected, parse_failure_rate: 0, verify_failure_rate: 0 },
    });
  });
});

describe('equality as mathematics', () => {
  const whole = fc.integer({ min: -30, max: 30 });

  it('finds every fraction equal to itself reduced, decimal or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        whole,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 9 }),
        async (top, bottom, by) => {
          const reference = textOf(`\\frac{${top}}{${bottom}}`);
          expect(await accuracyOf(evaluator, reference, `${top * by}/${bottom * by}`)).toBe(1);
          expect(await accuracyOf(evaluator, reference, `${top * by + 1}/${bottom * by}`)).toBe(0);
        },
      ),
    );
  });

  it('finds products and their expansions equal, and no other polynomials', async () => {
    await fc.assert(
      fc.asyncProperty(whole, whole, async (a, b) => {
        const reference = textOf(`(x + (${a}))(x + (${b}))`);
        expect(await accuracyOf(evaluator, reference, `$x^2 + (${a + b})x + (${a * b})$`)).toBe(1);
        expect(await accuracyOf(evaluator, reference, `$x^2 + (${a + b})x + (${a * b + 1})$`)).toBe(0);
      }),
    );
  });

  it('never throws, whatever is written', async () => {
    const piece = fc.constantFrom(
      ...[
        '\\frac',
        '{',
        '}',
        '(',
        ')',
        '[',
        ']',
        '^',
        '_',
        '!',
        '9',
        '99',
        'x',
        'sin',
        '\\sqrt',
        '|',
        '\\pm',
        ',',
        '=',
        '<',
        '%',
        '$',
        '\\boxed{',
      ],
      ...[
        '\\begin{pmatrix}',
        '&',
        '\\\\',
        '\\end{pmatrix}',
        '만',
        '개',
        '\ud800',
        '\u202e',
        '-',
        '/',
        ':',
        '\\cup',
        'and',
        'infty',
        '\\infty',
      ],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 60 }),
        fc.array(piece, { maxLength: 60 }),
        async (answer, reference) => {
          const score = await scoreOf(evaluator, textOf(`1${reference.join('')}`), answer.join(''));
          expect(score.status).toMatch(/scored$/);
        },
      ),
      { numRuns: 1500 },
    );
  });
});

describeEvaluator('math_match', { make: () => made(plugin), sample: textOf('4'), answer: '정답: 4' });
describeEvaluator('math_match with compat "hret"', {
  make: () => made(plugin, {}, 'hret'),
  sample: textOf('$4$'),
  answer: '정답: $4$',
  mayTellFormsApart: 'the ancestor does',
});
