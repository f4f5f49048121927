import { describe, expect, it } from 'vitest';
import type { EvaluatorPlugin } from '../../src/core/plugin.js';
import { plugin as exactMatch } from '../../src/evaluators/exact-match.js';
import { plugin as jsonSchema } from '../../src/evaluators/json-schema.js';
import { plugin as multipleChoice } from '../../src/evaluators/multiple-choice.js';
import { plugin as partialMatch } from '../../src/evaluators/partial-match.js';
import { plugin as regex } from '../../src/evaluators/regex.js';
import { plugin as scorer } from '../../src/evaluators/scorer.js';
import { plugin as similarity } from '../../src/evaluators/semantic-similarity.js';
import { plugin as stringMatch } from '../../src/evaluators/string-match.js';
import * as hret from '../../src/index.js';
import { describeEvaluator } from '../contracts/evaluator.js';
import { useOutputDir } from '../temp-dir.js';
import { accuracyOf, choiceOf, made, scoreOf, textOf } from './scoring.js';

const outputDir = useOutputDir();

describe('regex', () => {
  it.each([
    ['so it is\n#### 1,234', '1,234', {}, 1],
    ['so it is\n#### 12', '13', {}, 0],
    ['답은 (가) 그리고 (나)', '나', { pattern: '\\((\\w)\\)', group_select: -1 }, 1],
    ['답은 (가) 그리고 (나)', '가', { pattern: '\\((\\w)\\)' }, 1],
    ['x=3', '3', { pattern: 'y=(\\d)|x=(\\d)' }, 1],
    ['Seoul', 'seoul', { pattern: '\\w+' }, 1],
    ['Seoul', 'seoul', { pattern: '\\w+', ignore_case: false }, 0],
  ])('reads %j as %j with %j: %d', async (answer, reference, params, expected) => {
    expect(await accuracyOf(await made(regex, params), textOf(reference), answer)).toBe(expected);
  });

  it('is unscored where nothing is found, also when a later match is asked for', async () => {
    expect(await scoreOf(await made(regex), textOf('4'), '4')).toMatchObject({ status: 'unscored' });
    const second = await made(regex, { pattern: '\\d', groupSelect: 1 });
    expect(await scoreOf(second, textOf('4'), '4')).toMatchObject({ status: 'unscored' });
  });

  it('refuses a pattern that is none', async () => {
    await expect(made(regex, { pattern: '(' })).rejects.toThrow(/regular expression/);
  });
});

describe('what users hand in and takes too long', () => {
  const letters = `${'a'.repeat(60)}!`;
  const endless = '(a+)+$';

  it.each([
    ['regex', regex, { pattern: endless }, 'the pattern'],
    ['exact_match', exactMatch, { regexesToIgnore: [endless] }, 'regexesToIgnore'],
    ['string_match', stringMatch, { regexesToIgnore: [endless] }, 'regexesToIgnore'],
    ['partial_match', partialMatch, { regexesToIgnore: [endless] }, 'regexesToIgnore'],
    ['multiple_choice', multipleChoice, { regexesToIgnore: [endless] }, 'regexesToIgnore'],
    ['json_schema', jsonSchema, { schema: { type: 'string', pattern: endless } }, 'the schema'],
  ] as const)('leaves the answer to %s unscored and says why', async (_, plugin, params, what) => {
    const evaluator = await made(plugin as EvaluatorPlugin, params);
    const sample = choiceOf(['서울', '부산'], 0);
    const text = plugin === jsonSchema ? JSON.stringify(letters) : letters;
    expect(await scoreOf(evaluator, sample, text)).toEqual({
      status: 'unscored',
      reason: `${what} took more than 1000 ms on this answer`,
    });
    expect(await scoreOf(evaluator, sample, plugin === jsonSchema ? '"b"' : '서울')).not.toHaveProperty('reason', what);
  });

  it('searches all of a long answer', async () => {
    const evaluator = await made(regex, { pattern: '#(\\d)' });
    expect(await accuracyOf(evaluator, textOf('1'), `#1 ${'.'.repeat(300_000)} #2`)).toBe(1);
  });
});

