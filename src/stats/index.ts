export { type BetaTails, betaTails } from './beta.js';
export { binomialLowerTail, binomialUpperTail } from './binomial.js';
export {
  type BootstrapDifference,
  type BootstrapMean,
  type BootstrapOptions,
  bootstrapMean,
  bootstrapPairedDifference,
  DEFAULT_RESAMPLES,
  DEFAULT_SEED,
} from './bootstrap.js';
export {
  type BootstrapStatistic,
  type BootstrapStatisticDifference,
  bootstrapStatistic,
  bootstrapStatisticDifference,
  STATISTIC_RESAMPLES,
  type Statistic,
} from './bootstrap-statistic.js';
export {
  type ClassCounts,
  cohenKappa,
  f1OfClasses,
  macroF1,
  matthewsCorrelation,
  microF1,
  weightedF1,
} from './classification.js';
export { type ClusteredOptions, clusteredInterval, clusteredStandardError, isRounding } from './clustered.js';
export { compareIndependent, type IndependentComparison } from './compare-independent.js';
export { comparePaired, type PairedComparison } from './compare-paired.js';
export { mean, sampleVariance, standardError, sum } from './describe.js';
export { cohenD, cohenDz, cohenH, discordantOddsRatio, hedgesCorrection, hedgesG } from './effect-size.js';
export { fisherExact } from './fisher.js';
export { logGamma } from './gamma.js';
export { holm } from './holm.js';
export { DEFAULT_LEVEL, type Interval, intervalAround, studentInterval, wilsonInterval } from './intervals.js';
export { intervalAlpha, nominalAlpha, ordinalAlpha, type Ratings } from './krippendorff.js';
export { newcombeIndependentInterval, newcombePairedInterval, type PairCounts } from './newcombe.js';
export { normalCdf, normalQuantile } from './normal.js';
export { mcnemarExact, pairedTTest, type TTest } from './paired.js';
export { passAllK, passAtK } from './pass-at-k.js';
export { pearson } from './pearson.js';
export { type ComparisonPlan, type PlanOptions, planComparison } from './plan.js';
export {
  minimalDetectableDifference,
  minimalDetectableRise,
  type PowerOptions,
  pairsNeeded,
  perGroupNeeded,
} from './power.js';
export { studentCdf, studentQuantile, studentTwoSided, studentUpperTail } from './student.js';
export { welchTTest } from './welch.js';
