import { requireCount, requirePairs, requireProbability } from './checks.js';
import { differencesOf, mean, sampleVariance } from './describe.js';
import { stirlingError } from './gamma.js';
import { hasSpread } from './paired.js';

/** Cohen's d_z of pairs: mean difference in standard deviations of the differences; `undefined` without spread. */
export function cohenDz(a: readonly number[], b: readonly number[]): number | undefined {
  requirePairs(a, b);
  const differences = differencesOf(a, b);
  const variance = sampleVariance(differences);
  return variance === undefined || !hasSpread(a, b) ? undefined : mean(differences) / Math.sqrt(variance);
}

/** Cohen's d of independent samples: mean difference in pooled standard deviations; `undefined` without spread. */
export function cohenD(a: readonly number[], b: readonly number[]): number | undefined {
  const [varianceA, varianceB] = [sampleVariance(a), sampleVariance(b)];
  if (varianceA === undefined || varianceB === undefined) return undefined;
  const degreesOfFreedom = a.length + b.length - 2;
  const pooled = ((a.length - 1) * varianceA + (b.length - 1) * varianceB) / degreesOfFreedom;
  return pooled > 0 ? (mean(a) - mean(b)) / Math.sqrt(pooled) : undefined;
}

/** Hedges' g: Cohen's d of independent samples without its small-sample bias; `undefined` without spread. */
export function hedgesG(a: readonly number[], b: readonly number[]): number | undefined {
  const d = cohenD(a, b);
  return d === undefined ? undefined : d * hedgesCorrection(a.length + b.length - 2);
}

/** Hedges' exact factor (1981) Γ(m/2) / (√(m/2) Γ((m-1)/2)), for m ≥ 2 degrees of freedom; 0.80 at 4, nears 1. */
export function hedgesCorrection(degreesOfFreedom: number): number {
  requireCount(degreesOfFreedom, 'degreesOfFreedom', 2);
  const half = degreesOfFreedom / 2;
  // Stirling's formula taken out of both gammas leaves only small terms, so nothing cancels for many degrees.
  const log = -(half - 1) * Math.log1p(-0.5 / half) - 0.5 + stirlingError(half) - stirlingError(half - 0.5);
  return Math.exp(log);
}

/** Cohen's h of two proportions: 2 asin √p_a - 2 asin √p_b, between -π and π; 0.2 small, 0.5 medium, 0.8 large. */
export function cohenH(shareA: number, shareB: number): number {
  requireProbability(shareA, 'shareA');
  requireProbability(shareB, 'shareB');
  return 2 * Math.asin(Math.sqrt(shareA)) - 2 * Math.asin(Math.sqrt(shareB));
}

/** Odds ratio of discordant pairs, wins/losses (McNemar); `undefined` without a loss, where no finite one exists. */
export function discordantOddsRatio(wins: number, losses: number): number | undefined {
  requireCount(wins, 'wins');
  requireCount(losses, 'losses');
  return losses === 0 ? undefined : wins / losses;
}
