import { readdirSync } from 'node:fs';
import type { Answer } from '../../../src/core/evaluator.js';
import type { EvaluatorPlugin } from '../../../src/core/plugin.js';
import type { Sample } from '../../../src/core/sample.js';
import { plugin as bleu } from '../../../src/evaluators/bleu.js';
import { plugin as chrf } from '../../../src/evaluators/chrf.js';
import { plugin as classification } from '../../../src/evaluators/classification.js';
import { plugin as exactMatch } from '../../../src/evaluators/exact-match.js';
import { plugin as f1 } from '../../../src/evaluators/f1.js';
import { plugin as logLikelihood } from '../../../src/evaluators/log-likelihood.js';
import { plugin as majAtK } from '../../../src/evaluators/maj-at-k.js';
import { plugin as multipleChoice } from '../../../src/evaluators/multiple-choice.js';
import { plugin as passAtK } from '../../../src/evaluators/pass-at-k.js';
import { plugin as rouge } from '../../../src/evaluators/rouge.js';
import { plugin as ter } from '../../../src/evaluators/ter.js';
import { choiceOf, inputOf, made, overAll, textOf } from '../../evaluators/scoring.js';
import { ran } from '../ran.js';
import { type Case, type Row, readJson, type Suite } from '../suite.js';

/** Every file of lighteval's metric vectors, one suite each; a file nobody reads is an error. */
export async function lightevalSuites(folder: string): Promise<Suite[]> {
  const suites: Suite[] = [];
  for (const file of readdirSync(folder).sort()) {
    const name = file.replace(/\.json$/, '');
    const way = ways[name];
    const vectors: Row[] = readJson(`${folder}/${file}`).test_cases;
    if (way === undefined) throw new Error(`${file}: no suite reads these ${vectors.length} vectors`);
    if (typeof way === 'string') suites.push({ name: `lighteval ${name} (${vectors.length})`, skipped: way });
    else suites.push({ name: `lighteval ${name}`, cases: await casesOf(vectors, way) });
  }
  return suites;
}

async function casesOf(vectors: readonly Row[], way: Way): Promise<Case[]> {
  const cases: Case[] = [];
  for (const vector of vectors) {
    const { name, expected_output: wanted, tolerance } = vector;
    const expected = Number(typeof wanted === 'number' ? wanted : Object.values(wanted)[0]);
    cases.push({ name, expected, actual: await way(vector), tolerance });
  }
  return cases;
}

type Way = (vector: Row) => Promise<number | undefined>;

const goldsOf = ({ choices, gold_index }: Row): string[] => [gold_index].flat().map((place: number) => choices[place]);
const hundredth = async (value: Promise<number | undefined>) => ((await value) ?? Number.NaN) / 100;

/** One answer to one question. */
const single =
  (plugin: EvaluatorPlugin<Row>, metric: string, params = {}): Way =>
  async ({ doc, model_response }) => {
    const { values, metrics } = await ran(await made(plugin, params), [
      [textOf(...goldsOf(doc)), model_response.text[0]],
    ]);
    return values[0]?.[metric] ?? metrics[metric];
  };

const corpusOf =
  (plugin: EvaluatorPlugin<Row>, metric: string, params = {}): Way =>
  async ({ docs, model_responses }) => {
    const rows = docs.map((doc: Row, place: number) => [textOf(...goldsOf(doc)), model_responses[place].text[0]]);
    return (await ran(await made(plugin, params), rows)).metrics[metric];
  };

/** lighteval gives sacrebleu one reference stream a sentence: the first answer is compared with the references of all. */
const asHandedOver =
  (plugin: EvaluatorPlugin<Row>, metric: string, params = {}): Way =>
  async ({ docs, model_responses }) => {
    const sample = textOf(...docs.flatMap(goldsOf));
    return (await ran(await made(plugin, params), [[sample, model_responses[0].text[0]]])).metrics[metric];
  };

const trials =
  (plugin: EvaluatorPlugin<Row>, sign: string, evaluator: string, judged?: number): Way =>
  async ({ doc, model_response, metric_params: { k, n } }) => {
    const texts: string[] = model_response.text.slice(0, n ?? k);
    const rows = texts.map((text): [Sample, string] => [textOf(...goldsOf(doc)), text]);
    const { metrics } = await ran(await made(plugin, { k: [judged ?? k], evaluator }), rows, true);
    return metrics[`${sign}@${judged ?? k}`];
  };

