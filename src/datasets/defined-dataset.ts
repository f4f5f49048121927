import { z } from 'zod';
import type { Dataset } from '../core/dataset.js';
import { type DatasetDefinition, type DefinedRow, defineDataset, type Verdict } from '../core/dataset-definition.js';
import type { Evaluator, Score } from '../core/evaluator.js';
import type { DatasetPlugin } from '../core/plugin.js';
import type { Sample } from '../core/sample.js';
import { HretError, messageOf } from '../errors.js';
import { openFile } from '../sources/file.js';
import { type ImageFolder, imagesIn } from '../sources/image-cells.js';
import { canonicalJson, sha256 } from '../util/canonical.js';
import { clusterName } from '../util/cluster-name.js';
import { toJson } from '../util/to-json.js';
import { checkSubsets, settledSplit } from './check-names.js';

/** Makes a plugin of a dataset module; `folder` is where its files are. */
export function definedPlugin(given: DatasetDefinition, folder: string): DatasetPlugin {
  const definition = defineDataset(given);
  const { name, summary, data, license, citation, fewShotSplit, evaluatePrediction } = definition;
  const splits = typeof data === 'string' || isRows(data) ? undefined : Object.keys(data);
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

function isRows(data: DatasetDefinition['data']): data is readonly DefinedRow[] {
  return Array.isArray(data);
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
  if (isRows(data)) {
    return {
      origin: { rows: data.length, digest: sha256(canonicalJson(toJson(data))) },
      async *rows() {
        for (const [index, row] of data.entries()) yield { row, where: `${name} row ${index + 1}` };
      },
    };
  }
  const path = typeof data === 'string' ? data : (data[split] ?? '');
  const file = await openFile(path, { cwd: folder });
  return { origin: { path, digest: await file.digest() }, rows: (signal) => file.rows(signal) };
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
    yield sampleOf(definition, row, index++, where, folder);
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

/** What a hook throws on a row is told with the row. */
function sampleOf(
  definition: DatasetDefinition,
  row: DefinedRow,
  index: number,
  where: string,
  folder: ImageFolder,
): Sample {
  try {
    const target = definition.getTarget(row);
    const group = definition.getGroup?.(row);
    const images = imagesIn({ value: definition.getImages?.(row) ?? [], column: 'getImages', where }, folder);
    const cluster = clusterName(definition.getCluster?.(row));
    const metadata = definition.getMetadata?.(row);
    return {
      id: definition.getId?.(row, index) ?? `${definition.name}-${index + 1}`,
      input: definition.getPrompt(row),
      target: typeof target === 'string' ? { kind: 'text', accepted: [target] } : target,
      ...(images.length === 0 ? {} : { images }),
      ...(group === undefined ? {} : { group }),
      ...(cluster === undefined ? {} : { cluster }),
      ...(metadata === undefined ? {} : { metadata }),
    };
  } catch (cause) {
    throw new HretError('data', `${where}: ${messageOf(cause)}`, { cause });
  }
}

function evaluatorOf(definition: DatasetDefinition): Evaluator {
  return {
    name: definition.name,
    reads: 'text',
    metrics: ['accuracy'],
    async score({ sample, answer }) {
      if (answer.kind !== 'text') return { status: 'unscored', reason: 'there is no text to score' };
      return scoreOf((await definition.evaluatePrediction?.(answer.generation.text, sample)) ?? null);
    },
  };
}

function scoreOf(verdict: Verdict): Score {
  if (verdict === null) return { status: 'unscored', reason: 'evaluatePrediction could not tell' };
  if (typeof verdict === 'object') return verdict;
  return { status: 'scored', values: { accuracy: Number(verdict) } };
}
