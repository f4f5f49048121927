import * as stats from '../../../src/stats/index.js';
import { type Case, ends, golden, type Row, relative, type Suite } from '../suite.js';

/** The statistics as scipy, statsmodels and numpy compute them; where scipy is off by more than 1e-13, as mpmath does. */
export function statisticsSuites(): Suite[] {
  const distributions = golden('stats/distributions');
  const methods = golden('stats/methods');
  return [
    { name: 'scipy distributions', cases: each(distributions, distributionCases) },
    { name: 'scipy t intervals, t tests and Fisher', cases: each(methods, testCases) },
    { name: 'statsmodels Wilson, McNemar, Holm, power, clustered errors', cases: each(methods, methodCases) },
    { name: 'numpy bootstrap percentiles, with our draws', cases: each(methods, { bootstrap: bootstrapCases }) },
  ];
}

type Ways = Readonly<Record<string, (row: Row, name: string) => Case[]>>;

function each(vectors: Row, ways: Ways): Case[] {
  return Object.entries(ways).flatMap(([kind, way]) =>
    vectors[kind].flatMap((row: Row, place: number) => way(row, `${kind} ${place}`)),
  );
}

const distributionCases: Ways = {
  normalCdf: ({ x, p }, name) => [relative(name, p, stats.normalCdf(x))],
  normalQuantile: ({ p, x }, name) => [relative(name, x, stats.normalQuantile(p))],
  studentUpperTail: ({ t, df, p }, name) => [relative(name, p, stats.studentUpperTail(t, df))],
  studentQuantile: ({ p, df, t }, name) => [relative(name, t, stats.studentQuantile(p, df), 1e-9)],
  logGamma: ({ x, value }, name) => [relative(name, value, stats.logGamma(x))],
  betaTails({ a, b, x, lower, upper }, name) {
    const tails = stats.betaTails(a, b, x);
    return [relative(`${name}, lower`, lower, tails.lower, 1e-9), relative(`${name}, upper`, upper, tails.upper, 1e-9)];
  },
  binomial: ({ k, n, p, lower, upper }, name) => [
    relative(`${name}, lower`, lower, stats.binomialLowerTail(k, n, p), 1e-9),
    relative(`${name}, upper`, upper, stats.binomialUpperTail(k, n, p), 1e-9),
  ],
};

const testCases: Ways = {
  describe: ({ values, mean, standardError, level, interval }, name) => [
    relative(`${name}, mean`, mean, stats.mean(values)),
    relative(`${name}, standard error`, standardError, stats.standardError(values)),
    ...(interval === undefined ? [] : ends(`${name}, interval`, interval, stats.studentInterval(values, level))),
  ],
  tTests({ a, b, level, paired, welchAgainstAllButLast: welch }, name) {
    return [
      ...tTestCases(`${name}, paired`, paired, stats.pairedTTest(a, b, level)),
      ...(welch === undefined ? [] : tTestCases(`${name}, Welch`, welch, stats.welchTTest(a, b.slice(0, -1), level))),
    ];
  },
  twoProportions: ({ a, b, interval, fisher, cohenH }, name) => [
    relative(`${name}, Fisher`, fisher, stats.fisherExact(a[0], a[1], b[0], b[1])),
    ...ends(`${name}, Newcombe`, interval, stats.newcombeIndependentInterval(a[0], a[1], b[0], b[1])),
    { ...relative(`${name}, Cohen's h`, cohenH, stats.cohenH(a[0] / a[1], b[0] / b[1])), tolerance: 1e-12 },
  ],
};

function tTestCases(name: string, expected: Row, actual: stats.TTest | undefined): Case[] {
  return [
    relative(`${name}, t`, expected.t, actual?.t),
    relative(`${name}, p`, expected.pValue, actual?.pValue),
    ...ends(`${name}, interval`, expected.interval, actual?.interval),
  ];
}

const methodCases: Ways = {
  wilson: ({ successes, n, level, interval }, name) => ends(name, interval, stats.wilsonInterval(successes, n, level)),
  mcnemar: ({ wins, losses, pValue }, name) => [relative(name, pValue, stats.mcnemarExact(wins, losses))],
  newcombePaired: ({ counts, level, interval }, name) =>
    ends(name, interval, stats.newcombePairedInterval(counts, level)),
  holm: ({ pValues, adjusted }, name) =>
    stats.holm(pValues).map((value, place) => relative(`${name}, ${place}`, adjusted[place], value)),
  clustered: ({ values, clusters, finite, none }, name) => [
    relative(`${name}, corrected`, finite, stats.clusteredStandardError(values, clusters)),
    relative(`${name}, plain`, none, stats.clusteredStandardError(values, clusters, { correction: 'none' })),
  ],
  power: ({ effect, sd, alpha, power, pairs }, name) => [
    relative(`${name}, pairs`, Math.ceil(pairs), stats.pairsNeeded(effect, sd, { alpha, power })),
  ],
  proportionPower: ({ a, b, alpha, power, perGroup }, name) => [
    relative(`${name}, per group`, Math.ceil(perGroup), stats.perGroupNeeded(a, b, { alpha, power })),
  ],
};

function bootstrapCases({ a, b, seed, resamples, level, mean, difference, pValue }: Row, name: string): Case[] {
  const options = { seed, resamples, level };
  const paired = stats.bootstrapPairedDifference(a, b, options);
  return [
    ...ends(`${name}, mean`, mean, stats.bootstrapMean(a, options).interval),
    ...ends(`${name}, difference`, difference, paired.interval),
    relative(`${name}, p-value`, pValue, paired.pValue),
  ];
}
