import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../src/core/plugin-options.js';
import { hretPartialMatch, hretStringMatch } from '../../src/evaluators/hret-match.js';
import { matchOptions } from '../../src/evaluators/match-options.js';
import { plugin as partialMatch } from '../../src/evaluators/partial-match.js';
import { plugin as stringMatch } from '../../src/evaluators/string-match.js';
import { accuracyOf, capitalByText, choiceOf, made, sampleOf, scoreOf, textOf } from './scoring.js';

const string = hretStringMatch(matchOptions.parse({}));
const partial = hretPartialMatch(matchOptions.parse({}));

/** Every edge case that was seen when the ancestor was executed. */
describe('string_match with compat "hret"', () => {
  const letters = ['(A)', '(B)', '(C)', '(D)'];
  it.each([
    ['따라서, 정답은: (A)', '(A)', letters, true],
    ['정답은 (A)', '(A)', letters, false],
    ['정답：B', 'B', undefined, false],
    ['答案：B', 'B', undefined, true],
    ['Answer: x\nAnswer: y', 'y', undefined, false],
    ['Answer: x\nAnswer: y', 'x', undefined, true],
    ['The answer: 5', '5', undefined, true],
    ['대답: 서울', '서울', undefined, true],
    ['**정답:** (C)', '(C)', letters, true],
    ['정답: `서울`', '서울', undefined, true],
    ['(a)', '(A)', letters, true],
    ['(a)입니다.', '(A)', letters, false],
    ['3.0', '3', undefined, false],
    ['서울。', '서울', undefined, false],
    ['A', 'A', ['서울', '부산'], false],
    ['서울', '서울', ['서울', '부산'], true],
    ['서울', '서울', ['`서울`', '부산'], false],
    ['`서울`', '`서울`', ['`서울`', '부산'], false],
    ['가\n나', '가\n나', ['가\n나', '다'], false],
    ['가\n나', '가\n다', undefined, true],
    ['정답: 정답: 서울', '서울', undefined, true],
    ['정답:', '정답:', undefined, true],
    ['정답:   ', '', undefined, true],
    ['', '', undefined, true],
    ['', '', letters, false],
    ['서울'.normalize('NFD'), '서울', undefined, false],
    ['\n\n  서울  \n부산', '서울', undefined, true],
  ])('%j against %j among %j: %s', (prediction, reference, options, isCorrect) => {
    expect(string(prediction, reference, options).isCorrect).toBe(isCorrect);
  });

  it('ignorePunctuation leaves Korean and Chinese punctuation', () => {
    const match = hretStringMatch(matchOptions.parse({ ignorePunctuation: true }));
    expect(match('서울!?', '서울').isCorrect).toBe(true);
    expect(match('서울。', '서울').isCorrect).toBe(false);
  });

  it('mcqa: false forgets the options', () => {
    const match = hretStringMatch(matchOptions.parse({ mcqa: false }));
    expect(match('A', 'A', ['서울', '부산']).isCorrect).toBe(true);
  });
});

describe('partial_match with compat "hret"', () => {
  it.each([
    ['서울입니다', '', undefined, true],
    ['142', '4', undefined, true],
    ['(A) (B) (C)', '(B)', ['(A)', '(B)', '(C)'], true],
    ['답: A', 'A', ['서울', '부산'], false],
    ['**서울**입니다', '서울', undefined, true],
    ['첫 줄\n서울', '서울', undefined, false],
    ['정답은 `서울`', '`서울`', ['`서울`'], true],
    ['', '서울', undefined, false],
  ])('%j against %j among %j: %s', (prediction, reference, options, isCorrect) => {
    expect(partial(prediction, reference, options).isCorrect).toBe(isCorrect);
  });
});

describe('the evaluators with compat "hret"', () => {
  it('score everything: an empty reference, a rubric, a key that names no option', async () => {
    const [string, partial] = [await made(stringMatch, {}, 'hret'), await made(partialMatch, {}, 'hret')];
    expect(await accuracyOf(string, textOf(''), '')).toBe(1);
    expect(await accuracyOf(partial, textOf(''), '서울')).toBe(1);
    expect(await accuracyOf(string, sampleOf({ kind: 'rubric', rubric: 'x' }), '서울')).toBe(0);
    expect(await accuracyOf(string, choiceOf(['서울', '부산'], -1), '서울')).toBe(0);
    expect(await accuracyOf(partial, choiceOf(['서울', '부산'], -1), '서울')).toBe(0);
  });

  it('compare with the first accepted text only', async () => {
    const string = await made(stringMatch, {}, 'hret');
    expect(await accuracyOf(string, textOf('사람', '인간'), '인간')).toBe(0);
  });

  it('count texts that were cut off like any other, as the ancestor did', async () => {
    const string = await made(stringMatch, {}, 'hret');
    expect(await scoreOf(string, capitalByText, '생각해 보면')).toEqual({
      status: 'scored',
      values: { accuracy: 0 },
      extracted: '생각해 보면',
      isDefinite: true,
      details: { normalizedPrediction: '생각해 보면', normalizedReference: '서울', isCorrect: false },
    });
  });
});

/**
 * What the ancestor's own classes (commit cbc399b) gave for predictions put together at random from markers, markdown,
 * line ends, whitespace and answers; every row: params, prediction, reference, options, and for each of the two
 * evaluators the normalised texts and the verdict.
 */
describe('against the ancestor, executed', () => {
  interface Golden {
    readonly o: Record<string, unknown>;
    readonly pred: string;
    readonly ref: string;
    readonly choices: string[] | null;
    readonly s: readonly [string, string, boolean];
    readonly p: readonly [string, string, boolean];
  }
  const file = new URL('../goldens/evaluators/hret-match.json', import.meta.url);
  const goldens = JSON.parse(readFileSync(file, 'utf8')) as Golden[];

  it.each([
    ['string_match', stringMatch, hretStringMatch, 's'],
    ['partial_match', partialMatch, hretPartialMatch, 'p'],
  ] as const)('%s agrees on every recorded row', (_, plugin, matchOf, key) => {
    expect(goldens.length).toBeGreaterThan(300);
    for (const golden of goldens) {
      const match = matchOf(parseOptions(plugin, 'evaluatorParams', golden.o));
      const found = match(golden.pred, golden.ref, golden.choices ?? undefined);
      expect([found.normalizedPrediction, found.normalizedReference, found.isCorrect], golden.pred).toEqual(
        golden[key],
      );
    }
  });
});
