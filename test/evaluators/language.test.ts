import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gatedByLanguage, languageEvaluator } from '../../src/evaluators/language.js';
import { eldLoader, languageCheck } from '../../src/evaluators/language-check.js';
import { isInLanguage, scriptShares } from '../../src/evaluators/language-detect.js';
import { plugin } from '../../src/evaluators/string-match.js';
import { capitalByLetter, capitalByText, inputOf, made, scoreOf, textOf } from './scoring.js';

describe('the language of a text', () => {
  it.each([
    ['서울은 대한민국의 수도입니다.', 'ko', true],
    ['머신러닝은 machine learning의 번역어입니다.', 'ko', true],
    ['정답: B', 'ko', true],
    ['안녕하세요'.normalize('NFD'), 'ko', true],
    ['ㅋㅋㅋ', 'ko', true],
    ['The capital of Korea is 서울.', 'ko', false],
    ['東京は日本の首都です。', 'ko', false],
    ['東京は日本の首都です。', 'ja', true],
    ['カタカナ', 'ja', true],
    ['东京是日本的首都', 'ja', false],
    ['东京是日本的首都', 'zh', true],
    ['我们使用 machine learning 方法', 'zh', true],
    ['東京は日本の首都です。', 'zh', false],
    ['The answer is here', 'en', true],
    ['Ответ здесь', 'ru', true],
    ['Ответ здесь', 'en', false],
    ['الجواب هنا', 'ar', true],
    ['คำตอบอยู่ที่นี่', 'th', true],
    ['उत्तर यहाँ है', 'hi', true],
  ])('%j in %s: %s', (text, language, isIn) => {
    expect(isInLanguage(text, language)).toBe(isIn);
  });

  it.each(['', '42', '(A)', 'B', '정답'.slice(0, 0), '①', '$x = 3$', '1,200.5', 'x + y = 2', '!!!'])(
    'cannot be told from %j, which has no letters to judge by',
    (text) => {
      expect(isInLanguage(text, 'ko')).toBeUndefined();
    },
  );

  it.each([
    '```python\nprint("hello world")\n```\n인사하는 코드',
    '```\nunfinished code block in English',
    '함수는 `getElementById`',
    '$\\text{where all the letters stand}$ 이므로',
    '\\[ a = \\frac{number}{another} \\] 이다',
    '\\(first\\)와 \\(second\\)',
    'https://example.com/a/long/english/path 참고',
  ])('is not judged by code, mathematics and addresses: %j', (text) => {
    expect(scriptShares(text).latin ?? 0).toBe(0);
  });

  it('a price is not mathematics that swallows the next lines', () => {
    expect(isInLanguage('$5\nThis is plain English text worth $6', 'ko')).toBe(false);
  });

  it('Hangul counts by its letters', () => {
    expect(scriptShares('한글 ab')).toEqual({ hangul: 6 / 8, latin: 2 / 8 });
    expect(scriptShares('가 ab')).toEqual({ hangul: 2 / 4, latin: 2 / 4 });
    expect(scriptShares('한가 ab'.normalize('NFD'))).toEqual(scriptShares('한가 ab'));
  });

  it('the shares of a text with letters add up to 1', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shares = Object.values(scriptShares(text));
        if (shares.length > 0) expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('a language code', () => {
  it('may name a country and be written in capitals', async () => {
    expect(await languageCheck('ko-KR')('서울입니다')).toBe(true);
    expect(await languageCheck('ZH_tw')('首都')).toBe(true);
  });

  it('that nobody knows is refused before anything is asked', () => {
    expect(() => languageCheck('korean')).toThrow(/"korean" is not a language code/);
  });

  it('of a language in a shared script needs a package, and says which', () => {
    const missing = () =>
      languageCheck('fr', () =>
        eldLoader(() => {
          throw Object.assign(new Error('not found'), { code: 'MODULE_NOT_FOUND' });
        }),
      );
    expect(missing).toThrow(/"eld".*npm install eld/);
    expect(missing).toThrow(expect.objectContaining({ code: 'missing_package' }));
  });

  it('of a language in a shared script is told by that package', async () => {
    const isFrench = languageCheck('fr');
    expect(await isFrench('Bonjour à tous, je suis très content de vous voir ici.')).toBe(true);
    expect(await isFrench('Good morning everybody, I am very happy to see you here.')).toBe(false);
    expect(await isFrench('수도는 서울입니다.')).toBe(false);
  });

  it('of a language in a shared script asks that package about the prose only', async () => {
    const seen: string[] = [];
    const detector = {
      detect(text: string) {
        seen.push(text);
        return { language: text.includes('Bonjour') ? 'fr' : 'en' };
      },
    };
    const check = languageCheck('fr', () => async () => detector);
    expect(await check('Bonjour `code` à tous')).toBe(true);
    expect(await check('Hello all')).toBe(false);
    expect(await check('42')).toBeUndefined();
    expect(seen.map((text) => text.replace(/ +/g, ' '))).toEqual(['Bonjour à tous', 'Hello all']);
  });
});

describe('the language penalizer', () => {
  const evaluator = languageEvaluator('ko');

  it('gives 1 to answers in the language and 0 to others', async () => {
    expect(await scoreOf(evaluator, textOf('x'), '서울입니다')).toMatchObject({
      values: { language_penalizer_average: 1 },
    });
    expect(await scoreOf(evaluator, textOf('x'), 'It is Seoul')).toMatchObject({
      values: { language_penalizer_average: 0 },
    });
  });

  it('judges the whole raw text, not the part that is compared', async () => {
    expect(await scoreOf(evaluator, capitalByLetter, '수도를 묻고 있다.\n정답: (B)')).toMatchObject({
      values: { language_penalizer_average: 1 },
    });
  });

  it('leaves answers without letters unscored', async () => {
    expect(await scoreOf(evaluator, capitalByLetter, '(B)')).toMatchObject({
      status: 'unscored',
      reason: /no letters/,
    });
  });

  it('counts texts that were cut off', async () => {
    expect(await scoreOf(evaluator, textOf('x'), '수도를 묻고')).toMatchObject({ isDefinite: true });
  });

  it('compat "hret" judges the final answer alone, and a label is in no language', async () => {
    const ancestral = languageEvaluator('ko', 'hret');
    expect(await scoreOf(ancestral, capitalByLetter, '수도를 묻고 있다.\n정답: (B)')).toMatchObject({
      values: { language_penalizer_average: 0 },
    });
    expect(await scoreOf(ancestral, textOf('x'), 'reasoning\n정답: 서울')).toMatchObject({
      values: { language_penalizer_average: 1 },
    });
  });
});

describe('an evaluator gated by language', async () => {
  const gated = gatedByLanguage(await made(plugin), 'ko');

  it('counts a right answer in another language as wrong, and says why', async () => {
    const score = await scoreOf(gated, capitalByLetter, 'The capital is Seoul.\nAnswer: (B)');
    expect(score).toMatchObject({
      status: 'scored',
      values: { accuracy: 0 },
      explanation: 'the answer is not in ko',
      extracted: '(B)',
    });
  });

  it('leaves answers in the language, and answers without letters, alone', async () => {
    for (const answer of ['수도는 서울이다.\n정답: (B)', '(B)', 'B']) {
      expect(await scoreOf(gated, capitalByLetter, answer)).toMatchObject({ values: { accuracy: 1 } });
    }
  });

  it('keeps what the evaluator had to say', async () => {
    expect(await scoreOf(gated, capitalByText, 'No idea at all')).toMatchObject({
      explanation: 'the answer is not in ko; the answer names none of the options',
    });
  });

  it('leaves unscored answers and rankings alone', async () => {
    expect(await scoreOf(gated, textOf(''), 'English')).toMatchObject({ status: 'unscored' });
    const ranking = gatedByLanguage(
      {
        name: 'r',
        reads: 'ranking',
        metrics: ['accuracy'],
        score: () => ({ status: 'scored', values: { accuracy: 1 } }),
      },
      'ko',
    );
    const input = { ...inputOf(capitalByText, ''), answer: { kind: 'ranking', logLikelihoods: [0, 1, 2] } } as const;
    expect(await ranking.score(input)).toEqual({ status: 'scored', values: { accuracy: 1 } });
  });
});
