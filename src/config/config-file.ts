import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { type OptionProblem, readOptions } from '../core/check-options.js';
import { isPlainObject, showValue } from '../core/show-value.js';
import { HretError } from '../errors.js';
import { didYouMean } from '../util/did-you-mean.js';
import { codeOf, hasCode } from '../util/system-error.js';
import type { ConfigSource, FileProblem, ParsedConfig } from './config-source.js';
import { parseJson } from './json-source.js';
import { flatten } from './sections.js';
import { settingsTable } from './settings-table.js';
import { parseYaml } from './yaml-source.js';

const parsers: Readonly<Record<string, (text: string) => ParsedConfig>> = {
  '.yaml': parseYaml,
  '.yml': parseYaml,
  '.json': parseJson,
};

const LARGEST_BYTES = 1024 * 1024;
const MOST_PROBLEMS = 20;

/**
 * The settings a configuration file gives, by canonical name; `undefined` where it says null, which means the default.
 * Reads flat keys and sections alike. Everything that is wrong is told at once, with line and column.
 */
export function readConfigFile(path: string): Readonly<Record<string, unknown>> {
  const parse = parsers[extname(path).toLowerCase()];
  if (parse === undefined) throw new HretError('config', `${path}: a configuration file ends in .yaml, .yml or .json.`);
  const text = readText(path);
  const parsed = parse(text);
  if ('problems' in parsed) throw configError(path, parsed.problems);
  return readContent(path, parsed.source);
}

function readContent(path: string, source: ConfigSource): Readonly<Record<string, unknown>> {
  if (source.value === null || source.value === undefined) throw emptyFile(path);
  if (!isPlainObject(source.value)) {
    const message = `expected keys and values such as "default_dataset: kmmlu" at the top, got ${showValue(source.value)}.`;
    throw configError(path, [{ position: source.locate([], 'value'), message }]);
  }
  const { written, problems } = flatten(source.value);
  const read = readOptions(written, settingsTable, 'file');
  const found = [...problems, ...read.problems];
  if (found.length > 0) throw configError(path, found.map(inFile(source)));
  return read.values;
}

const inFile =
  (source: ConfigSource) =>
  ({ path, at, message }: OptionProblem): FileProblem => ({
    position: source.locate(path, at),
    message: `${path.join('.')}: ${message}`,
  });

function configError(path: string, problems: readonly FileProblem[]): HretError {
  const sorted = [...problems].sort((a, b) => order(a) - order(b));
  const lines = sorted.slice(0, MOST_PROBLEMS).map(({ position, message }) => {
    const place = position === undefined ? ':' : `:${position.line}:${position.column}`;
    return `${path}${place} ${message}`;
  });
  const rest = sorted.length - lines.length;
  if (rest > 0) lines.push(`${path}: and ${rest} more like these.`);
  return new HretError('config', lines.join('\n'));
}

function order({ position }: FileProblem): number {
  return position === undefined ? 0 : position.line * 1e6 + position.column;
}

function readText(path: string): string {
  const bytes = readBytes(path);
  if (bytes.length > LARGEST_BYTES) throw new HretError('config', `${path}: a configuration file has at most 1 MB.`);
  const text = decode(path, bytes);
  if (text.trim() === '') throw emptyFile(path);
  return text;
}

function readBytes(path: string): Buffer {
  try {
    if (statSync(path).isDirectory()) throw new HretError('config', `${path}: this is a folder. Name a file in it.`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof HretError) throw error;
    if (isMissing(error)) throw new HretError('not_found', whatIsThere(path), { cause: error });
    throw new HretError('config', `${path}: the file cannot be read (${codeOf(error) ?? 'unknown reason'}).`, {
      cause: error,
    });
  }
}

function decode(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new HretError('config', `${path}: the file is not UTF-8 text. Save it in that encoding.`, { cause });
  }
}

function emptyFile(path: string): HretError {
  return new HretError(
    'config',
    `${path}: the file is empty or has only comments. Write at least one setting, such as "default_dataset: kmmlu".`,
  );
}

function whatIsThere(path: string): string {
  const folder = dirname(path);
  const files = filesIn(folder);
  if (files === undefined) return `${path}: there is no such file, and no folder "${folder}".`;
  const candidates = files.filter((name) => Object.hasOwn(parsers, extname(name).toLowerCase()));
  const hint = didYouMean(basename(path), candidates);
  if (hint !== '' || candidates.length === 0) return `${path}: there is no such file.${hint}`;
  return `${path}: there is no such file. There is: ${candidates.slice(0, 5).join(', ')}.`;
}

function filesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder).sort();
  } catch {
    return undefined;
  }
}

function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT', 'ENOTDIR');
}
