import { convertedPlaceOf, type FilePlace, placeOf, pythonRules } from './file-names.js';
import { globPattern } from './glob.js';
import type { CardConfig } from './hub-card.js';

/** The files of every split of a subset. */
export type SplitFiles = ReadonlyMap<string, readonly string[]>;

export interface LayoutConfig {
  readonly name: string;
  readonly splits: SplitFiles;
}

/** Which files belong to which subset and split. */
export interface Layout {
  /** What is read when no subset is named. */
  readonly main: LayoutConfig | undefined;
  /** Subsets that can be named, in the order of the README, or by name. */
  readonly configs: readonly LayoutConfig[];
  /** The README declares it; otherwise it is read off the names of the files. */
  readonly isDeclared: boolean;
  /** All files, for messages. */
  readonly files: readonly string[];
}

// What we read, by family. A split kept in several formats is read from one, as in Python's datasets.
const families: readonly RegExp[] = [
  /\.parquet$/i,
  /\.(jsonl|ndjson|json)(\.gz)?$/i,
  /\.(csv|tsv)(\.gz)?$/i,
  /\.xlsx$/i,
];
const hidden = /(^|\/)(\.|__)|(^|\/)(config|dataset_infos?|dataset_dict)\.json$/;

/** Reads the layout of a dataset off the `configs:` of its README, or off the names of its files. */
export function layoutOf(files: readonly string[], card: readonly CardConfig[]): Layout {
  const sorted = files.toSorted();
  return card.length > 0 ? declaredLayout(sorted, card) : namedLayout(sorted);
}

/** Reads the layout of the hub's Parquet copy of a dataset. */
export function convertedLayout(files: readonly string[]): Layout {
  const places = files.toSorted().map(convertedPlaceOf);
  const configs = configsOf(places.filter((place) => place !== undefined));
  return { main: mainOf(configs), configs, isDeclared: true, files };
}

/** A file in a format we read. */
export function isReadable(path: string): boolean {
  return families.some((family) => family.test(path));
}

function declaredLayout(files: readonly string[], card: readonly CardConfig[]): Layout {
  const configs = card.map((entry) => ({ name: entry.config_name, splits: declaredSplits(files, entry) }));
  const chosen = configs[card.findIndex((entry) => entry.default === true)];
  return { main: chosen ?? mainOf(configs), configs, isDeclared: true, files };
}

function mainOf(configs: readonly LayoutConfig[]): LayoutConfig | undefined {
  return configs.find((config) => config.name === 'default') ?? (configs.length === 1 ? configs[0] : undefined);
}

function declaredSplits(files: readonly string[], entry: CardConfig): SplitFiles {
  const folder = entry.data_dir === undefined ? '' : `${withoutLead(entry.data_dir).replace(/\/+$/, '')}/`;
  const inFolder = files.filter((path) => path.startsWith(folder));
  if (entry.data_files === undefined) return splitsByName(inFolder.filter(isData));
  return new Map(
    entry.data_files.map(({ split, path: globs }) => {
      const found = globs.flatMap((glob) => matching(inFolder, folder + withoutLead(glob)));
      return [split, oneFamily([...new Set(found)])] as const;
    }),
  );
}

/** A path written out is taken as it is; a glob passes hidden files over. */
function matching(files: readonly string[], glob: string): readonly string[] {
  if (files.includes(glob)) return [glob];
  const pattern = globPattern(glob);
  return files.filter((path) => pattern.test(path) && !hidden.test(path));
}

function namedLayout(files: readonly string[]): Layout {
  const data = files.filter(isData);
  const configs = configsOf(data.map(placeOf).filter((place) => place.config !== ''));
  const main = data.length === 0 ? undefined : { name: 'default', splits: splitsByName(data) };
  return { main, configs, isDeclared: false, files };
}

function configsOf(places: readonly FilePlace[]): LayoutConfig[] {
  return [...grouped(places, (place) => place.config)].map(([name, ofConfig]) => ({
    name,
    splits: new Map(
      [...grouped(ofConfig, (place) => place.split)].map(([split, ofSplit]) => [
        split,
        oneFamily(ofSplit.map((place) => place.path)),
      ]),
    ),
  }));
}

function splitsByName(files: readonly string[]): SplitFiles {
  for (const splitOf of pythonRules) {
    const groups = grouped(files, splitOf);
    if (groups.size > 0) return new Map([...groups].map(([split, paths]) => [split, oneFamily(paths)]));
  }
  return new Map();
}

/** Those with a key, by key, in order of appearance. */
function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string | undefined): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

/** The files of the format most of them are in. */
function oneFamily(files: readonly string[]): readonly string[] {
  const groups = families.map((family) => files.filter((path) => family.test(path)));
  const largest = groups.reduce((best, group) => (group.length > best.length ? group : best), []);
  return largest.length === 0 ? files : largest;
}

function isData(path: string): boolean {
  return isReadable(path) && !hidden.test(path);
}

function withoutLead(path: string): string {
  return path.replace(/^(\.?\/)+/, '');
}
