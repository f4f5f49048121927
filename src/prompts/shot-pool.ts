import type { Sample } from '../core/sample.js';

/** What a question says, however its spaces and its Korean letters are put together: by this a sample knows itself among examples. */
export function saidBy({ input }: Pick<Sample, 'input'>): string {
  return input.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** The first samples of a group (or of a split), enough to give every sample `count` examples that are not itself. */
export class ShotPool {
  readonly samples: Sample[] = [];
  readonly #count: number;
  readonly #repeats = new Map<string, number>();
  #mostRepeats = 0;

  constructor(count: number) {
    this.#count = count;
  }

  /** The examples of every sample whose own text is not among them. */
  get shots(): readonly Sample[] {
    return this.samples.slice(0, this.#count);
  }

  /** Whichever text is left out, enough others remain. */
  get isFull(): boolean {
    return this.samples.length - this.#mostRepeats >= this.#count;
  }

  add(sample: Sample): void {
    if (this.isFull) return;
    const said = saidBy(sample);
    const repeats = (this.#repeats.get(said) ?? 0) + 1;
    this.#repeats.set(said, repeats);
    this.#mostRepeats = Math.max(this.#mostRepeats, repeats);
    this.samples.push(sample);
  }
}

export interface ShotPools {
  /** The first samples whatever their group. */
  readonly overall: ShotPool;
  /** Absent when they were not asked for, or when some sample has no group. */
  readonly byGroup?: ReadonlyMap<string, ShotPool>;
}

/** Reads candidates until the pools are full; with groups, to the end, as any group may come last. */
export async function fillPools(
  candidates: AsyncIterable<Sample>,
  count: number,
  groups: 'by-group' | 'overall',
): Promise<ShotPools> {
  const overall = new ShotPool(count);
  let byGroup = groups === 'by-group' ? new Map<string, ShotPool>() : undefined;
  for await (const sample of candidates) {
    overall.add(sample);
    if (sample.group === undefined) byGroup = undefined;
    else if (byGroup !== undefined) poolOf(byGroup, sample.group, count).add(sample);
    if (byGroup === undefined && overall.isFull) break;
  }
  return byGroup === undefined ? { overall } : { overall, byGroup };
}

function poolOf(pools: Map<string, ShotPool>, group: string, count: number): ShotPool {
  const pool = pools.get(group) ?? new ShotPool(count);
  pools.set(group, pool);
  return pool;
}
