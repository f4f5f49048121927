import { copyFile, mkdir, readdir, readFile, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { z } from 'zod';
import { HretError, messageOf } from '../errors.js';
import { writeFileAtomic } from '../util/atomic-file.js';
import { hasCode } from '../util/system-error.js';
import type { RepoListing } from './hub-api.js';
import type { RepoKind } from './hub-repo-kind.js';
import { tryJson } from './try-json.js';

/** What the cache knows of a commit. Without a listing of ours or Python's, the files are those that happen to be there. */
export interface CachedListing extends RepoListing {
  readonly isWhole: boolean;
}

/**
 * The folder of one repository in the cache shared with Python's `huggingface_hub`:
 * `refs/<revision>`, `blobs/<etag>`, `snapshots/<commit>/<path>` (links into `blobs`). Only `.hret/<commit>.json`, the
 * list of a commit's files, is our own: with it a half-downloaded one is not taken for a whole one when offline.
 */
export interface RepoCache {
  readonly folder: string;
  /** Where a file is, when it is there. */
  find(commit: string, path: string): Promise<string | undefined>;
  /** Where a blob of this etag is, or belongs. */
  blobPath(etag: string): string;
  /** Makes a blob visible as a file of a commit. */
  link(commit: string, path: string, etag: string): Promise<string>;
  /** What is known without asking the hub; `undefined` when nothing of this revision was ever downloaded. */
  listing(revision: string): Promise<CachedListing | undefined>;
  remember(revision: string, listing: RepoListing): Promise<void>;
}

const COMMIT = /^[0-9a-f]{40}$/;
const ownListing = z.object({ files: z.array(z.string()) });
const pythonListing = z.object({ format_version: z.literal(1), files: z.record(z.string(), z.unknown()) });

/** Opens (without touching the disk) the cache folder of a dataset or a model. */
export function repoCache(cacheFolder: string, kind: RepoKind, repo: string): RepoCache {
  const folder = join(cacheFolder, `${kind}s--${repo.replaceAll('/', '--')}`);
  const snapshotPath = (commit: string, path: string) => join(folder, 'snapshots', commit, ...path.split('/'));
  const refPath = (revision: string) => join(folder, 'refs', ...revision.split('/'));
  const listingPath = (commit: string) => join(folder, '.hret', `${commit}.json`);

  const find = async (commit: string, path: string) => {
    const place = snapshotPath(commit, path);
    return (await isFile(place)) ? place : undefined;
  };

  const blobPath = (etag: string) => join(folder, 'blobs', etag);

  const link = async (commit: string, path: string, etag: string) => {
    const place = snapshotPath(commit, path);
    await mkdir(dirname(place), { recursive: true });
    await pointTo(blobPath(etag), place);
    return place;
  };

  const listing = async (revision: string) => {
    const commit = COMMIT.test(revision) ? revision : await textOf(refPath(revision));
    if (commit === undefined || !COMMIT.test(commit)) return undefined;
    const whole = (await ownFiles(listingPath(commit))) ?? (await pythonFiles(join(folder, 'trees', `${commit}.json`)));
    if (whole !== undefined) return { commit, files: whole, isWhole: true };
    const files = await filesBelow(join(folder, 'snapshots', commit));
    return files.length === 0 ? undefined : { commit, files, isWhole: false };
  };

  const remember = async (revision: string, { commit, files }: RepoListing) => {
    const isKnown = COMMIT.test(revision) || (await textOf(refPath(revision))) === commit;
    try {
      if (!isKnown) await writeFileAtomic(refPath(revision), commit);
      if (!(await isFile(listingPath(commit)))) await writeFileAtomic(listingPath(commit), JSON.stringify({ files }));
    } catch (error) {
      // A cache that may only be read still serves what it holds.
      if (!isReadOnly(error)) throw unwritable(folder, error);
    }
  };

  return { folder, find, blobPath, link, listing, remember };
}

/** The error of a cache folder that cannot be written to. */
export function unwritable(folder: string, cause: unknown): HretError {
  const message = `The cache ${folder} cannot be written to (${messageOf(cause)}). Set HF_HUB_CACHE or HF_HOME to a folder that can.`;
  return new HretError('usage', message, { cause });
}

/** Paths of all files below a folder, links followed, sorted, with forward slashes; empty when there is no such folder. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (await isFile(path)) paths.push(relative(folder, path).split(sep).join('/'));
  }
  return paths.sort();
}

/** Links to the blob by a relative path, so that the cache can be moved; copies where links cannot be made. */
async function pointTo(blob: string, place: string): Promise<void> {
  const target = relative(dirname(place), blob);
  try {
    await symlink(target, place);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return pointAnew(blob, place, target);
    await copyInto(blob, place);
  }
}

/** Another process may have made the same link, or an older one may point nowhere. */
async function pointAnew(blob: string, place: string, target: string): Promise<void> {
  if ((await readlink(place).catch(() => undefined)) === target || (await isFile(place))) return;
  await rm(place, { force: true });
  await symlink(target, place).catch(() => copyInto(blob, place));
}

async function copyInto(blob: string, place: string): Promise<void> {
  const copy = join(dirname(place), `.${basename(place)}.${process.pid}.incomplete`);
  try {
    await copyFile(blob, copy);
    await rename(copy, place);
  } catch (error) {
    await rm(copy, { force: true });
    throw unwritable(dirname(place), error);
  }
}

async function ownFiles(path: string): Promise<string[] | undefined> {
  return ownListing.safeParse(await jsonIn(path)).data?.files;
}

async function pythonFiles(path: string): Promise<string[] | undefined> {
  const listing = pythonListing.safeParse(await jsonIn(path)).data;
  return listing === undefined ? undefined : Object.keys(listing.files);
}

async function jsonIn(path: string): Promise<unknown> {
  return tryJson((await textOf(path)) ?? '');
}

async function textOf(path: string): Promise<string | undefined> {
  return (await readFile(path, 'utf8').catch(() => undefined))?.trim();
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

function isReadOnly(error: unknown): boolean {
  return hasCode(error, 'EROFS', 'EACCES', 'EPERM');
}
