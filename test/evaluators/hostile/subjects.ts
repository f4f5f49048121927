import type { Evaluator, Score } from '../../../src/core/evaluator.js';
import type { Model } from '../../../src/core/model.js';
import type { Compat, EvaluatorPlugin } from '../../../src/core/plugin.js';
import type { Sample } from '../../../src/core/sample.js';
import { defaultCotParser, parsedBy } from '../../../src/evaluators/cot.js';
import { evaluators } from '../../../src/evaluators/index.js';
import { gatedByLanguage, languageEvaluator } from '../../../src/evaluators/language.js';
import { markdownTable } from '../../../src/report/markdown.js';
import { textTable } from '../../../src/report/table.js';
import { topWords } from '../../../src/report/words.js';
import { voteOf } from '../../../src/scaling/vote-key.js';
import { scriptedModel, testWorld } from '../../../src/testing/index.js';
import { judgedBy } from '../judge/judging.js';
import { capitalByLetter, capitalByText, choiceOf, made, sampleOf, scoreOf, textOf } from '../scoring.js';

/** One way of handing a hostile text to one way of scoring. */
export interface Subject {
  /** Scores the text; `undefined` for what gives no score. */
  score(text: string): Promise<Score | undefined>;
  /** How long texts may be for it, where the work is in the text twice over: 20,000 syllables are within it. */
  readonly longest?: number;
  /** The score may be right: the text is its own reference, or a grade is read in it by the rule of the method. */
  readonly mayBeRight?: true;
}
export type Make = () => Promise<Subject>;

type Params = Readonly<Record<string, unknown>>;

async function evaluatorOf(name: string, params: Params = {}, compat?: Compat): Promise<Evaluator> {
  const load = evaluators[name];
  if (load === undefined) throw new Error(`There is no evaluator called ${name}.`);
  return made((await load()).plugin as EvaluatorPlugin, params, compat);
}

/** The text is the answer. */
const answering =
  (name: string, sample: Sample, params: Params = {}, compat?: Compat): Make =>
  async () => {
    const evaluator = await evaluatorOf(name, params, compat);
    return { score: (text) => scoreOf(evaluator, sample, text) };
  };

/** The text is the reference, and then the answer too. */
const referring =
  (name: string, params: Params = {}, compat?: Compat, longest?: number): Make =>
  async () => {
    const evaluator = await evaluatorOf(name, params, compat);
    return {
      mayBeRight: true,
      ...(longest !== undefined && { longest }),
      async score(text) {
        await scoreOf(evaluator, textOf(text), '정답: 서울 4');
        await scoreOf(evaluator, textOf(text), text.replace('1', '23'));
        return scoreOf(evaluator, textOf(text), text);
      },
    };
  };

/** The text is the question, and then the text of every option. */
const asking =
  (name: string, params: Params = {}): Make =>
  async () => {
    const evaluator = await evaluatorOf(name, params);
    return {
      mayBeRight: true,
      async score(text) {
        await scoreOf(evaluator, { ...capitalByLetter, input: `${text}${capitalByLetter.input}` }, '정답: 서울');
        await scoreOf(evaluator, { ...capitalByText, input: text }, '정답: (B)');
        return scoreOf(evaluator, choiceOf(['부산', text, `${text}!`], 1, `(A) 부산\n(B) ${text}`), '정답: (B)');
      },
    };
  };

/** The text is what a judge replies to every question, and then the answer that is judged. */
const judging =
  (params: Params = {}, compat?: Compat): Make =>
  async () => {
    const rubric: Sample = {
      ...sampleOf({ kind: 'rubric', rubric: '5점: 정확하다.', reference: '서울' }),
      metadata: { model_response_b: '부산' },
    };
    return {
      mayBeRight: true,
      async score(text) {
        const judge: Model = scriptedModel([text], { id: 'judge' });
        const fair: Model = scriptedModel(['[RESULT] 3'], { id: 'fair' });
        await scoreOf(await judgedBy({ judge: fair }, params, compat), rubric, text);
        return scoreOf(await judgedBy({ judge }, params, compat), rubric, '서울');
      },
    };
  };

