import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plugin as bleu } from '../../src/evaluators/bleu.js';
import { plugin as chrf } from '../../src/evaluators/chrf.js';
import { plugin as exactMatch } from '../../src/evaluators/exact-match.js';
import { plugin as f1 } from '../../src/evaluators/f1.js';
import { plugin as rouge } from '../../src/evaluators/rouge.js';
import { plugin as ter } from '../../src/evaluators/ter.js';
import { describeEvaluator } from '../contracts/evaluator.js';
import { made, overAll, scoreOf, textOf } from './scoring.js';

async function valuesOf(plugin: Parameters<typeof made>[0], params: object, answer: string, ...references: string[]) {
  const score = await scoreOf(await made(plugin, { ...params }), textOf(...references), answer);
  return score.status === 'scored' ? score.values : score.reason;
}

describe('rouge', () => {
  it('sees Korean words, or syllables, where rouge-score sees nothing', async () => {
    const [said, right] = ['서울은 대한민국의 수도이다', '서울이 대한민국의 수도다'];
    expect(await valuesOf(rouge as never, {}, said, right)).toMatchObject({ rouge1: expect.closeTo(1 / 3, 9) });
    expect(await valuesOf(rouge as never, { tokenizer: 'syllables' }, said, right)).toMatchObject({
      rouge1: expect.closeTo((2 * 11) / (12 + 11), 9),
    });
    expect(await valuesOf(rouge as never, { tokenizer: 'ascii' }, said, right)).toMatch(/reference/);
  });
});

describe('f1', () => {
  it('counts words, or characters as KorQuAD does', async () => {
    expect(await valuesOf(f1 as never, {}, '1950년 6월', '1950년 6월 25일')).toEqual({ f1: expect.closeTo(0.8, 12) });
    expect(await valuesOf(f1 as never, { unit: 'characters' }, '서울시', '서울')).toEqual({
      f1: expect.closeTo(0.8, 12),
    });
  });

  it('takes the nearest of several references and the final answer of a text', async () => {
    expect(await valuesOf(f1 as never, {}, '생각해 보면\n정답: 서울 특별시', '부산', '서울 특별시')).toEqual({ f1: 1 });
  });
});

describe('exact_match', () => {
  it.each([
    ['서울', '서울', {}, 1],
    ['서울.', '서울', {}, 0],
    ['서울.', '서울', { ignore_punctuation: true }, 1],
    ['Seoul', 'seoul', {}, 0],
    ['Seoul', 'seoul', { ignore_case: true }, 1],
    ['서울 1', '서울 ', { ignore_numbers: true, trim: false }, 1],
    ['서울\n', '서울', {}, 1],
    ['서울\n', '서울', { trim: false }, 0],
    ['답: 서울', '서울', { regexes_to_ignore: ['답:'] }, 1],
  ])('%j and %j with %j is %d', async (answer, reference, params, expected) => {
    expect(await valuesOf(exactMatch as never, params, answer, reference)).toEqual({ exact_match: expected });
  });
});

describe('metrics of a corpus', () => {
  it.each([
    ['bleu', bleu, 100],
    ['chrf', chrf, 100],
    ['ter', ter, 0],
  ])('%s of texts that are their references is the best there is', async (name, plugin, best) => {
    const word = fc.constantFrom('서울', '수도', 'the', 'ferry', '배', '.', 'ㄱ', '3.5', '…');
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 4, maxLength: 30 }), async (words) => {
        const text = words.join(' ');
        expect(await valuesOf(plugin as never, {}, text, text)).toEqual({
          [`sentence_${name}`]: expect.closeTo(best, 9),
        });
      }),
    );
  });

  it('adds up counts, not sentence scores, and leaves out what was cut off', async () => {
    const evaluator = await made(bleu, { tokenizer: 'none', maxOrder: 1 });
    const rows = [
      ['a b c d', 'a b c d'],
      ['x', 'a'],
    ] as const;
    const results = [];
    for (const [answer, reference] of rows) {
      const score = await scoreOf(evaluator, textOf(reference), answer);
      results.push({ status: 'scored' as const, evaluation: score.details ?? {} });
    }
    expect(await overAll(evaluator, results)).toEqual({ bleu: expect.closeTo(80, 9) });
    const nested = results.map(({ evaluation, status }) => ({ status, evaluation: { bleu: evaluation } }));
    expect(await overAll(evaluator, nested)).toEqual({ bleu: expect.closeTo(80, 9) });
    const cut = [{ ...results[0], status: 'truncated' as const }, { ...results[1] }];
    expect(await overAll(evaluator, cut)).toEqual({ bleu: 0 });
    expect(await overAll(evaluator, [])).toEqual({});
  });

  it('compares 20,000 Hangul syllables by ROUGE-L, and says which values longer texts have not', async () => {
    const evaluator = await made(rouge, { tokenizer: 'syllables' });
    const syllables = '가나다라마바사아자차'.repeat(2000);
    const long = await scoreOf(evaluator, textOf(syllables), syllables.slice(1));
    const share = expect.closeTo((2 * 19_999) / 39_999, 12);
    expect(long).toMatchObject({ values: { rougeL: share, rougeLsum: share } });
    expect(long).not.toHaveProperty('explanation');
    const lines = Array.from({ length: 9000 }, (_, place) => `가${place}`).join('\n');
    const many = await scoreOf(evaluator, textOf(lines), lines);
    expect(many).toMatchObject({ values: { rougeL: 1 }, explanation: expect.stringMatching(/too long: rougeLsum$/) });
    const longest = await scoreOf(evaluator, textOf(syllables.repeat(3)), syllables.repeat(3));
    expect(longest).toMatchObject({ explanation: expect.stringMatching(/too long: rougeL, rougeLsum$/) });
    expect(Object.keys(longest.status === 'scored' ? longest.values : {})).toEqual(['rouge1', 'rouge2']);
  });

  it('leaves an empty reference, and a text too long for TER, unscored', async () => {
    for (const plugin of [bleu, chrf, ter, rouge, f1, exactMatch])
      expect(await valuesOf(plugin as never, {}, '서울', ' ')).toMatch(/reference/);
    expect(await valuesOf(ter as never, {}, '가 '.repeat(2000), '가')).toMatch(/1500 words/);
  });
});

for (const plugin of [bleu, chrf, ter, rouge, f1, exactMatch]) {
  describeEvaluator(plugin.name, {
    make: () => made(plugin as never),
    sample: textOf('서울은 대한민국의 수도이다.'),
    answer: '서울은 한국의 수도이다.',
  });
}
