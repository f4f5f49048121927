import { describe, expect, it } from 'vitest';
import type { Evaluator, ScoreInput } from '../../src/core/evaluator.js';
import type { CotParser } from '../../src/core/options.js';
import { defaultCotParser, parsedBy } from '../../src/evaluators/cot.js';
import { plugin } from '../../src/evaluators/string-match.js';
import { inputOf, made, scoreOf, textOf } from './scoring.js';

const afterThinking: CotParser = (text) => {
  const [reasoning = '', answer] = text.split('</think>');
  return answer === undefined ? text : [reasoning, answer.trim()];
};

describe('an evaluator behind a parser', async () => {
  const evaluator = parsedBy(await made(plugin), afterThinking);

  it('reads the final answer and keeps the reasoning', async () => {
    expect(await scoreOf(evaluator, textOf('서울'), '부산은 아니다</think>\n서울')).toMatchObject({
      values: { accuracy: 1 },
      extracted: '서울',
      details: { chainOfThought: '부산은 아니다', isCorrect: true },
    });
  });

  it('may be given the answer alone', async () => {
    const score = await scoreOf(evaluator, textOf('서울'), '서울');
    expect(score).toMatchObject({ values: { accuracy: 1 } });
    expect(score.details).not.toHaveProperty('chainOfThought');
  });

  it('keeps the reasoning of unscored answers too', async () => {
    expect(await scoreOf(evaluator, textOf(''), '생각</think>답')).toMatchObject({
      status: 'unscored',
      details: { chainOfThought: '생각' },
    });
  });

  it('does not touch the raw text', async () => {
    const input = inputOf(textOf('서울'), '생각</think>서울');
    const before = structuredClone(input.answer);
    await evaluator.score(input);
    expect(input.answer).toEqual(before);
  });

  it('passes the signal on without asking for it', async () => {
    let asked = 0;
    const { signal } = new AbortController();
    const input = {
      ...inputOf(textOf('x'), 'x'),
      get signal() {
        asked++;
        return signal;
      },
    };
    await evaluator.score(input);
    expect(asked).toBe(0);
    const reader: Evaluator = {
      name: 'reader',
      reads: 'text',
      metrics: [],
      score: (given) => ({ status: 'unscored', reason: String(given.signal === signal) }),
    };
    expect(await parsedBy(reader, afterThinking).score(input)).toMatchObject({ reason: 'true' });
  });

  it('leaves rankings alone', async () => {
    const ranker: Evaluator = {
      name: 'ranker',
      reads: 'ranking',
      metrics: ['accuracy'],
      score: ({ answer }) => ({ status: 'unscored', reason: answer.kind }),
    };
    const input: ScoreInput = { ...inputOf(textOf('x'), ''), answer: { kind: 'ranking', logLikelihoods: [1] } };
    expect(await parsedBy(ranker, afterThinking).score(input)).toMatchObject({ reason: 'ranking' });
  });

  it('keeps name, metrics and summary, also of a class instance', async () => {
    class Summing implements Evaluator {
      readonly name = 'summing';
      readonly reads = 'text';
      readonly metrics = ['total'];
      readonly #factor = 2;
      score() {
        return { status: 'scored', values: { total: this.#factor } } as const;
      }
      summarize(results: readonly unknown[]) {
        return { total: results.length * this.#factor };
      }
    }
    const behind = parsedBy(new Summing(), afterThinking);
    expect(behind).toMatchObject({ name: 'summing', metrics: ['total'] });
    expect(await scoreOf(behind, textOf('x'), 'x')).toMatchObject({ values: { total: 2 } });
    expect(await behind.summarize?.([])).toEqual({ total: 0 });
  });
});

describe('a parser that fails', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('no tag');
      },
      'cotParser "parse" failed: no tag',
    ],
    [
      'returns nothing',
      () => undefined,
      'cotParser "parse" must return the final answer, or [reasoning, answer]; both are texts',
    ],
    ['returns one part', () => ['x'], /must return/],
    ['returns numbers', () => ['x', 1], /must return/],
    ['returns a promise', async () => 'x', /must return/],
  ])('because it %s is a scoring error with its name', async (_, body, message) => {
    const parse = { parse: (text: string) => (body as (text: string) => unknown)(text) as string }.parse;
    const failure = scoreOf(parsedBy(await made(plugin), parse), textOf('x'), 'x');
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toMatchObject({ code: 'scoring' });
  });
});

describe('the default parser', () => {
  it.each([
    ['2에 3을 더한다. 정답: 5', '2에 3을 더한다. 정답:', '5'],
    ['서울이다.\nAnswer: (A)\n', '서울이다.\nAnswer:', '(A)'],
    ['(A)를 본다. 정답: (A)', '(A)를 본다. 정답:', '(A)'],
    ['서울', '', '서울'],
    ['', '', ''],
  ])('splits %j into %j and %j', (text, reasoning, answer) => {
    expect(defaultCotParser(text)).toEqual([reasoning, answer]);
  });
});
