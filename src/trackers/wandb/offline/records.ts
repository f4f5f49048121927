import type { JsonObject } from '../../../core/json.js';
import { VERSION } from '../../../version.js';
import { message, text, varint } from '../../protobuf.js';
import { type Artifact, type ArtifactIds, artifactDigest, sortedFiles } from '../artifact.js';
import { jsonLine } from '../json-line.js';
import type { StartParcel } from '../parcels.js';

/** One thing told in the log: its field in `wandb_internal.Record`, and the message there. Field numbers are those of wandb_internal.proto. */
export interface LogRecord {
  readonly field: number;
  readonly fields: readonly Uint8Array[];
}

const HISTORY = 2;
const SUMMARY = 3;
const CONFIG = 5;
const FILES = 6;
const ARTIFACT = 8;
const RUN = 17;
const EXIT = 18;
const HEADER = 21;

const WHEN_RUN_ENDS = 1;
const OF_WANDB = 1;
const OF_MEDIA = 2;

/** The record as it stands in the log. Records are counted from 1. */
export function encoded({ field, fields }: LogRecord, number: number): Buffer {
  return Buffer.concat([varint(1, number), message(field, ...fields)]);
}

/** The first record. Any client of W&B may read the file. */
export function headerRecord(): LogRecord {
  return { field: HEADER, fields: [message(1, text(1, `hret ${VERSION}`), text(2, '0.16.0'))] };
}

export function runRecord(start: StartParcel): LogRecord {
  const { entity, group, notes, commit, repo, startedAt } = start;
  const seconds = Math.floor(startedAt);
  return {
    field: RUN,
    fields: [
      text(1, start.id),
      ...(entity === undefined ? [] : [text(2, entity)]),
      text(3, start.project),
      message(4, ...items(1, start.config)),
      ...(group === undefined ? [] : [text(6, group)]),
      text(7, start.jobType),
      text(8, start.displayName),
      ...(notes === undefined ? [] : [text(9, notes)]),
      ...start.tags.map((tag) => text(10, tag)),
      text(13, start.host),
      message(17, varint(1, seconds), varint(2, Math.round((startedAt - seconds) * 1e9))),
      ...(commit === undefined && repo === undefined
        ? []
        : [
            message(
              21,
              ...(repo === undefined ? [] : [text(1, repo)]),
              ...(commit === undefined ? [] : [text(2, commit)]),
            ),
          ]),
    ],
  };
}

export function historyRecord(row: JsonObject, step: number): LogRecord {
  return { field: HISTORY, fields: [...items(1, row), message(2, varint(1, step))] };
}

/** The summary is not made from the history when the file is uploaded: it has to be told. */
export function summaryRecord(values: JsonObject): LogRecord {
  return { field: SUMMARY, fields: items(1, values) };
}

export function configRecord(config: JsonObject): LogRecord {
  return { field: CONFIG, fields: items(1, config) };
}

/** A file below `files`. */
export function fileRecord(path: string): LogRecord {
  const type = path.startsWith('media/') ? OF_MEDIA : OF_WANDB;
  return { field: FILES, fields: [message(1, text(1, path), varint(2, WHEN_RUN_ENDS), varint(3, type))] };
}

/** The files must still be where they are when the run is uploaded. */
export function artifactRecord(
  { id, project, entity }: Pick<StartParcel, 'id' | 'project' | 'entity'>,
  artifact: Artifact,
  ids: ArtifactIds,
): LogRecord {
  const contents = sortedFiles(artifact.files).map(([path, { md5, size, path: place }]) =>
    message(4, text(1, path), text(2, md5), varint(4, size), text(6, place)),
  );
  return {
    field: ARTIFACT,
    fields: [
      text(1, id),
      text(2, project),
      ...(entity === undefined ? [] : [text(3, entity)]),
      text(4, artifact.type),
      text(5, artifact.name),
      text(6, artifactDigest(artifact)),
      ...(artifact.metadata === undefined ? [] : [text(8, JSON.stringify(artifact.metadata))]),
      ...artifact.aliases.map((alias) => text(11, alias)),
      message(12, varint(1, 1), text(2, 'wandb-storage-policy-v1'), storageLayout, ...contents),
      varint(14, 1),
      text(15, ids.client),
      text(16, ids.sequence),
    ],
  };
}

const storageLayout = message(3, text(1, 'storageLayout'), text(2, '"V2"'));

/** `runtime` in seconds. */
export function exitRecord(exitCode: number, runtime: number): LogRecord {
  return { field: EXIT, fields: [varint(1, exitCode), varint(2, Math.round(runtime))] };
}

function items(field: number, values: JsonObject): Buffer[] {
  return Object.entries(values).map(([key, value]) => message(field, text(1, key), text(16, jsonLine(value))));
}
