import type { ZodType } from 'zod';
import type { Dataset } from '../core/dataset.js';
import type { Json } from '../core/json.js';
import type { DatasetRequest } from '../core/plugin.js';
import type { Sample } from '../core/sample.js';
import { HretError } from '../errors.js';
import { openHubRepo } from '../sources/hub.js';
import { openLocalCopy } from '../sources/local-copy.js';
import type { SourceRow } from '../sources/row.js';
import type { RowLibrary, SplitRows } from '../sources/row-library.js';
import { canonicalJson } from '../util/canonical.js';
import { checkSubsets, settledSplit } from './check-names.js';
import type { HubOptions } from './hub-options.js';
import { openSplit } from './open-split.js';
import { checkedRow } from './row-schema.js';

/** Missing subsets that are listed; of more only the number is told. */
const MOST_NAMED = 10;

/** A benchmark on the hub: where its rows are, what a row looks like, and what sample it makes. */
export interface HubBenchmark<BenchmarkRow> {
  readonly name: string;
  readonly repo: string;
  /** In reading order; absent when it has none. */
  readonly subsets?: readonly string[];
  /** Subsets that can be named, but are not read when none is. */
  readonly otherSubsets?: readonly string[];
  /** It has grown over the years: of a revision that lacks some subsets, the others are read, which is said. */
  readonly isGrowing?: boolean;
  /** For a benchmark that is one of the subsets of its repository. */
  readonly config?: string;
  readonly splits: readonly string[];
  readonly defaultSplit: string;
  /** The columns of a row; by subset where subsets differ. */
  readonly row: ZodType<BenchmarkRow> | ((subset: string) => ZodType<BenchmarkRow>);
  /** Gives nothing for a row that is left out, which only a sifted benchmark has. */
  toSample(row: BenchmarkRow, place: RowPlace): Sample | undefined;
  readonly isSifted?: boolean;
}

/** Where a row stands. */
export interface RowPlace {
  readonly subset?: string;
  /** Counts from 1 within the subset. */
  readonly number: number;
  /** For errors. */
  readonly where: string;
}

/** One subset, ready to be read. */
interface Part {
  readonly subset?: string;
  readonly rows: SplitRows;
}

/** Opens a benchmark: on the hub, or a local copy when `path` is given. Subsets are read one after the other. */
export async function hubDataset<BenchmarkRow>(
  benchmark: HubBenchmark<BenchmarkRow>,
  options: HubOptions,
  request: DatasetRequest,
): Promise<Dataset> {
  checkSubsets(benchmark.name, knownSubsets(benchmark), request.subset);
  const { path } = options;
  const parts =
    path === undefined ? await partsOfHub(benchmark, options, request) : await partsOfCopy(benchmark, path, request);
  // Wrong columns in a copy of one's own are told now, not when the run has begun.
  if (path !== undefined) for await (const _ of samplesOf(benchmark, parts)) break;
  const subsets = parts.map((part) => part.subset).filter((subset) => subset !== undefined);
  const size = benchmark.isSifted ? undefined : sum(parts.map((part) => part.rows.size));
  return {
    name: benchmark.name,
    split: parts[0]?.rows.split ?? benchmark.defaultSplit,
    ...(subsets.length === 0 ? {} : { subset: subsets }),
    ...(size === undefined ? {} : { size }),
    source: sourceOf(parts),
    samples: (signal) => samplesOf(benchmark, parts, signal),
  };
}

function knownSubsets({ subsets, otherSubsets = [] }: HubBenchmark<unknown>): readonly string[] | undefined {
  return subsets && [...subsets, ...otherSubsets];
}

async function* samplesOf<BenchmarkRow>(
  benchmark: HubBenchmark<BenchmarkRow>,
  parts: readonly Part[],
  signal?: AbortSignal,
): AsyncGenerator<Sample> {
  for (const { subset, rows } of parts) {
    let number = 0;
    for await (const source of rows.rows(signal)) {
      signal?.throwIfAborted();
      number++;
      const place = { number, where: source.where, ...(subset === undefined ? {} : { subset }) };
      const sample = sampleOf(benchmark, source, place);
      if (sample !== undefined) yield sample;
    }
  }
}

