import { z } from 'zod';
import type { Dataset } from '../core/dataset.js';
import { type DatasetDefinition, type DefinedRow, defineDataset, type Verdict } from '../core/dataset-definition.js';
import type { Evaluator, Score } from '../core/evaluator.js';
import type { DatasetPlugin } from '../core/plugin.js';
import type { Sample } from '../core/sample.js';
import { HretError, messageOf } from '../errors.js';
import { openFile } from '../sources/file.js';
import { canonicalJson, sha256 } from '../util/canonical.js';
import { toJson } from '../util/to-json.js';
import { settledSplit } from './check-names.js';

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
      if (subset !== undefined) throw new HretError('usage', `${name} has no subsets; leave subset out.`);
      const split = splitOf(definition, splits, asked ?? defaultSplit, warn);
      const source = await sourceOf(definition, folder, split);
      return {
        name,
        ...(split === undefined ? {} : { split }),
        source: source.origin,
        async *samples(signal) {
          let index = 0;
          for await (const { row, where } of source.rows(signal)) {
            signal?.throwIfAborted();
            yield sampleOf(definition, row, index++, where);
          }
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

/** What a hook throws on a row is told with the row. */
function sampleOf(definition: DatasetDefinition, row: DefinedRow, index: number, where: string): Sample {
  try {
    const target = definition.getTarget(row);
    const group = definition.getGroup?.(row);
    const metadata = definition.getMetadata?.(row);
    return {
      id: definition.getId?.(row, index) ?? `${definition.name}-${index + 1}`,
      input: definition.getPrompt(row),
      target: typeof target === 'string' ? { kind: 'text', accepted: [target] } : target,
      ...(group === undefined ? {} : { group }),
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