/** lighteval's letters are those of the options' places: the one option of a vector is A, whatever its text. */
const letterTrials: Way = (vector) => {
  const letter = 'ABCD'[vector.doc.gold_index] ?? '';
  const doc = { choices: [letter], gold_index: 0 };
  return trials(passAtK, 'pass', 'exact_match')({ ...vector, doc });
};

const answerOf = ({ logprobs }: Row): Answer => ({ kind: 'ranking', logLikelihoods: logprobs });

/** Of several right options the best one counts. */
const ranked =
  (metric: (vector: Row) => string, params: (vector: Row) => object = () => ({})): Way =>
  async (vector) => {
    const { doc, model_response } = vector;
    const evaluator = await made(logLikelihood as EvaluatorPlugin<Row>, { ...params(vector) });
    const values = ([doc.gold_index].flat() as number[]).map(async (gold) => {
      const score = await evaluator.score({
        ...inputOf(choiceOf(doc.choices, gold), ''),
        answer: answerOf(model_response),
      });
      return score.status === 'scored' ? (score.values[metric(vector)] ?? 0) : 0;
    });
    return Math.max(...(await Promise.all(values)));
  };

const rankedClasses: Way = async ({ docs, model_responses }) => {
  const evaluator = await made(classification, { evaluator: 'log_likelihood' });
  const results = await Promise.all(
    docs.map(async (doc: Row, index: number) => {
      const input = inputOf(choiceOf(doc.choices, doc.gold_index), '');
      const score = await evaluator.score({ ...input, answer: answerOf(model_responses[index]) });
      return { index, evaluation: score.details ?? {} };
    }),
  );
  return (await overAll(evaluator, results)).mcc;
};

const lettered: Way = async ({ doc, model_response }) => {
  const sample = choiceOf(doc.choices, [doc.gold_index].flat()[0], doc.query);
  return (await ran(await made(multipleChoice), [[sample, model_response.text[0]]])).values[0]?.accuracy ?? 0;
};

const classes = (metric: string) =>
  corpusOf(classification as EvaluatorPlugin<Row>, metric, { evaluator: 'exact_match', metrics: [metric] });

const ways: Readonly<Record<string, Way | string>> = {
  acc_golds_likelihood: 'the vectors hold no log-likelihoods, only the verdict',
  avg_at_k: trials(passAtK, 'pass', 'exact_match', 1),
  bleu: corpusOf(bleu, 'bleu'),
  bleu_1: (vector) => hundredth(single(bleu, 'sentence_bleu', { maxOrder: 1 })(vector)),
  bleu_4: (vector) => hundredth(single(bleu, 'bleu', { smoothing: 'none' })(vector)),
  chrf: asHandedOver(chrf, 'chrf'),
  chrf_plus: asHandedOver(chrf, 'chrf', { wordOrder: 2 }),
  exact_match: single(exactMatch, 'exact_match'),
  f1_score: single(f1, 'f1', { ignorePunctuation: false }),
  f1_score_macro: classes('macro_f1'),
  f1_score_micro: classes('micro_f1'),
  gpqa_instruct_metric: lettered,
  loglikelihood_acc: ranked(() => 'accuracy'),
  maj_at_k: trials(majAtK, 'maj', 'exact_match'),
  mcc: rankedClasses,
  mrr: ranked(
    () => 'mrr',
    () => ({ reciprocalRank: true }),
  ),
  pass_at_k: trials(passAtK, 'pass', 'exact_match'),
  pass_at_k_letters: letterTrials,
  pass_at_k_math: trials(passAtK, 'pass', 'math_match'),
  recall_at_k: ranked(
    ({ metric_params: { k } }) => `recall@${k}`,
    ({ metric_params: { k } }) => ({ recallAt: [k] }),
  ),
  rouge1: single(rouge, 'rouge1'),
  rouge2: single(rouge, 'rouge2'),
  rougeL: single(rouge, 'rougeL'),
  rougeLsum: single(rouge, 'rougeLsum'),
  ter: asHandedOver(ter, 'ter'),
};
