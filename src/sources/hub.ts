import { readFile } from 'node:fs/promises';
import type { World } from '../core/world.js';
import { HretError } from '../errors.js';
import { type ChosenSplit, chooseSplit } from './choose-split.js';
import { type RepoCache, repoCache } from './hub-cache.js';
import { cardConfigs } from './hub-card.js';
import { localFile, notCached } from './hub-download.js';
import type { HubConnection } from './hub-http.js';
import { convertedLayout, type Layout, layoutOf } from './hub-layout.js';
import { checkRepoName, listingOf } from './hub-listing.js';
import { hubSettings } from './hub-settings.js';
import type { SourceRow } from './row.js';
import { openDataFile, type RowLibrary, type SplitRows, sizeOfFiles } from './row-library.js';

/** A dataset of the hub, at one revision. */
export interface HubRepoQuery {
  /** `HAERAE-HUB/KMMLU` */
  readonly repo: string;
  /** Branch, tag or commit; `main` when absent. */
  readonly revision?: string | undefined;
  /** Wins over `HF_TOKEN`. */
  readonly token?: string | undefined;
}

/** The revision where the hub keeps Parquet copies of datasets that are made by a script. */
const CONVERTED = 'refs/convert/parquet';

/** Rows of a hub dataset: `where` counts them over all files, `HAERAE-HUB/KMMLU Accounting/test row 17`. */
export interface HubRows extends SplitRows {
  readonly commit: string;
}

/** A hub dataset whose revision is settled: everything opened from it is of the same commit. */
export interface HubRepo extends RowLibrary {
  readonly commit: string;
  /** One split of one subset. Files are downloaded when they are read, once. */
  open(config?: string, split?: string): Promise<HubRows>;
}

/** Settles which commit a revision is and how its files are laid out. One request to the hub, none when offline. */
export async function openHubRepo(query: HubRepoQuery, world: World): Promise<HubRepo> {
  const { repo, revision = 'main' } = query;
  checkRepoName('dataset', repo);
  const hub: HubConnection = { kind: 'dataset', settings: await hubSettings(world, query.token), world };
  const cache = repoCache(hub.settings.cacheFolder, hub.kind, repo);
  const main = await snapshotOf({ hub, cache, repo, revision });
  const converted = () => convertedSnapshot({ hub, cache, repo, revision: CONVERTED });
  return {
    name: repo,
    commit: main.commit,
    configs: main.layout.configs.map((config) => config.name),
    async open(config, split) {
      const { snapshot, chosen } = await findSplit(
        main,
        query.revision === undefined ? converted : undefined,
        config,
        split,
      );
      return splitRows(snapshot, chosen);
    },
  };
}

/** A dataset at one commit. */
interface Snapshot {
  readonly hub: HubConnection;
  readonly cache: RepoCache;
  readonly repo: string;
  readonly revision: string;
  readonly commit: string;
  readonly layout: Layout;
}

type SnapshotQuery = Pick<Snapshot, 'hub' | 'cache' | 'repo' | 'revision'>;

async function snapshotOf(query: SnapshotQuery): Promise<Snapshot> {
  const { commit, files } = await listingOf(query);
  const card = files.includes('README.md') ? await cardOf(query, commit) : [];
  return { ...query, commit, layout: layoutOf(files, card) };
}

async function cardOf({ hub, cache, repo }: SnapshotQuery, commit: string) {
  const path = await localFile(hub, cache, { repo, commit, path: 'README.md' });
  return cardConfigs(await readFile(path, 'utf8'), `${repo} README.md`);
}

/** Looks in the dataset itself, then in the hub's Parquet copy of it; for a dataset made by a script the other way round. */
async function findSplit(
  main: Snapshot,
  converted: (() => Promise<Snapshot | undefined>) | undefined,
  config: string | undefined,
  split: string | undefined,
): Promise<{ snapshot: Snapshot; chosen: ChosenSplit }> {
  const inMain = () => ({ snapshot: main, chosen: chooseSplit(main.layout, main.repo, config, split) });
  if (converted === undefined) return inMain();
  if (isScripted(main)) return (await inConverted(converted, config, split)) ?? inMain();
  try {
    return inMain();
  } catch (error) {
    const found = await inConverted(converted, config, split).catch(() => undefined);
    if (found === undefined) throw error;
    return found;
  }
}

async function inConverted(
  converted: () => Promise<Snapshot | undefined>,
  config: string | undefined,
  split: string | undefined,
): Promise<{ snapshot: Snapshot; chosen: ChosenSplit } | undefined> {
  const snapshot = await converted();
  return snapshot && { snapshot, chosen: chooseSplit(snapshot.layout, snapshot.repo, config, split) };
}

/** The file names of such a dataset say little: its script decides what the rows are. */
function isScripted({ repo, layout }: Snapshot): boolean {
  return !layout.isDeclared && layout.files.includes(`${repo.split('/').at(-1)}.py`);
}

async function convertedSnapshot(query: SnapshotQuery): Promise<Snapshot | undefined> {
  try {
    const { commit, files } = await listingOf(query);
    return { ...query, commit, layout: convertedLayout(files) };
  } catch (error) {
    if (error instanceof HretError && error.code === 'not_found') return undefined;
    throw error;
  }
}

async function splitRows(snapshot: Snapshot, chosen: ChosenSplit): Promise<HubRows> {
  const { hub, cache, repo, revision, commit } = snapshot;
  const cached = await Promise.all(chosen.files.map((path) => cache.find(commit, path)));
  const missing = chosen.files.find((_, index) => cached[index] === undefined);
  if (hub.settings.isOffline && missing !== undefined) throw notCached(hub.kind, { repo, commit, path: missing });
  const size = await sizeOfFiles(cached);
  return {
    split: chosen.split,
    files: chosen.files,
    commit,
    source: { hub: repo, revision, commit },
    ...(size === undefined ? {} : { size }),
    rows: (signal) => rowsOf(snapshot, chosen, signal),
  };
}

/** Rows of one file after the other; each file is downloaded when its turn comes. */
async function* rowsOf(
  { hub, cache, repo, commit }: Snapshot,
  { config, split, files }: ChosenSplit,
  signal?: AbortSignal,
): AsyncGenerator<SourceRow> {
  const place = config === undefined ? `${repo} ${split}` : `${repo} ${config}/${split}`;
  let number = 0;
  for (const path of files) {
    const file = await openDataFile(await localFile(hub, cache, { repo, commit, path }, signal), '/', signal);
    for await (const { row } of file.rows(signal)) yield { row, where: `${place} row ${++number}` };
  }
}
