import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { HretError, messageOf } from '../errors.js';
import { didYouMean } from '../util/did-you-mean.js';
import { flatten } from '../util/flatten.js';
import { readChunks } from '../util/lines.js';
import type { LocalFile, OpenRows } from './local-file.js';
import type { SourceRow } from './row.js';

export const fileFormats = ['jsonl', 'json', 'csv', 'tsv', 'parquet', 'xlsx'] as const;
export type FileFormat = (typeof fileFormats)[number];

/** A data file that can be read any number of times, always the same rows in the same order. */
export interface RowFile extends OpenRows {
  /** As it was given. */
  readonly path: string;
  readonly format: FileFormat;
  /** Bytes on the disk. */
  readonly bytes: number;
  rows(signal?: AbortSignal): AsyncIterable<SourceRow>;
  /** SHA-256 of the bytes on the disk, hex. */
  digest(signal?: AbortSignal): Promise<string>;
}

export interface OpenFileOptions {
  /** Absent: told by the file name. */
  readonly format?: FileFormat | undefined;
  /** Relative paths are resolved against it. */
  readonly cwd: string;
  /** Stops the opening; reading takes its own signal. */
  readonly signal?: AbortSignal | undefined;
}

/** Each format's reader is imported when a file of the format is opened. */
const readers: Readonly<Record<FileFormat, (file: LocalFile, signal?: AbortSignal) => Promise<OpenRows>>> = {
  jsonl: async (file) => (await import('./jsonl.js')).openJsonl(file),
  json: async (file, signal) => (await import('./json.js')).openJson(file, signal),
  csv: async (file) => (await import('./csv.js')).openCsv(file),
  tsv: async (file) => (await import('./csv.js')).openTsv(file),
  parquet: async (file) => (await import('./parquet.js')).openParquet(file),
  xlsx: async (file) => (await import('./xlsx.js')).openXlsx(file),
};

const extensions: Readonly<Record<string, FileFormat>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'json',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.parquet': 'parquet',
  '.xlsx': 'xlsx',
};

/** Opens a data file: JSON Lines, JSON, CSV, TSV (each also packed as .gz), Parquet or Excel. */
export async function openFile(path: string, { format, cwd, signal }: OpenFileOptions): Promise<RowFile> {
  const bytes = await sizeOfFile(resolve(cwd, path), path);
  const file: LocalFile = { path: resolve(cwd, path), name: path, isGzip: /\.gz$/i.test(path) };
  const fileFormat = format ?? formatOf(path);
  if (file.isGzip && (fileFormat === 'parquet' || fileFormat === 'xlsx')) {
    throw new HretError('usage', `${path}: ${fileFormat} files are packed already; unpack the .gz first.`);
  }
  const opened = await readers[fileFormat](file, signal);
  if (opened.size === 0) throw noRows(path);
  const batches = (readSignal?: AbortSignal) => atLeastOneRow(opened.batches(readSignal), path);
  return {
    path,
    format: fileFormat,
    bytes,
    ...(opened.size === undefined ? {} : { size: opened.size }),
    batches,
    rows: (readSignal) => flatten(batches(readSignal)),
    digest: (readSignal) => digestOf(file, readSignal),
  };
}

async function sizeOfFile(absolute: string, path: string): Promise<number> {
  const found = await stat(absolute).catch(async (error: unknown) => {
    throw new HretError('not_found', await missingMessage(absolute, path, error), { cause: error });
  });
  if (found.isDirectory()) {
    throw new HretError('data', `${path} is a folder. Name one data file in it.${listed(await namesIn(absolute))}`);
  }
  if (found.size === 0) throw noRows(path);
  return found.size;
}

async function missingMessage(absolute: string, path: string, error: unknown): Promise<string> {
  const folder = dirname(absolute);
  const names = await namesIn(folder);
  if (names === undefined) return `There is no file ${path}: the folder ${folder} does not exist.`;
  if (names.includes(basename(absolute))) return `${path} cannot be read: ${messageOf(error)}.`;
  return `There is no file ${path} (looked in ${folder}).${didYouMean(basename(absolute), names)}`;
}

/** Names in a folder, sorted; `undefined` when it cannot be listed. */
async function namesIn(folder: string): Promise<string[] | undefined> {
  return readdir(folder).then(
    (names) => names.sort(),
    () => undefined,
  );
}

function listed(names: readonly string[] | undefined): string {
  const dataFiles = (names ?? []).filter((name) => extensionOf(name) !== undefined).slice(0, 10);
  return dataFiles.length === 0 ? '' : ` It holds: ${dataFiles.join(', ')}.`;
}

function formatOf(path: string): FileFormat {
  const extension = extensionOf(path);
  const format = extension === undefined ? undefined : extensions[extension];
  if (format !== undefined) return format;
  const old = /\.xls$/i.test(path) ? ' The old .xls format is not read; save it as .xlsx.' : '';
  throw new HretError(
    'usage',
    `${path}: the name does not tell the format.${old} Known: ${Object.keys(extensions).join(', ')} ` +
      `(the text formats also as .gz). Rename the file, or set format to one of: ${fileFormats.join(', ')}.`,
  );
}

/** The known extension of a name, without `.gz`. */
function extensionOf(path: string): string | undefined {
  const name = path.toLowerCase().replace(/\.gz$/, '');
  return Object.keys(extensions).find((extension) => name.endsWith(extension));
}

async function* atLeastOneRow(
  batches: AsyncIterable<readonly SourceRow[]>,
  path: string,
): AsyncGenerator<readonly SourceRow[]> {
  let isEmpty = true;
  for await (const batch of batches) {
    isEmpty &&= batch.length === 0;
    yield batch;
  }
  if (isEmpty) throw noRows(path);
}

function noRows(path: string): HretError {
  return new HretError('data', `${path} has no rows.`);
}

async function digestOf(file: LocalFile, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of readChunks(file.path, signal)) hash.update(chunk);
  return hash.digest('hex');
}