const judged = (evaluator: () => Promise<Evaluator> | Evaluator, sample: Sample): Make => {
  return async () => {
    const made = await evaluator();
    return { score: (text) => scoreOf(made, sample, text), mayBeRight: true };
  };
};

const seoul = textOf('서울', '4');
const LONG = 20_000;
const schema = { type: 'object', properties: { 도시: { type: 'string', pattern: '^(a+)+$' } }, required: ['도시'] };
const lengths = { id: 'lengths', embed: async (texts: readonly string[]) => texts.map((text) => [text.length, 1]) };

/** Every way of scoring that reads text, by evaluator and by what is special to it; a test fails when an evaluator is missing. */
export const subjects: Readonly<Record<string, Readonly<Record<string, Make>>>> = {
  bleu: {
    '13a': answering('bleu', seoul),
    'as reference, 13a': referring('bleu', {}, undefined, LONG),
    'as reference, char': referring('bleu', { tokenizer: 'char' }, undefined, LONG),
    'as reference, intl': referring('bleu', { tokenizer: 'intl' }, undefined, LONG),
  },
  chrf: { answer: answering('chrf', seoul), 'as reference': referring('chrf', { wordOrder: 2 }, undefined, LONG) },
  classification: {
    'of string_match': answering('classification', capitalByLetter, { evaluator: 'string_match' }),
  },
  custom: { answer: answering('custom', seoul, { customEvaluator: () => ({ accuracy: 0 }) }) },
  exact_match: {
    'everything ignored': answering('exact_match', seoul, {
      ignoreCase: true,
      ignorePunctuation: true,
      ignoreNumbers: true,
      regexesToIgnore: ['\\s+$'],
    }),
    'as reference': referring('exact_match'),
  },
  f1: {
    words: answering('f1', seoul),
    'as reference, characters': referring('f1', { unit: 'characters' }, undefined, LONG),
  },
  json_schema: {
    'any JSON': judged(() => evaluatorOf('json_schema'), seoul),
    'a schema with a pattern': answering('json_schema', seoul, { schema }),
    'inside JSON': async () => {
      const evaluator = await evaluatorOf('json_schema', { schema });
      return { score: (text) => scoreOf(evaluator, seoul, JSON.stringify({ 도시: text })), mayBeRight: true };
    },
  },
  llm_judge: {
    rubric_and_response: judging(),
    rubric_response_and_gold: judging({ defaultJudgeType: 'rubric_response_and_gold' }),
    response_comparison: judging({ defaultJudgeType: 'response_comparison' }),
    k2_eval: judging({ defaultJudgeType: 'k2_eval' }),
    'compat hret, k2_eval': judging({ defaultJudgeType: 'k2_eval' }, 'hret'),
    'compat hret, response_comparison': judging({ defaultJudgeType: 'response_comparison' }, 'hret'),
  },
  log_likelihood: {
    'as options': async () => {
      const evaluator = await evaluatorOf('log_likelihood', { mutualInformation: true });
      return {
        mayBeRight: true,
        score: async (text) =>
          evaluator.score({
            sample: choiceOf(['서울', text, `${text}!`], 0, text),
            answer: { kind: 'ranking', logLikelihoods: [-1, -2, -3], unconditional: [-1, -1, -1] },
            signal: new AbortController().signal,
          }),
      };
    },
  },
  maj_at_k: {
    'of string_match': answering('maj_at_k', capitalByLetter),
    'of math_match': answering('maj_at_k', textOf('4'), { evaluator: 'math_match' }),
  },
  math_match: {
    answer: answering('math_match', textOf('4')),
    'answer to a set': answering('math_match', textOf('\\{1, 2, 3\\}')),
    'as reference': referring('math_match'),
    'expressions only': answering('math_match', textOf('4'), { exprOnly: true }),
    'LaTeX only': answering('math_match', textOf('4'), { latexOnly: true }),
    'compat hret': answering('math_match', textOf('$4$'), {}, 'hret'),
    'compat hret, as reference': referring('math_match', { latexOnly: false }, 'hret'),
  },
  mt_bench_judge: {
    'as answer and as verdict': async () => ({
      mayBeRight: true,
      async score(text) {
        const load = evaluators.mt_bench_judge;
        if (load === undefined) throw new Error('There is no evaluator called mt_bench_judge.');
        const { plugin } = await load();
        const judge = scriptedModel([text], { id: 'judge' });
        return scoreOf(await plugin.create({}, { ...testWorld(), judge }), seoul, text);
      },
    }),
  },
  multiple_choice: {
    answer: answering('multiple_choice', capitalByLetter),
    'options that combine statements': answering('multiple_choice', choiceOf(['ㄱ', 'ㄱ, ㄴ', 'ㄴ, ㄷ'], 1)),
    'as question and options': asking('multiple_choice'),
  },
  partial_match: {
    labels: answering('partial_match', capitalByLetter),
    texts: answering('partial_match', capitalByText),
    accepted: answering('partial_match', textOf('서울특별시')),
    'as reference': referring('partial_match'),
    'as question and options': asking('partial_match'),
    'compat hret': answering('partial_match', textOf('서울특별시'), {}, 'hret'),
  },
  pass_at_k: { 'of string_match': answering('pass_at_k', capitalByLetter) },
  perplexity: {
    'as reference': async () => {
      const evaluator = await evaluatorOf('perplexity');
      return {
        score: async (text) =>
          evaluator.score({
            sample: textOf(text),
            answer: { kind: 'ranking', logLikelihoods: [-10] },
            signal: new AbortController().signal,
          }),
      };
    },
  },
  regex: {
    answer: answering('regex', textOf('서울')),
    'as reference': referring('regex', { pattern: '\\S+\\s*$' }),
  },
  rouge: {
    words: answering('rouge', seoul),
    'as reference, words': referring('rouge', {}, undefined, LONG),
    'as reference, syllables': referring('rouge', { tokenizer: 'syllables' }, undefined, LONG),
    'compat hret': referring('rouge', {}, 'hret', LONG),
  },
  scorer: { answer: answering('scorer', seoul, { scorer: () => 0 }) },
  semantic_similarity: { answer: answering('semantic_similarity', seoul, { embedder: lengths }) },
  string_match: {
    labels: answering('string_match', capitalByLetter),
    texts: answering('string_match', capitalByText),
    accepted: answering('string_match', textOf('서울특별시')),
    'accepted labels': answering('string_match', textOf('(B)')),
    'everything ignored': answering('string_match', textOf('서울특별시'), {
      ignorePunctuation: true,
      ignoreNumbers: true,
      regexesToIgnore: ['\\([^)]*\\)'],
      extractFinalAnswer: false,
    }),
    'as reference': referring('string_match'),
    'as question and options': asking('string_match'),
    'compat hret': answering('string_match', textOf('서울특별시'), {}, 'hret'),
  },
  ter: { answer: answering('ter', seoul), 'as reference': referring('ter') },
};

