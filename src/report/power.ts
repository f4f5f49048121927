import { formatCount, formatInterval, formatPoints, formatValue } from './numbers.js';

/** What comparing a run with another over the same samples would show. */
export interface Power {
  readonly metric: string;
  readonly n: number;
  readonly minDetectableEffect: number;
  readonly difference?: number;
  readonly samplesNeeded?: number;
}

/** For people: which difference the samples at hand show, and how many show one point. */
export function powerSentence({ metric, n, minDetectableEffect, difference, samplesNeeded }: Power): string {
  const isShare = difference === 0.01;
  const least = isShare ? formatPoints(minDetectableEffect) : formatValue(minDetectableEffect);
  const start =
    isShare && minDetectableEffect >= 1
      ? `The ${formatCount(n)} samples are too few to tell another model apart by ${metric}, unless the two answer much alike.`
      : `Another model on the same ${formatCount(n)} samples would be told apart by ${metric} from a difference of ${least} on, or less the more alike the two answer.`;
  if (samplesNeeded === undefined) return start;
  return `${start} To see 1 point takes at most ${formatCount(samplesNeeded)} samples.`;
}

/** For people: how sure the headline metric is when samples that share something are taken together. */
export function clusterSentence(interval: readonly [number, number]): string {
  return `With samples that go together taken as one: 95 % interval ${formatInterval(interval)}.`;
}
