// The bootstrap interval of a mean, against a loop over typed arrays written for that alone: in one process, taking turns.
import { performance } from 'node:perf_hooks';
import { inPairs } from '../lib/pairs.js';
import { productModule } from '../lib/product.js';
import { printReport, programInput } from '../lib/program.js';

export interface BootstrapInput {
  readonly pairs: number;
  readonly values: number;
  readonly resamples: number;
}

/** Milliseconds of each pair. */
export type BootstrapReport = readonly (readonly [ours: number, bare: number])[];

// Internal: the package itself offers the bootstrap only as part of a comparison of runs.
const { bootstrapMean }: typeof import('../../dist/stats/bootstrap.js') = await import(
  productModule('stats/bootstrap.js')
);

const { pairs, values: count, resamples } = programInput<BootstrapInput>();
const values = Array.from({ length: count }, (_, place) => Math.sin(place) / 2 + 0.5);

const ours = () => timed(() => bootstrapMean(values, { resamples }).interval);
const bare = () => timed(() => bareInterval(values, resamples));
await inPairs(2, ours, bare); // compiles both
printReport((await inPairs(pairs, ours, bare)) satisfies BootstrapReport);

async function timed(work: () => readonly [number, number]): Promise<number> {
  const startedAt = performance.now();
  const [low, high] = work();
  const milliseconds = performance.now() - startedAt;
  if (!(low < high && low > 0.4 && high < 0.6)) throw new Error(`An interval of [${low}, ${high}] is wrong.`);
  return milliseconds;
}

/** A xorshift of 32 bits and nothing checked: the shortest loop that does the same work. */
function bareInterval(list: readonly number[], draws: number): readonly [number, number] {
  const source = Float64Array.from(list);
  const size = source.length;
  const means = new Float64Array(draws);
  let state = 123456789;
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0;
    for (let drawn = 0; drawn < size; drawn++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      sum += source[(((state >>> 0) * size) / 4294967296) | 0] ?? 0;
    }
    means[draw] = sum / size;
  }
  means.sort();
  return [means[Math.floor(draws * 0.025)] ?? Number.NaN, means[Math.floor(draws * 0.975)] ?? Number.NaN];
}