const plainly = (read: (text: string) => unknown, longest?: number): Make => {
  return async () => ({
    ...(longest !== undefined && { longest }),
    async score(text) {
      read(text);
      return undefined;
    },
  });
};

/** What stands around evaluators and reads the same texts. */
export const around: Readonly<Record<string, Make>> = {
  'the language check, Korean': judged(() => languageEvaluator('ko'), seoul),
  'the language check, compat hret': judged(() => languageEvaluator('ko', 'hret'), seoul),
  'the language check, German': judged(() => languageEvaluator('de'), seoul),
  'the language gate': judged(async () => gatedByLanguage(await evaluatorOf('string_match'), 'ko'), capitalByLetter),
  "the ancestor's parser": judged(
    async () => parsedBy(await evaluatorOf('string_match'), defaultCotParser),
    capitalByLetter,
  ),
  'the vote of self-consistency': plainly((text) =>
    [capitalByLetter, seoul].map((sample) => voteOf({ text, finish: 'stop' }, sample, true)),
  ),
  'words in reports': plainly((text) => topWords([text], 10), LONG),
  'tables in reports': plainly((text) => {
    const table = { columns: [{ title: 'a' }], rows: [[text]] };
    return [markdownTable(table), textTable(table, { maxWidth: 80 })];
  }),
};