describe('a reference of which the options leave nothing', () => {
  it.each([
    ['exact_match', exactMatch, { ignoreNumbers: true }],
    ['regex', regex, { pattern: '.+', ignorePunctuation: true }],
  ] as const)('equals no answer of %s', async (_, plugin, params) => {
    const reference = plugin === regex ? '+' : '42';
    const evaluator = await made(plugin as EvaluatorPlugin, params);
    expect(await scoreOf(evaluator, textOf(reference), plugin === regex ? '-' : '17')).toMatchObject({
      status: 'unscored',
    });
  });
});

const schema = {
  type: 'object',
  properties: { 도시: { type: 'string' }, 인구: { type: 'integer', minimum: 0 } },
  required: ['도시'],
  additionalProperties: false,
};

describe('json_schema', () => {
  it.each([
    ['{"도시": "서울", "인구": 9400000}', 1, 1],
    ['{"도시": "서울"}', 1, 1],
    ['{"인구": 9400000}', 0, 1],
    ['{"도시": "서울", "인구": -1}', 0, 1],
    ['{"도시": "서울", "나라": "한국"}', 0, 1],
    ['{"도시": "서울"', 0, 0],
    ['서울입니다', 0, 0],
    ['답은 다음과 같습니다.\n```json\n{"도시": "서울"}\n```\n', 1, 1],
    ['```\n{"인구": 1}\n```\n고치면\n```json\n{"도시": "서울"}\n```', 1, 1],
  ])('says of %j: valid %d, JSON %d', async (answer, valid, isJson) => {
    const evaluator = await made(jsonSchema, { schema });
    expect(await scoreOf(evaluator, textOf('-'), answer)).toMatchObject({
      values: { schema_valid: valid, is_json: isJson },
    });
  });

  it('reads no fences when told not to, and any JSON without a schema', async () => {
    const bare = await made(jsonSchema, { allow_fence: false });
    expect(await scoreOf(bare, textOf('-'), '```\n1\n```')).toMatchObject({ values: { is_json: 0 } });
    expect(await scoreOf(bare, textOf('-'), ' [1, null] ')).toMatchObject({ values: { schema_valid: 1 } });
  });

  it('survives a hundred thousand brackets', async () => {
    const evaluator = await made(jsonSchema, { schema });
    const nested = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(await scoreOf(evaluator, textOf('-'), nested)).toMatchObject({ values: { schema_valid: 0 } });
  });
});

/** Letters of a text as a vector. */
const letters = {
  id: 'letters',
  embed: async (texts: readonly string[]) =>
    texts.map((text) => ['가', '나', '다'].map((letter) => text.split(letter).length - 1)),
};

describe('semantic_similarity', () => {
  it('is the cosine with the nearest reference', async () => {
    const evaluator = await made(similarity, { embedder: letters });
    expect(await scoreOf(evaluator, textOf('나', '가나'), '가가가나')).toMatchObject({
      values: { similarity: expect.closeTo(4 / Math.sqrt(20), 12) },
    });
    expect(await scoreOf(evaluator, textOf('나'), '생각 끝에\n정답: 가')).toMatchObject({ values: { similarity: 0 } });
  });

  it('is unscored for an empty answer and for an embedding without direction', async () => {
    const evaluator = await made(similarity, { embedder: letters });
    for (const answer of ['', '라'])
      expect(await scoreOf(evaluator, textOf('가'), answer)).toMatchObject({ status: 'unscored' });
  });

  it('refuses vectors that do not fit, and an embedder that is none', async () => {
    const broken = { id: 'broken', embed: async () => [[1, 2]] };
    await expect(scoreOf(await made(similarity, { embedder: broken }), textOf('가'), '가')).rejects.toThrow(
      /1 vectors for 2/,
    );
    await expect(made(similarity, {})).rejects.toThrow(/embedder/);
  });
});

