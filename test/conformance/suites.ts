import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Answer, Evaluator } from '../../src/core/evaluator.js';
import type { EvaluatorPlugin } from '../../src/core/plugin.js';
import type { Sample } from '../../src/core/sample.js';
import type { SampleResult } from '../../src/core/sample-result.js';
import { plugin as bleu } from '../../src/evaluators/bleu.js';
import { plugin as chrf } from '../../src/evaluators/chrf.js';
import { plugin as exactMatch } from '../../src/evaluators/exact-match.js';
import { plugin as f1 } from '../../src/evaluators/f1.js';
import { plugin as logLikelihood } from '../../src/evaluators/log-likelihood.js';
import { plugin as majAtK } from '../../src/evaluators/maj-at-k.js';
import { plugin as mathMatch } from '../../src/evaluators/math-match.js';
import { plugin as multipleChoice } from '../../src/evaluators/multiple-choice.js';
import { plugin as passAtK } from '../../src/evaluators/pass-at-k.js';
import { plugin as rouge } from '../../src/evaluators/rouge.js';
import { plugin as ter } from '../../src/evaluators/ter.js';
import { choiceOf, inputOf, made, textOf } from '../evaluators/scoring.js';

/** One vector: what it is, what it says and what we say. */
export interface Case {
  readonly name: string;
  readonly expected: number;
  readonly actual: number | undefined;
  readonly tolerance: number;
}

export interface Suite {
  readonly name: string;
  /** Absent: the vectors are not there. */
  readonly cases?: readonly Case[];
  /** Why this suite cannot be run. */
  readonly skipped?: string;
}

export const isMet = ({ expected, actual, tolerance }: Case) =>
  actual !== undefined && Math.abs(actual - expected) <= tolerance + 1e-12;

const goldens = fileURLToPath(new URL('../goldens/scoring/', import.meta.url));
const shared = fileURLToPath(new URL('../../../shared/conformance/', import.meta.url));

/** All suites, those of our own scripts first. */
export async function suites(): Promise<Suite[]> {
  return [...(await goldenSuites()), ...(await sharedSuites())];
}

// biome-ignore lint/suspicious/noExplicitAny: vectors of several kinds, read as they are
type Row = any;
const read = (path: string): Row => JSON.parse(readFileSync(path, 'utf8'));

async function goldenSuites(): Promise<Suite[]> {
  const corpus = async (name: string, plugin: EvaluatorPlugin<Row>): Promise<Suite> => {
    const cases: Case[] = [];
    for (const [place, golden] of read(`${goldens}${name}.json`).cases.entries()) {
      const evaluator = await made(plugin, golden.params);
      const rows: [Sample, string][] = golden.rows.map((row: Row) => [textOf(...row.references), row.answer]);
      const run = await ran(evaluator, rows);
      cases.push({ name: `corpus ${place}`, expected: golden.corpus, actual: run.metrics[name], tolerance: 1e-9 });
      for (const [at, expected] of golden.sentences.entries())
        cases.push({
          name: `corpus ${place}, sentence ${at}`,
          expected,
          actual: run.values[at]?.[`sentence_${name}`],
          tolerance: 1e-9,
        });
    }
    return { name: `sacrebleu ${name}`, cases };
  };
  return [
    await corpus('bleu', bleu),
    await corpus('chrf', chrf),
    await corpus('ter', ter),
    { name: 'rouge-score', cases: await rougeCases() },
    { name: 'math-verify', cases: await mathCases() },
  ];
}

async function rougeCases(): Promise<Case[]> {
  const evaluator = await made(rouge, { tokenizer: 'ascii' });
  const cases: Case[] = [];
  for (const [place, golden] of read(`${goldens}rouge.json`).cases.entries()) {
    const { values } = await ran(evaluator, [[textOf(...golden.references), golden.answer]]);
    for (const [metric, expected] of Object.entries<number>(golden.scores))
      cases.push({ name: `${place} ${metric}`, expected, actual: values[0]?.[metric] ?? 0, tolerance: 1e-9 });
  }
  return cases;
}

async function mathCases(): Promise<Case[]> {
  const evaluator = await made(mathMatch);
  const cases: Case[] = [];
  for (const { reference, answer, isCorrect } of read(`${goldens}math.json`).cases) {
    const { values } = await ran(evaluator, [[textOf(reference), answer]]);
    cases.push({
      name: `${reference} and ${answer}`,
      expected: isCorrect ? 1 : 0,
      actual: values[0]?.accuracy ?? 0,
      tolerance: 0,
    });
  }
  return cases;
}

async function sharedSuites(): Promise<Suite[]> {
  if (!existsSync(shared)) return [{ name: 'vectors from outside', skipped: 'there is no ../shared/conformance' }];
  const inspect = await made(mathMatch);
  const cases: Case[] = [];
  for (const { output, target, expected } of read(`${shared}inspect-math-cases.json`)) {
    const { values } = await ran(inspect, [[textOf(target), output]]);
    cases.push({
      name: `${target} and ${output}`,
      expected: expected === 'C' ? 1 : 0,
      actual: values[0]?.accuracy ?? 0,
      tolerance: 0,
    });
  }
  const suites: Suite[] = [
    { name: 'inspect_ai math', cases },
    { name: 'lighteval chrf, chrf_plus and ter, as lighteval hands them over', cases: await asHandedOver() },
  ];
  for (const [name, way] of Object.entries(lighteval)) {
    const found = read(`${shared}lighteval/${name}.json`).test_cases as Row[];
    if (typeof way === 'string') {
      suites.push({ name: `lighteval ${name} (${found.length})`, skipped: way });
      continue;
    }
    const own: Case[] = [];
    for (const one of found) {
      const expected =
        typeof one.expected_output === 'number' ? one.expected_output : Object.values(one.expected_output)[0];
      own.push({ name: one.name, expected: Number(expected), actual: await way(one), tolerance: one.tolerance });
    }
    suites.push({ name: `lighteval ${name}`, cases: own });
  }
  return suites;
}

