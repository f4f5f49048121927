import type { EvaluatorPlugin } from '../../../src/core/plugin.js';
import { bySample } from '../../../src/core/run-metric.js';
import type { SampleResult } from '../../../src/core/sample-result.js';
import { type ClassMetricName, classMetric } from '../../../src/evaluators/class-metrics.js';
import { plugin as logLikelihood } from '../../../src/evaluators/log-likelihood.js';
import { bootstrapStatistic, intervalAlpha, nominalAlpha, ordinalAlpha } from '../../../src/stats/index.js';
import { choiceOf, inputOf, made } from '../../evaluators/scoring.js';
import { type Case, ends, golden, type Row, relative, type Suite } from '../suite.js';

/** Metrics of classes and ranks as scikit-learn computes them, and the agreement of raters as the package krippendorff does. */
export async function classSuites(): Promise<Suite[]> {
  const { classes, bootstrap, ranks } = golden('classes/sklearn');
  return [
    { name: 'scikit-learn F1, MCC, kappa', cases: classes.flatMap(classCases) },
    { name: 'scikit-learn intervals, with our draws', cases: bootstrap.flatMap(bootstrapCases) },
    { name: 'scikit-learn reciprocal rank, recall at k', cases: (await Promise.all(ranks.map(rankCases))).flat() },
    { name: 'krippendorff', cases: golden('classes/krippendorff').cases.flatMap(alphaCases) },
  ];
}

/** Of answers that name these classes; -1 names none. */
function statisticOf(metric: string, references: readonly number[], said: readonly number[]) {
  const results = references.map((reference, index) => {
    const named = said[index] ?? -1;
    const classes = { reference: String(reference), ...(named >= 0 && { said: String(named) }) };
    return { index, status: 'scored', evaluation: { classes } } as Partial<SampleResult> as SampleResult;
  });
  const pooled = classMetric(metric as ClassMetricName, '1');
  return pooled.over(bySample(results).map((trials) => pooled.partOf(trials) ?? []));
}

function classCases({ references, said, metrics }: Row, place: number): Case[] {
  return Object.entries<number | null>(metrics).flatMap(([metric, expected]): Case[] => {
    if (metric === 'accuracy') return [];
    const actual = statisticOf(metric, references, said)(new Uint32Array(references.length).fill(1));
    if (expected !== null) return [{ name: `${place} ${metric}`, expected, actual, tolerance: 1e-12 }];
    return [
      { name: `${place} ${metric} is undefined`, expected: 1, actual: actual === undefined ? 1 : 0, tolerance: 0 },
    ];
  });
}

function bootstrapCases({ metric, references, said, seed, resamples, standardError, interval }: Row): Case[] {
  const found = bootstrapStatistic(references.length, statisticOf(metric, references, said), { seed, resamples });
  const name = `${metric} of ${references.length}`;
  return [
    relative(`${name}, standard error`, standardError, found?.standardError),
    ...ends(`${name}, interval`, interval, found?.interval),
  ];
}

async function rankCases({ logLikelihoods, answer, recall, reciprocalRank }: Row, place: number): Promise<Case[]> {
  const evaluator = await made(logLikelihood as EvaluatorPlugin<Row>, { reciprocalRank: true, recallAt: [1, 2, 3] });
  const choices = logLikelihoods.map((_: number, option: number) => `option ${option}`);
  const input = inputOf(choiceOf(choices, answer), '');
  const score = await evaluator.score({ ...input, answer: { kind: 'ranking', logLikelihoods } });
  const values = score.status === 'scored' ? score.values : {};
  return [
    relative(`${place} reciprocal rank`, reciprocalRank, values.mrr),
    ...Object.entries<number>(recall).map(([k, expected]) =>
      relative(`${place} recall@${k}`, expected, values[`recall@${k}`]),
    ),
  ];
}

function alphaCases({ ratings, nominal, ordinal, interval }: Row, place: number): Case[] {
  const units: number[][] = ratings[0].map((_: unknown, unit: number) =>
    ratings.flatMap((row: (number | null)[]) => row[unit] ?? []),
  );
  const close = (name: string, expected: number, actual: number | undefined): Case => ({
    name: `${place} ${name}`,
    expected,
    actual,
    tolerance: 1e-12,
  });
  return [
    close('nominal', nominal, nominalAlpha(units.map((ratings) => ratings.map(String)))),
    close('ordinal', ordinal, ordinalAlpha(units)),
    close('interval', interval, intervalAlpha(units)),
  ];
}
