import type { Json } from './json.js';
import type { Sample } from './sample.js';

/** A benchmark opened at one split: a sequence of samples that can be read any number of times, always in the same order. */
export interface Dataset {
  readonly name: string;
  readonly split?: string;
  /** The subsets it really reads, in order; absent for datasets without subsets. */
  readonly subset?: readonly string[];
  /** How many samples, when that is known without reading them all. */
  readonly size?: number;
  /** Where the rows came from: hub id and commit, or file path and digest. Kept in the run's record. */
  readonly source?: { readonly [key: string]: Json };
  /** Its samples say what they are sampled at: told where the model does not heed it. */
  readonly hasTemperatures?: true;
  /** It can be read only once: it is not checked before the first call, and a fraction of it cannot be taken. */
  readonly isReadOnce?: true;
  samples(signal?: AbortSignal): AsyncIterable<Sample>;
}
