import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { World } from '../core/world.js';
import { HretError, messageOf } from '../errors.js';
import { writeFileAtomic } from '../util/atomic-file.js';
import { sha256 } from '../util/canonical.js';
import { hubSettings } from './hub-settings.js';

const PATIENCE_MS = 30_000;

/** A text that belongs to a benchmark and is published in a repository of GitHub. */
export interface PublishedFile {
  readonly repo: string;
  /** Pinned, so that what was downloaded once is what it is. */
  readonly commit: string;
  readonly path: string;
}

/**
 * Reads a published file: from `folder`, a copy of the user's with the same paths, where there is one; else from GitHub, once,
 * kept beside the cache of the hub. `option` is how the user names the folder.
 */
export async function publishedText(
  { repo, commit, path }: PublishedFile,
  { folder, option }: { readonly folder: string | undefined; readonly option: string },
  world: World,
): Promise<string> {
  if (folder !== undefined) return readOwn(resolve(world.cwd, folder, path), option);
  const url = `https://raw.githubusercontent.com/${repo}/${commit}/${path}`;
  const settings = await hubSettings(world, undefined);
  const kept = join(settings.cacheFolder, '.hret-published', sha256(url));
  const known = await readFile(kept, 'utf8').catch(() => undefined);
  if (known !== undefined) return known;
  const advice = `Download ${repo} at ${commit} and set ${option} to its folder.`;
  if (settings.isOffline)
    throw new HretError('not_found', `${url} is not in the cache, and HF_HUB_OFFLINE is set. ${advice}`);
  const text = await download(url, advice, world);
  await mkdir(join(settings.cacheFolder, '.hret-published'), { recursive: true });
  await writeFileAtomic(kept, text);
  return text;
}

async function readOwn(file: string, option: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new HretError('not_found', `${option}: ${file} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

async function download(url: string, advice: string, world: World): Promise<string> {
  try {
    const response = await world.fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.ok) return await response.text();
    throw new Error(`it answered ${response.status}`);
  } catch (cause) {
    throw new HretError('not_found', `${url} cannot be downloaded: ${messageOf(cause)}. ${advice}`, { cause });
  }
}
