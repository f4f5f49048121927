import type { EvaluatorPlugin } from '../../../src/core/plugin.js';
import type { Sample } from '../../../src/core/sample.js';
import { plugin as bleu } from '../../../src/evaluators/bleu.js';
import { plugin as chrf } from '../../../src/evaluators/chrf.js';
import { plugin as rouge } from '../../../src/evaluators/rouge.js';
import { plugin as ter } from '../../../src/evaluators/ter.js';
import { porterStem } from '../../../src/evaluators/text-metrics/porter-stemmer.js';
import { made, textOf } from '../../evaluators/scoring.js';
import { ran } from '../ran.js';
import { type Case, golden, type Row, type Suite } from '../suite.js';

/** BLEU, chrF, TER and ROUGE as sacrebleu and rouge-score compute them, and the stemmer of NLTK. */
export async function textMetricSuites(): Promise<Suite[]> {
  return [
    { name: 'sacrebleu bleu', cases: await corpusCases('bleu', bleu) },
    { name: 'sacrebleu chrf', cases: await corpusCases('chrf', chrf) },
    { name: 'sacrebleu ter', cases: await corpusCases('ter', ter) },
    { name: 'rouge-score', cases: await rougeCases('rouge', { tokenizer: 'ascii' }) },
    {
      name: 'rouge-score with its stemmer',
      cases: await rougeCases('stemmed_rouge', { tokenizer: 'ascii', stem: true }),
    },
    { name: 'nltk Porter stemmer', cases: stemCases() },
  ];
}

async function corpusCases(name: string, plugin: EvaluatorPlugin<Row>): Promise<Case[]> {
  const cases: Case[] = [];
  for (const [place, { params, rows: given, corpus, sentences }] of golden(`scoring/${name}`).cases.entries()) {
    const rows: [Sample, string][] = given.map((row: Row) => [textOf(...row.references), row.answer]);
    const run = await ran(await made(plugin, params), rows);
    cases.push({ name: `corpus ${place}`, expected: corpus, actual: run.metrics[name], tolerance: 1e-9 });
    for (const [at, expected] of sentences.entries()) {
      const actual = run.values[at]?.[`sentence_${name}`];
      cases.push({ name: `corpus ${place}, sentence ${at}`, expected, actual, tolerance: 1e-9 });
    }
  }
  return cases;
}

async function rougeCases(file: string, params: object): Promise<Case[]> {
  const evaluator = await made(rouge, { ...params });
  const cases: Case[] = [];
  for (const [place, { references, answer, scores }] of golden(`scoring/${file}`).cases.entries()) {
    const { values } = await ran(evaluator, [[textOf(...references), answer]]);
    for (const [metric, expected] of Object.entries<number>(scores))
      cases.push({ name: `${place} ${metric}`, expected, actual: values[0]?.[metric] ?? 0, tolerance: 1e-9 });
  }
  return cases;
}

/** Words have no distance: 1 is the same stem, 0 another one. */
function stemCases(): Case[] {
  const [{ stems }] = golden('scoring/stems').cases;
  return Object.entries<string>(stems).map(([word, stem]) => {
    const own = porterStem(word);
    return { name: `${word} to ${stem}, got ${own}`, expected: 1, actual: own === stem ? 1 : 0, tolerance: 0 };
  });
}