describe('scorer', () => {
  async function Closeness({ output, expected }: { output: string; expected: string }) {
    if (output === '') return { name: 'Closeness', score: null };
    return { name: 'Closeness', score: output === expected ? 1 : 0.25, metadata: { output } };
  }

  it('takes a scorer of autoevals as it is; null is unscored and stays out of the mean', async () => {
    const rows = ['서울', '부산', ''].map((prediction) => ({ reference: '서울', prediction }));
    const result = await hret.score(rows, {
      evaluationMethod: 'scorer',
      evaluatorParams: { scorer: Closeness },
      languagePenalize: false,
      outputDir: outputDir(),
    });
    expect(result.metrics).toEqual({ Closeness: 0.625 });
    expect(result.counts).toMatchObject({ scored: 2, unscored: 1 });
  });

  it('is any function that stands where a name of an evaluator would, also among others', async () => {
    const rows = ['서울', '부산', ''].map((prediction) => ({ reference: '서울', prediction }));
    const options = { languagePenalize: false, outputDir: outputDir() };
    const alone = await hret.score(rows, { evaluationMethod: Closeness, ...options });
    expect(alone.metrics).toEqual({ Closeness: 0.625 });
    expect(alone.stats.Closeness).toMatchObject({ n: 2, unscored: 1 });
    const strict = ({ output }: hret.ScorerInput) => (output === '서울' ? 1 : 0);
    const several = await hret.score(rows, { evaluationMethod: ['string_match', Closeness, strict], ...options });
    expect(several.metrics).toMatchObject({ accuracy: 1 / 3, Closeness: 0.625, strict: 1 / 3 });
    expect(several.info.evaluators).toEqual(['string_match', 'Closeness', 'strict']);
    await expect(hret.score(rows, { evaluationMethod: [strict, strict], ...options })).rejects.toThrow(
      /"strict" is named twice/,
    );
  });

  it('fails a sample whose answer it throws at or gives no number for, and only that', async () => {
    const rows = ['7', '서울', '벌'].map((prediction) => ({ reference: '7', prediction }));
    const numeric = async ({ output, expected }: hret.ScorerInput) => {
      if (output === '벌') throw new Error('no bees');
      return { name: 'numeric', score: 1 - Math.abs(Number(output) - Number(expected)) };
    };
    const result = await hret.score(rows, {
      evaluationMethod: numeric,
      languagePenalize: false,
      outputDir: outputDir(),
    });
    expect(result.metrics).toEqual({ numeric: 1 });
    expect(result.counts).toMatchObject({ total: 3, scored: 1, failed: 2, unscored: 0 });
    expect(result.samples.map(({ error }) => error)).toEqual([
      undefined,
      expect.stringContaining('numeric gave a score that is no number'),
      'no bees',
    ]);
  });

  it('takes plain numbers and another name, and refuses what is no number', async () => {
    const half = await made(scorer, { scorer: () => 0.5, metric: 'half' });
    expect(await scoreOf(half, textOf('x'), 'y')).toMatchObject({ values: { half: 0.5 } });
    const broken = await made(scorer, { scorer: () => ({ score: Number.NaN }) });
    await expect(scoreOf(broken, textOf('x'), 'y')).rejects.toThrow(/no number/);
    const list = await made(scorer, { scorer: () => [{ name: 'a', score: 1 }] });
    await expect(scoreOf(list, textOf('x'), 'y')).rejects.toThrow(/gave a list/);
  });

  it('never counts the score beside an error', async () => {
    const failing = await made(scorer, {
      scorer: function Factuality() {
        return { name: 'Factuality', score: 0, error: new Error('429 too many requests') };
      },
    });
    await expect(scoreOf(failing, textOf('x'), 'y')).rejects.toThrow('Factuality failed: 429 too many requests');
  });

  it('names a metric as its function is named, in any script', async () => {
    const 정확도 = () => 1;
    expect((await made(scorer, { scorer: 정확도 })).metrics).toEqual(['정확도']);
  });
});

describeEvaluator('regex', { make: () => made(regex), sample: textOf('4'), answer: '#### 4' });
describeEvaluator('json_schema', {
  make: () => made(jsonSchema, { schema }),
  sample: textOf('-'),
  answer: '{"도시":"서울"}',
});
describeEvaluator('semantic_similarity', {
  make: () => made(similarity, { embedder: letters }),
  sample: textOf('가'),
  answer: '가나',
});
describeEvaluator('scorer', { make: () => made(scorer, { scorer: () => 1 }), sample: textOf('가'), answer: '가' });
