import type { EvaluatorPlugin } from '../../../src/core/plugin.js';
import { bySample, type PooledMetric } from '../../../src/core/run-metric.js';
import type { SampleResult } from '../../../src/core/sample-result.js';
import { plugin as bleu } from '../../../src/evaluators/bleu.js';
import { plugin as chrf } from '../../../src/evaluators/chrf.js';
import { plugin as ter } from '../../../src/evaluators/ter.js';
import { bootstrapStatistic, bootstrapStatisticDifference } from '../../../src/stats/index.js';
import { inputOf, made, textOf } from '../../evaluators/scoring.js';
import { type Case, ends, golden, type Row, relative, type Suite } from '../suite.js';

const plugins: Readonly<Record<string, EvaluatorPlugin<Row>>> = { bleu, chrf, ter };

/** Intervals of BLEU, chrF and TER, and the paired bootstrap of two systems: what sacrebleu scores on the same draws. */
export async function corpusIntervalSuite(): Promise<Suite> {
  const cases: Case[] = [];
  for (const vector of golden('scoring/bootstrap').cases) {
    const { metric: name, references, seed, resamples } = vector;
    const [metric, a] = await partsOf(name, vector.a, references);
    const [, b] = await partsOf(name, vector.b, references);
    const n = references.length;
    const own = bootstrapStatistic(n, metric.over(a), { seed, resamples });
    const difference = bootstrapStatisticDifference(n, metric.over(a), metric.over(b), { seed, resamples });
    cases.push(
      relative(`${name} value`, vector.value, own?.value),
      relative(`${name} standard error`, vector.standardError, own?.standardError),
      ...ends(`${name} interval`, vector.interval, own?.interval),
      relative(`${name} difference`, vector.difference, difference?.difference),
      relative(`${name} standard error of the difference`, vector.differenceError, difference?.standardError),
      ...ends(`${name} interval of the difference`, vector.differenceInterval, difference?.interval),
      relative(`${name} p-value`, vector.pValue, difference?.pValue),
    );
  }
  return { name: 'sacrebleu intervals and paired bootstrap', cases };
}

async function partsOf(
  name: string,
  answers: readonly string[],
  references: readonly string[],
): Promise<[PooledMetric, unknown[]]> {
  const evaluator = await made(plugins[name] as EvaluatorPlugin<Row>);
  const [metric] = evaluator.runMetrics ?? [];
  if (metric?.kind !== 'pooled') throw new Error(`${name} has no pooled metric`);
  const results: SampleResult[] = [];
  for (const [index, text] of answers.entries()) {
    const score = await evaluator.score(inputOf(textOf(references[index] ?? ''), text));
    results.push({ index, status: 'scored', evaluation: score.details ?? {} } as SampleResult);
  }
  return [metric, bySample(results).map((trials) => metric.partOf(trials))];
}
