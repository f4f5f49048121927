import { createHash, type Hash } from 'node:crypto';
import type { Json } from '../../core/json.js';
import type { RunRecord } from '../../core/run-record.js';
import type { SampleResult } from '../../core/sample-result.js';
import type { Pair } from './batches.js';
import { LIMITS } from './limits.js';
import { shortened } from './text-limit.js';

/** A dataset as `log-inputs` takes it; `source`, `schema` and `profile` are JSON texts. */
export interface DatasetInput {
  readonly name: string;
  readonly digest: string;
  readonly sourceType: string;
  readonly source: string;
  readonly schema: string;
  readonly profile: string;
  readonly tags: readonly Pair[];
}

const DIGEST_LENGTH = 12;

/** A digest of what was asked: equal questions, references and options give an equal one, whoever answered. */
export class DatasetDigest {
  readonly #hash: Hash = createHash('sha256');
  samples = 0;

  /** Every sample counts once, however many trials it had. */
  add({ id, input, reference, options, group, trial }: SampleResult): void {
    if (trial !== undefined && trial > 0) return;
    this.samples++;
    this.#hash.update(`${JSON.stringify([id, input, reference, options ?? null, group ?? null])}\n`);
  }

  /** To be taken once. */
  value(): string {
    return this.#hash.digest('hex').slice(0, DIGEST_LENGTH);
  }
}

/** The dataset of a run, with where its rows came from in MLflow's own words. */
export function datasetInput({ spec, info }: RunRecord, digest: string, samples: number): DatasetInput | undefined {
  if (spec === undefined || samples === 0) return undefined;
  const { sourceType, source } = sourceOf(info.source ?? {}, spec.dataset);
  return {
    name: shortened(spec.dataset.name, LIMITS.datasetName).text,
    digest,
    sourceType,
    source: JSON.stringify(source),
    schema: JSON.stringify({ mlflow_colspec: ['id', 'input', 'reference'].map(textColumn) }),
    profile: JSON.stringify({ num_rows: samples }),
    tags: [{ key: 'mlflow.data.context', value: 'evaluation' }],
  };
}

function textColumn(name: string) {
  return { type: 'string', name, required: true };
}

interface Source {
  readonly sourceType: string;
  readonly source: Json;
}

type DatasetSpec = NonNullable<RunRecord['spec']>['dataset'];

function sourceOf(source: Json, { name, subset, split }: DatasetSpec): Source {
  const { hub, commit, path } = textsIn(source);
  if (hub !== undefined) {
    const [config, ...others] = subset ?? [];
    return {
      sourceType: 'hugging_face',
      source: {
        path: hub,
        config_name: others.length === 0 ? (config ?? null) : null,
        data_dir: null,
        data_files: null,
        split: split ?? null,
        revision: commit ?? null,
      },
    };
  }
  if (path !== undefined) return { sourceType: 'local', source: { uri: path } };
  return { sourceType: 'code', source: { tags: { 'mlflow.source.type': 'LOCAL', 'mlflow.source.name': name } } };
}

function textsIn(source: Json): Readonly<Record<string, string | undefined>> {
  if (source === null || typeof source !== 'object') return {};
  return Object.fromEntries(
    Object.entries(source).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