/** lighteval gives sacrebleu one reference stream a sentence: the first answer is compared with the references of all. */
async function asHandedOver(): Promise<Case[]> {
  const cases: Case[] = [];
  for (const name of ['chrf', 'chrf_plus', 'ter']) {
    const way = lighteval[name];
    if (typeof way !== 'function') continue;
    for (const one of read(`${shared}lighteval/${name}.json`).test_cases) {
      const choices = one.docs.flatMap(goldsOf);
      const doc = { choices, gold_index: choices.map((_: string, place: number) => place) };
      const first = { ...one, docs: [doc], model_responses: one.model_responses.slice(0, 1) };
      cases.push({
        name: `${name}: ${one.name}`,
        expected: one.expected_output,
        actual: await way(first),
        tolerance: one.tolerance,
      });
    }
  }
  return cases;
}

type Way = (vector: Row) => Promise<number | undefined>;

const goldsOf = ({ choices, gold_index }: Row): string[] => [gold_index].flat().map((place: number) => choices[place]);

/** One answer to one question. */
const single =
  (plugin: EvaluatorPlugin<Row>, metric: string, params = {}): Way =>
  async ({ doc, model_response }) => {
    const { values } = await ran(await made(plugin, params), [[textOf(...goldsOf(doc)), model_response.text[0]]]);
    return values[0]?.[metric];
  };

const corpusOf =
  (plugin: EvaluatorPlugin<Row>, metric: string, params = {}): Way =>
  async ({ docs, model_responses }) => {
    const rows = docs.map((doc: Row, place: number) => [textOf(...goldsOf(doc)), model_responses[place].text[0]]);
    return (await ran(await made(plugin, params), rows)).metrics[metric];
  };

const trials =
  (plugin: EvaluatorPlugin<Row>, sign: string, evaluator: string, judged?: number): Way =>
  async ({ doc, model_response, metric_params: { k, n } }) => {
    const texts: string[] = model_response.text.slice(0, n ?? k);
    const rows = texts.map((text): [Sample, string] => [textOf(...goldsOf(doc)), text]);
    return (await ran(await made(plugin, { k: [judged ?? k], evaluator }), rows, true)).metrics[
      `${sign}@${judged ?? k}`
    ];
  };

const ranked: Way = async ({ doc, model_response }) => {
  const golds = [doc.gold_index].flat() as number[];
  const scores = await Promise.all(
    golds.map(async (gold) => {
      const answer: Answer = { kind: 'ranking', logLikelihoods: model_response.logprobs };
      return (await made(logLikelihood)).score({ ...inputOf(choiceOf(doc.choices, gold), ''), answer });
    }),
  );
  return Math.max(...scores.map((score) => (score.status === 'scored' ? (score.values.accuracy ?? 0) : 0)));
};

const lettered: Way = async ({ doc, model_response }) => {
  const sample = choiceOf(doc.choices, [doc.gold_index].flat()[0], doc.query);
  return (await ran(await made(multipleChoice), [[sample, model_response.text[0]]])).values[0]?.accuracy ?? 0;
};

const NOT_OURS = 'a metric hret does not have';
const lighteval: Readonly<Record<string, Way | string>> = {
  acc_golds_likelihood: 'the vectors hold no log-likelihoods, only the verdict',
  avg_at_k: trials(passAtK, 'pass', 'exact_match', 1),
  bleu: corpusOf(bleu, 'bleu'),
  bleu_1: 'n-gram precision without a brevity penalty, from 0 to 1: not BLEU as sacrebleu has it',
  bleu_4: 'the same',
  chrf: corpusOf(chrf, 'chrf'),
  chrf_plus: corpusOf(chrf, 'chrf', { wordOrder: 2 }),
  exact_match: single(exactMatch, 'exact_match'),
  f1_score: single(f1, 'f1', { ignorePunctuation: false }),
  f1_score_macro: NOT_OURS,
  f1_score_micro: NOT_OURS,
  gpqa_instruct_metric: lettered,
  loglikelihood_acc: ranked,
  maj_at_k: trials(majAtK, 'maj', 'exact_match'),
  mcc: NOT_OURS,
  mrr: NOT_OURS,
  pass_at_k: trials(passAtK, 'pass', 'exact_match'),
  pass_at_k_letters: trials(passAtK, 'pass', 'exact_match'),
  pass_at_k_math: trials(passAtK, 'pass', 'math_match'),
  recall_at_k: NOT_OURS,
  rouge1: single(rouge, 'rouge1'),
  rouge2: single(rouge, 'rouge2'),
  rougeL: single(rouge, 'rougeL'),
  rougeLsum: single(rouge, 'rougeLsum'),
  ter: corpusOf(ter, 'ter'),
};

/** What an evaluator says of answers one by one and of all of them; as trials they answer the same question. */
async function ran(evaluator: Evaluator, rows: readonly (readonly [Sample, string])[], areTrials = false) {
  const results: SampleResult[] = [];
  for (const [place, [sample, text]] of rows.entries()) {
    const score = await evaluator.score(inputOf(sample, text));
    results.push({
      id: String(place),
      index: areTrials ? 0 : place,
      ...(areTrials && { trial: place }),
      input: '',
      reference: '',
      prediction: text,
      evaluation: score.details ?? {},
      scores: score.status === 'scored' ? score.values : {},
      status: score.status,
      latencyMs: 0,
      metadata: {},
    });
  }
  return { values: results.map(({ scores }) => scores), metrics: (await evaluator.summarize?.(results)) ?? {} };
}
