import type { World } from '../core/world.js';
import { HretError, messageOf } from '../errors.js';
import { type RepoListing, repoListing } from './hub-api.js';
import type { CachedListing, RepoCache } from './hub-cache.js';
import type { HubConnection } from './hub-http.js';
import { downloadCommand, type RepoKind } from './hub-repo-kind.js';

/** One revision of a repository, and where its files are kept. */
export interface ListingQuery {
  readonly hub: HubConnection;
  readonly cache: RepoCache;
  readonly repo: string;
  readonly revision: string;
}

/** Asks the hub; falls back on the cache when there is no network. */
export async function listingOf({ hub, cache, repo, revision }: ListingQuery): Promise<RepoListing> {
  const cached = await cache.listing(revision);
  if (hub.settings.isOffline) {
    if (cached === undefined) throw neverDownloaded(hub.kind, repo, revision);
    return fromCache(hub.kind, repo, cached, hub.world);
  }
  try {
    // Without a network and with a cache there is nothing to wait for; a busy hub is waited for all the same.
    const isWorthRetrying = (error: HretError) => error.isRetryable && !(cached !== undefined && isUnanswered(error));
    const listing = await repoListing(hub, repo, revision, isWorthRetrying);
    await cache.remember(revision, listing);
    return listing;
  } catch (error) {
    if (cached === undefined || !(error instanceof HretError && error.isRetryable)) throw error;
    const commit = cached.commit.slice(0, 8);
    hub.world.warn(`${repo}: reading the cached revision "${revision}" (commit ${commit}), since ${messageOf(error)}`);
    return fromCache(hub.kind, repo, cached, hub.world);
  }
}

function fromCache(kind: RepoKind, repo: string, cached: CachedListing, world: World): RepoListing {
  if (!cached.isWhole) {
    const count = cached.files.length;
    world.warn(`${repo}: the cache does not say which files the ${kind} has; only those in it are read (${count}).`);
  }
  return cached;
}

function isUnanswered(error: HretError): boolean {
  return error.status === undefined;
}

function neverDownloaded(kind: RepoKind, repo: string, revision: string): HretError {
  return new HretError(
    'not_found',
    `${repo}: revision "${revision}" is not in the cache and HF_HUB_OFFLINE is set. Run once without it, or fetch the ${kind}: ` +
      downloadCommand(kind, repo, revision),
  );
}

/** The name becomes a path, on the hub and in the cache. */
export function checkRepoName(kind: RepoKind, repo: string): void {
  if (/^[\w.-]+(\/[\w.-]+)?$/.test(repo) && !repo.split('/').some((part) => /^\.+$/.test(part))) return;
  const example = kind === 'dataset' ? 'HAERAE-HUB/KMMLU' : 'onnx-community/Qwen3-0.6B-ONNX';
  throw new HretError('usage', `"${repo}" is not the name of a hub ${kind}; they look like ${example}.`);
}