function sampleOf<BenchmarkRow>(
  benchmark: HubBenchmark<BenchmarkRow>,
  source: SourceRow,
  place: RowPlace,
): Sample | undefined {
  return benchmark.toSample(checkedRow(schemaOf(benchmark, place), source), place);
}

function schemaOf<BenchmarkRow>(
  { name, row }: HubBenchmark<BenchmarkRow>,
  { subset }: RowPlace,
): ZodType<BenchmarkRow> {
  if (typeof row !== 'function') return row;
  if (subset !== undefined) return row(subset);
  throw new HretError('usage', `The subsets of ${name} have different columns; name the subset this file holds.`);
}

async function partsOfHub(
  benchmark: HubBenchmark<unknown>,
  { revision, token }: HubOptions,
  request: DatasetRequest,
): Promise<Part[]> {
  const split = settledSplit(benchmark.name, benchmark.splits, request.split ?? benchmark.defaultSplit, request.warn);
  const library = await openHubRepo({ repo: benchmark.repo, revision, token }, request);
  const { config, subsets } = benchmark;
  if (config !== undefined) return [{ rows: await openSplit(library, config, split, request.warn) }];
  const isPartly = benchmark.isGrowing && request.subset === undefined && subsets?.some((one) => isThere(one, library));
  const read = isPartly ? subsetsThere(benchmark, library, request) : (request.subset ?? subsets);
  return partsIn(library, read, split, request.warn);
}

async function partsOfCopy(benchmark: HubBenchmark<unknown>, path: string, request: DatasetRequest): Promise<Part[]> {
  const library = await openLocalCopy({ path, defaultSplit: benchmark.defaultSplit }, request);
  const { config } = benchmark;
  if (config !== undefined && library.configs.includes(config))
    return [{ rows: await library.open(config, request.split) }];
  if (benchmark.subsets === undefined) return partsIn(library, undefined, request.split);
  if (library.configs.length > 0) {
    return partsIn(library, request.subset ?? subsetsThere(benchmark, library, request), request.split);
  }
  const [subset, ...others] = request.subset ?? [];
  if (others.length > 0)
    throw new HretError(
      'usage',
      `${path} holds one subset, so only one can be named; got ${request.subset?.join(', ')}.`,
    );
  const rows = await library.open(undefined, request.split);
  return [{ rows, ...(subset === undefined ? {} : { subset }) }];
}

async function partsIn(
  library: RowLibrary,
  subsets: readonly string[] | undefined,
  split: string | undefined,
  warn?: (message: string) => void,
): Promise<Part[]> {
  const open = (subset: string | undefined) =>
    warn === undefined || split === undefined ? library.open(subset, split) : openSplit(library, subset, split, warn);
  if (subsets === undefined) return [{ rows: await open(undefined) }];
  const parts: Part[] = [];
  for (const subset of new Set(subsets)) parts.push({ subset, rows: await open(subset) });
  return parts;
}

/** The benchmark's subsets that there are; says so when some are missing. */
function subsetsThere(benchmark: HubBenchmark<unknown>, library: RowLibrary, request: DatasetRequest): string[] {
  const known = benchmark.subsets ?? [];
  const there = known.filter((subset) => isThere(subset, library));
  if (there.length === 0)
    throw new HretError(
      'not_found',
      `${library.name} has none of the subsets of ${benchmark.name}. It has: ${library.configs.join(', ')}.`,
    );
  const missing = known.filter((subset) => !there.includes(subset));
  if (missing.length > 0) {
    const named = missing.length > MOST_NAMED ? '' : ` It lacks: ${missing.join(', ')}.`;
    request.warn(`${library.name} has ${there.length} of the ${known.length} subsets of ${benchmark.name}.${named}`);
  }
  return there;
}

function isThere(subset: string, { configs }: RowLibrary): boolean {
  return configs.some((name) => name === subset || name.endsWith(`/${subset}`));
}

/** One origin for all subsets where it is one. */
function sourceOf(parts: readonly Part[]): { readonly [key: string]: Json } {
  const sources = parts.map((part) => part.rows.source);
  const [first, ...others] = sources;
  const isOne = first !== undefined && others.every((source) => canonicalJson(source) === canonicalJson(first));
  return isOne ? first : { parts: sources };
}

function sum(sizes: readonly (number | undefined)[]): number | undefined {
  return sizes.reduce((total, size) => (total === undefined || size === undefined ? undefined : total + size), 0);
}
