import { z } from 'zod';
import type { Dataset } from '../core/dataset.js';
import {
  type DatasetDefinition,
  type DefinedData,
  type DefinedRow,
  defineDataset,
  type Verdict,
} from '../core/dataset-definition.js';
import type { Evaluator, Score } from '../core/evaluator.js';
import type { DatasetPlugin } from '../core/plugin.js';
import type { Sample } from '../core/sample.js';
import { isPlainObject, showValue } from '../core/show-value.js';
import { HretError } from '../errors.js';
import { openFile } from '../sources/file.js';
import type { ImageFolder } from '../sources/image-cells.js';
import { canonicalJson, sha256 } from '../util/canonical.js';
import { toJson } from '../util/to-json.js';
import { checkSubsets, settledSplit } from './check-names.js';
import { definedSample } from './defined-sample.js';

/** Makes a plugin of a dataset module; `folder` is where its files are. */
export function definedPlugin(given: DatasetDefinition, folder: string): DatasetPlugin {
  const definition = defineDataset(given);
  const { name, summary, data, license, citation, fewShotSplit, evaluatePrediction } = definition;
  const splits = isWhole(data) ? undefined : Object.keys(data);
  const defaultSplit = definition.defaultSplit ?? (splits?.length === 1 ? splits[0] : undefined);
  return {
    name,
    summary: summary ?? `a dataset of your own, ${name}`,
    options: z.strictObject({}),
    ...(splits === undefined ? {} : { splits }),
    ...(defaultSplit === undefined ? {} : { defaultSplit }),
    ...(fewShotSplit === undefined ? {} : { fewShotSplit }),
    ...(license === undefined ? {} : { license }),
    ...(citation === undefined ? {} : { citation }),
    ...(evaluatePrediction === undefined ? {} : { evaluator: evaluatorOf(definition) }),
    async create(_, { split: asked, subset, warn }): Promise<Dataset> {
      const split = splitOf(definition, splits, asked ?? defaultSplit, warn);
      const source = await sourceOf(definition, folder, split);
      const all = (signal?: AbortSignal) => samplesOf(definition, source, { path: folder }, signal);
      if (subset !== undefined)
        await checkGroups(definition, subset, split === undefined ? name : `${name} ${split}`, all());
      return {
        name,
        ...(split === undefined ? {} : { split }),
        ...(subset === undefined ? {} : { subset }),
        source: source.origin,
        async *samples(signal) {
          for await (const sample of all(signal))
            if (subset === undefined || (sample.group !== undefined && subset.includes(sample.group))) yield sample;
        },
      };
    },
  };
}

/** Whether the data are one file or one list of rows, without splits. */
function isWhole(data: DatasetDefinition['data']): data is DefinedData {
  return typeof data === 'string' || Array.isArray(data);
}

function splitOf(
  { name }: DatasetDefinition,
  splits: readonly string[] | undefined,
  asked: string | undefined,
  warn: (message: string) => void,
): string | undefined {
  if (splits === undefined && asked === undefined) return undefined;
  if (splits === undefined) throw new HretError('usage', `${name} has no splits; leave split out.`);
  if (asked !== undefined) return settledSplit(name, splits, asked, warn);
  throw new HretError('usage', `${name} has several splits; name one of: ${splits.join(', ')}.`);
}

interface Source {
  readonly origin: NonNullable<Dataset['source']>;
  rows(signal?: AbortSignal): AsyncIterable<{ readonly row: DefinedRow; readonly where: string }>;
}

async function sourceOf({ name, data }: DatasetDefinition, folder: string, split = ''): Promise<Source> {
  const own = isWhole(data) ? data : (data[split] ?? []);
  if (typeof own === 'string') {
    const file = await openFile(own, { cwd: folder });
    return { origin: { path: own, digest: await file.digest() }, rows: (signal) => file.rows(signal) };
  }
  const place = split === '' ? name : `${name} ${split}`;
  return {
    origin: { rows: own.length, digest: sha256(canonicalJson(toJson(own))) },
    async *rows() {
      for (const [index, row] of own.entries()) yield { row, where: `${place} row ${index + 1}` };
    },
  };
}

async function* samplesOf(
  definition: DatasetDefinition,
  source: Source,
  folder: ImageFolder,
  signal?: AbortSignal,
): AsyncGenerator<Sample> {
  let index = 0;
  for await (const { row, where } of source.rows(signal)) {
    signal?.throwIfAborted();
    if (typeof row !== 'object' || row === null)
      throw new HretError('data', `${where}: expected an object, columns by name, got ${showValue(row)}.`);
    yield definedSample(definition, row, index++, where, folder);
  }
}

/** A misspelt group is told before the run, so all rows are read. */
async function checkGroups(
  { name, getGroup }: DatasetDefinition,
  wanted: readonly string[],
  place: string,
  samples: AsyncIterable<Sample>,
): Promise<void> {
  if (getGroup === undefined)
    throw new HretError('usage', `${name} has no subsets unless getGroup tells the group of a row; leave subset out.`);
  const groups = new Set<string>();
  for await (const { group } of samples) if (group !== undefined) groups.add(group);
  checkSubsets(place, [...groups], wanted);
}

function evaluatorOf(definition: DatasetDefinition): Evaluator {
  return {
    name: definition.name,
    reads: 'text',
    metrics: ['accuracy'],
    async score({ sample, answer }) {
      if (answer.kind !== 'text') return { status: 'unscored', reason: 'there is no text to score' };
      return scoreOf(await definition.evaluatePrediction?.(answer.generation.text, sample));
    },
  };
}

function scoreOf(verdict: Verdict | undefined): Score {
  if (verdict === null) return { status: 'unscored', reason: 'evaluatePrediction could not tell' };
  if (typeof verdict === 'boolean' || Number.isFinite(verdict))
    return { status: 'scored', values: { accuracy: Number(verdict) } };
  if (isPlainObject(verdict) && 'status' in verdict) return verdict as Score;
  throw new HretError(
    'scoring',
    `evaluatePrediction gave ${showValue(verdict)}; expected true or false, a number, { status: "scored", values: { … } }, or null where it cannot tell`,
  );
}
