import type { Sample } from '../core/sample.js';
import { HretError } from '../errors.js';
import { fewShotPrefix, type PrefixOptions } from './few-shot-prefix.js';
import { fillPools, type ShotPool, saidBy } from './shot-pool.js';

export {
  DEFAULT_SHOT_INSTRUCTION,
  DEFAULT_SHOT_TEMPLATE,
  fewShotPrefix,
  type PrefixOptions,
} from './few-shot-prefix.js';

export interface ShotRequest extends PrefixOptions {
  /** What the examples are taken from, in dataset order; read once, and no further than needed. */
  readonly candidates: AsyncIterable<Sample>;
  /** `same-split`: the candidates are the samples under evaluation. */
  readonly from: 'same-split' | 'other-split';
  /** The name of the candidates' split, for errors and the record. */
  readonly split?: string | undefined;
  /** How many examples a prompt gets. */
  readonly count: number;
  /** Told once, when a sample has to do with fewer examples than wanted. */
  readonly warn?: (message: string) => void;
}

/** What the run's record keeps: `ids` of the examples, by group when every group has its own. */
export type FewShotInfo = {
  readonly n: number;
  readonly split: string | null;
  readonly perGroup: boolean;
  readonly ids: readonly string[] | { readonly [group: string]: readonly string[] };
};

/** The examples of a run. */
export interface FewShot {
  /** What stands before the sample's own input. Made once a group, so asking costs a look-up. */
  prefixFor(sample: Sample): string;
  /** Positions, from 0, of the samples that are examples and so are not evaluated; empty for examples from another split. */
  readonly leftOut: ReadonlySet<number>;
  readonly info: FewShotInfo;
}

/**
 * Chooses the examples of a run. From another split: the first `count` of the sample's own group if every group has that
 * many, else the first `count` overall. From the split under evaluation: the first `count` overall. A sample whose own
 * text is among its examples, whatever its spaces and the form of its letters, gets the next one in its place.
 *
 * `compat: 'hret'`: always the first `count` overall, the sample's own text included.
 */
export async function chooseShots(request: ShotRequest): Promise<FewShot> {
  const { candidates, count, from, split, compat } = request;
  if (count === 0) return noShots(split);
  const groups = from === 'other-split' && compat !== 'hret' ? 'by-group' : 'overall';
  const { overall, byGroup } = await fillPools(candidates, count, groups);
  checkCount(overall.samples.length, request);

  const perGroup = byGroup !== undefined && byGroup.size > 1 && everyGroupHas(count, byGroup) ? byGroup : undefined;
  const warnOnce = once(request.warn);
  const overallPrefix = prefixMaker(overall, overall, request, warnOnce);
  const groupPrefixes = new Map(
    [...(perGroup ?? [])].map(([group, pool]) => [group, prefixMaker(pool, overall, request, warnOnce)]),
  );
  return {
    prefixFor: (sample) => (groupPrefixes.get(sample.group ?? '') ?? overallPrefix)(sample),
    leftOut: new Set(from === 'same-split' ? overall.shots.keys() : []),
    info: {
      n: count,
      split: split ?? null,
      perGroup: perGroup !== undefined,
      ids:
        perGroup === undefined
          ? idsOf(overall)
          : Object.fromEntries([...perGroup].map(([group, pool]) => [group, idsOf(pool)])),
    },
  };
}

function noShots(split: string | undefined): FewShot {
  return { prefixFor: () => '', leftOut: new Set(), info: { n: 0, split: split ?? null, perGroup: false, ids: [] } };
}

function everyGroupHas(count: number, byGroup: ReadonlyMap<string, ShotPool>): boolean {
  return [...byGroup.values()].every((pool) => pool.samples.length >= count);
}

function idsOf(pool: ShotPool): string[] {
  return pool.shots.map((shot) => shot.id);
}

function checkCount(found: number, { count, from, split }: ShotRequest): void {
  const where = split === undefined ? 'The split the examples come from' : `The split "${split}"`;
  const advice = 'Lower numFewShot, or set fewShotSplit to a larger split.';
  if (found < count) {
    throw new HretError('data', `${where} has ${found} samples, too few for ${count} few-shot examples. ${advice}`);
  }
  if (found === count && from === 'same-split') {
    throw new HretError(
      'data',
      `${where} has ${found} samples; as examples, none would be left to evaluate. ${advice}`,
    );
  }
}

/** Makes the prefix of a pool now, so that an unusable example stops the run before it begins. */
function prefixMaker(
  pool: ShotPool,
  overall: ShotPool,
  request: ShotRequest,
  warnOnce: (message: string) => void,
): (sample: Sample) => string {
  const { count, compat } = request;
  const prefix = fewShotPrefix(pool.shots, request);
  const texts = new Set(pool.shots.map(saidBy));
  return (sample) => {
    const own = compat === 'hret' ? undefined : saidBy(sample);
    if (own === undefined || !texts.has(own)) return prefix;
    const others = new Set([...pool.samples, ...overall.samples].filter((shot) => saidBy(shot) !== own));
    const shots = [...others].slice(0, count);
    if (shots.length < count) {
      const found = `${shots.length} of ${count} few-shot examples`;
      warnOnce(`Sample "${sample.id}" is asked with ${found}: it is one itself, and there is no other in its place.`);
    }
    return fewShotPrefix(shots, request);
  };
}

function once(warn: ((message: string) => void) | undefined): (message: string) => void {
  let isTold = false;
  return (message) => {
    if (!isTold) warn?.(message);
    isTold = true;
  };
}
