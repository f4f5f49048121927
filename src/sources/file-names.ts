import { splitIn } from './split-words.js';

/** Where a file belongs by its name alone. */
export interface FilePlace {
  readonly path: string;
  /** Empty for a file that belongs to no subset. */
  readonly config: string;
  readonly split: string;
}

const shard = /-\d{5}-of-(\d{5})(?:-[0-9a-f]+)?$/;
const splitName = /^[\p{L}\p{N}_]+(\.[\p{L}\p{N}_]+)*$/u;
const label = /^(?:part|shard|chunk|data|file)?[-._ \d]*$/i;

/**
 * Reads subset and split off a path: `Accounting/test-00000-of-00001.parquet`, `data/Accounting-test.csv`,
 * `test/Accounting.csv` and `Accounting/test/0000.parquet` are all the split `test` of `Accounting`. A name without a
 * split word is `train`, as in Python's datasets.
 */
export function placeOf(path: string): FilePlace {
  const { folders, stem } = partsOf(path);
  const inName = splitOfStem(stem, folders.length > 0);
  if (inName !== undefined) return { path, split: inName.split, config: joined(folders, inName.rest) };
  const index = folders.findLastIndex((folder) => splitIn(folder) !== undefined);
  const inFolder = splitIn(folders[index] ?? '');
  if (inFolder === undefined) return { path, split: 'train', config: joined(folders, stem) };
  const rest = label.test(stem) ? '' : stem;
  return { path, split: inFolder.split, config: joined(folders.with(index, inFolder.rest), rest) };
}

/** Reads a path of the hub's Parquet copies, `<subset>/<split>/0000.parquet`; `undefined` for other files and for partial copies. */
export function convertedPlaceOf(path: string): FilePlace | undefined {
  const [, config, split] = /^(.+)\/([^/]+)\/\d+\.parquet$/.exec(path) ?? [];
  if (config === undefined || split === undefined || split.startsWith('partial-')) return undefined;
  return { path, config, split };
}

/** The rules of Python's datasets for a dataset without subsets; the first that finds anything places all files. */
export const pythonRules: readonly ((path: string) => string | undefined)[] = [
  (path) => /^data\/([^/]+?)-\d{5}-of-\d{5}[^/]*$/.exec(path)?.[1],
  (path) =>
    path
      .split('/')
      .slice(0, -1)
      .map(splitIn)
      .findLast((found) => found !== undefined)?.split,
  (path) => splitIn(stemOf(path))?.split,
  () => 'train',
];

/** `3` for one of three numbered shards, `undefined` for a file that stands alone. */
export function shardCount(path: string): number | undefined {
  const count = shard.exec(stemOf(path))?.[1];
  return count === undefined ? undefined : Number(count);
}

/** A sharded file is named after its split; others hold a split word somewhere. */
function splitOfStem(stem: string, isInFolder: boolean): { split: string; rest: string } | undefined {
  const whole = stem.replace(shard, '');
  if (whole !== stem && splitName.test(whole)) return { split: whole, rest: '' };
  const found = splitIn(whole);
  if (found === undefined) return undefined;
  const isFront = whole.toLowerCase().startsWith(found.split);
  return isFront && isInFolder ? { split: found.split, rest: '' } : found;
}

function partsOf(path: string): { folders: string[]; stem: string } {
  const folders = path.normalize('NFC').split('/').slice(0, -1);
  return { folders: folders[0] === 'data' ? folders.slice(1) : folders, stem: stemOf(path.normalize('NFC')) };
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+(\.gz)?$/i, '');
}

function joined(folders: readonly string[], rest: string): string {
  return [...folders, rest].filter((part) => part !== '').join('/');
}
