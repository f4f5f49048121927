import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { JsonObject } from '../core/json.js';
import { type FileFormat, openFile, type RowFile } from './file.js';
import type { SourceRow } from './row.js';
import { tryJson } from './try-json.js';

/** A dataset with subsets and splits: a repository of the hub, or a local copy of one. */
export interface RowLibrary {
  /** What errors call it: the hub's name of the dataset, or the path. */
  readonly name: string;
  /** Subsets that can be opened by name; empty when it has none. */
  readonly configs: readonly string[];
  /** Finds the files of a split; throws what there is instead. Rows are not read, nor files downloaded, before `rows()`. */
  open(config?: string, split?: string): Promise<SplitRows>;
}

/** One split of one subset. */
export interface SplitRows {
  readonly split: string;
  /** Paths inside the dataset, in reading order. */
  readonly files: readonly string[];
  /** How many rows, when that is known without reading or downloading. */
  readonly size?: number;
  /** Where the rows come from, for the record of a run. */
  readonly source: JsonObject;
  /** Every call starts again. */
  rows(signal?: AbortSignal): AsyncIterable<SourceRow>;
}

/** How many rows the files have, when all are on this machine and say so at the front. */
export async function sizeOfFiles(paths: readonly (string | undefined)[]): Promise<number | undefined> {
  let total = 0;
  for (const path of paths) {
    // The other formats would have to be read to the end.
    if (path === undefined || !/\.parquet$/i.test(path)) return undefined;
    const { size } = await openDataFile(path, '/');
    if (size === undefined) return undefined;
    total += size;
  }
  return total;
}

/** Opens a file of a dataset. On the hub, `.json` is as often JSON Lines as one document, so its first line is looked at. */
export async function openDataFile(path: string, cwd: string, signal?: AbortSignal): Promise<RowFile> {
  const format = /\.json$/i.test(path) ? await jsonFormat(resolve(cwd, path)) : undefined;
  return openFile(path, { cwd, signal, format });
}

const FRONT_BYTES = 1 << 20;

async function jsonFormat(path: string): Promise<FileFormat> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(FRONT_BYTES), 0, FRONT_BYTES, 0);
    const front = buffer
      .toString('utf8', 0, bytesRead)
      .replace(/^\uFEFF/, '')
      .trimStart();
    const [firstLine = '', others = ''] = front.split(/\n(.*)/s, 2);
    return firstLine.startsWith('{') && others.trim() !== '' && tryJson(firstLine) !== undefined ? 'jsonl' : 'json';
  } finally {
    await handle.close();
  }
}
