import { HretError } from '../errors.js';
import { didYouMean } from '../util/did-you-mean.js';
import { shardCount } from './file-names.js';
import { isReadable, type Layout, type LayoutConfig } from './hub-layout.js';
import { isSameSplit } from './split-words.js';

/** One split of one subset: what a dataset is read from. */
export interface ChosenSplit {
  /** Absent when the dataset has no subsets. */
  readonly config?: string;
  readonly split: string;
  readonly files: readonly string[];
}

/** Finds the files of a subset and a split; throws what there is instead. `owner` is the dataset, for messages. */
export function chooseSplit(layout: Layout, owner: string, config?: string, split?: string): ChosenSplit {
  const chosen = config === undefined ? mainConfig(layout, owner) : namedConfig(layout, owner, config);
  const place = chosen === layout.main && config === undefined ? owner : `${owner} ${chosen.name}`;
  const [name, files] = splitOf(layout, chosen, place, split);
  checkFiles(files, `${place}/${name}`);
  return { ...(config === undefined ? {} : { config: chosen.name }), split: name, files };
}

function mainConfig(layout: Layout, owner: string): LayoutConfig {
  if (layout.main !== undefined) return layout.main;
  if (layout.configs.length === 0) throw nothingReadable(layout, owner);
  throw new HretError('usage', `${owner} has several subsets; name one of: ${namesOf(layout).join(', ')}.`);
}

function namedConfig(layout: Layout, owner: string, config: string): LayoutConfig {
  const asked = config.normalize('NFC');
  const folded = asked.toLowerCase();
  const { configs } = layout;
  const inFolder = configs.filter(({ name }) => name.toLowerCase().endsWith(`/${folded}`));
  const found =
    configs.find(({ name }) => name === asked) ??
    configs.find(({ name }) => name.toLowerCase() === folded) ??
    (inFolder.length === 1 ? inFolder[0] : undefined) ??
    (asked === 'default' ? layout.main : undefined);
  if (found !== undefined) return found;
  if (layout.main === undefined && configs.length === 0) throw nothingReadable(layout, owner);
  const known = namesOf(layout);
  const list = known.length === 0 ? 'It has no subsets.' : `It has: ${known.join(', ')}.`;
  throw new HretError('not_found', `${owner} has no subset "${config}".${didYouMean(config, known)} ${list}`);
}

function splitOf(
  { isDeclared }: Layout,
  config: LayoutConfig,
  place: string,
  split: string | undefined,
): readonly [split: string, files: readonly string[]] {
  const known = [...config.splits.keys()];
  const asked = split ?? (known.length === 1 ? known[0] : undefined);
  if (asked === undefined)
    throw new HretError('usage', `${place} has several splits; name one of: ${known.join(', ')}.`);
  const exact = config.splits.get(asked);
  if (exact !== undefined) return [asked, exact];
  const alike = known.filter((name) => isSameSplit(name, asked));
  if (!isDeclared && alike.length > 0) return [asked, alike.flatMap((name) => config.splits.get(name) ?? [])];
  const suggestion = alike[0] === undefined ? didYouMean(asked, known) : ` Did you mean "${alike[0]}"?`;
  throw new HretError('not_found', `${place} has no split "${asked}".${suggestion} It has: ${known.join(', ')}.`);
}

function checkFiles(files: readonly string[], place: string): void {
  if (files.length === 0) throw new HretError('data', `${place}: none of the files its README promises is there.`);
  const unreadable = files.find((path) => !isReadable(path));
  if (unreadable !== undefined)
    throw new HretError('data', `${place} is kept in ${unreadable}; ${readableFormats} can be read.`);
  const shards = shardCount(files[0] ?? '');
  if (shards !== undefined && files.every((path) => shardCount(path) === shards) && files.length < shards)
    throw new HretError('data', `${place}: only ${files.length} of its ${shards} files are there.`);
}

const readableFormats = 'parquet, jsonl, json, csv, tsv and xlsx';

function nothingReadable(layout: Layout, owner: string): HretError {
  const some = layout.files.slice(0, 20).join(', ');
  const rest = layout.files.length > 20 ? ` and ${layout.files.length - 20} more` : '';
  const list = layout.files.length === 0 ? 'It is empty.' : `It has: ${some}${rest}.`;
  return new HretError('data', `${owner} has no files of rows (${readableFormats} can be read). ${list}`);
}

function namesOf(layout: Layout): string[] {
  return layout.configs.map((config) => config.name);
}
