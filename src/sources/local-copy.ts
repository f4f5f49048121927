import { readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { World } from '../core/world.js';
import { HretError } from '../errors.js';
import { sha256 } from '../util/canonical.js';
import { type ChosenSplit, chooseSplit } from './choose-split.js';
import { filesBelow } from './hub-cache.js';
import { cardConfigs } from './hub-card.js';
import { layoutOf } from './hub-layout.js';
import type { SourceRow } from './row.js';
import { openDataFile, type RowLibrary, type SplitRows, sizeOfFiles } from './row-library.js';
import { isSameSplit, splitIn } from './split-words.js';

/** Where a local copy is, and what is read when no split is named. */
export interface LocalCopyQuery {
  readonly path: string;
  readonly defaultSplit: string;
}

/**
 * Opens a copy of a hub dataset on this machine: a folder laid out as on the hub (or `<subset>/<split>.*`), or a file,
 * which is one split of one subset.
 */
export async function openLocalCopy(query: LocalCopyQuery, { cwd }: Pick<World, 'cwd'>): Promise<RowLibrary> {
  const absolute = resolve(cwd, query.path);
  const found = await stat(absolute).catch((error: unknown) => {
    throw new HretError('not_found', `There is no file or folder ${query.path} (${absolute}).`, { cause: error });
  });
  return found.isDirectory() ? openFolder(query, cwd) : openOneFile(query, cwd);
}

async function openFolder({ path, defaultSplit }: LocalCopyQuery, cwd: string): Promise<RowLibrary> {
  const folder = resolve(cwd, path);
  const files = await filesBelow(folder);
  const readme = files.includes('README.md') ? await readFile(join(folder, 'README.md'), 'utf8') : '';
  const layout = layoutOf(files, cardConfigs(readme, join(path, 'README.md')));
  return {
    name: path,
    configs: layout.configs.map((config) => config.name),
    async open(config, split = defaultSplit) {
      const chosen = chooseSplit(layout, path, config, split);
      return localRows({ ...chosen, files: chosen.files.map((file) => join(path, file)) }, cwd);
    },
  };
}

/** The name of a file may tell its split (`train.jsonl`); otherwise it is the split that is read by default. */
function openOneFile({ path, defaultSplit }: LocalCopyQuery, cwd: string): RowLibrary {
  const own = splitIn(basename(path))?.split ?? defaultSplit;
  return {
    name: path,
    configs: [],
    async open(_config, split = own) {
      if (isSameSplit(own, split)) return localRows({ split, files: [path] }, cwd);
      const advice = `Name a file with "${split}" in its name, or a folder that has it.`;
      throw new HretError('not_found', `${path} is taken for the split "${own}", not "${split}". ${advice}`);
    },
  };
}

async function localRows({ split, files }: ChosenSplit, cwd: string): Promise<SplitRows> {
  const size = await sizeOfFiles(files.map((path) => resolve(cwd, path)));
  return {
    split,
    files,
    ...(size === undefined ? {} : { size }),
    source: { files, sha256: await digestOf(files, cwd) },
    rows: (signal) => rowsOf(files, cwd, signal),
  };
}

async function* rowsOf(files: readonly string[], cwd: string, signal?: AbortSignal): AsyncGenerator<SourceRow> {
  for (const path of files) yield* (await openDataFile(path, cwd, signal)).rows(signal);
}

/** The digest of a file, or of the digests of several. */
async function digestOf(files: readonly string[], cwd: string): Promise<string> {
  const digests: string[] = [];
  for (const path of files) digests.push(await (await openDataFile(path, cwd)).digest());
  const [first, ...others] = digests;
  return first !== undefined && others.length === 0 ? first : sha256(digests.join('\n'));
}
