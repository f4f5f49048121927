import { join } from 'node:path';
import type { World } from '../core/world.js';
import { repoCache } from './hub-cache.js';
import { localFile } from './hub-download.js';
import type { HubConnection } from './hub-http.js';
import { checkRepoName, listingOf } from './hub-listing.js';
import { hubSettings } from './hub-settings.js';

/** A model of the hub, at one revision. */
export interface HubModelQuery {
  /** `onnx-community/Qwen3-0.6B-ONNX` */
  readonly repo: string;
  /** Branch, tag or commit; `main` when absent. */
  readonly revision?: string | undefined;
  /** Wins over `HF_TOKEN`. */
  readonly token?: string | undefined;
  /** The files that are needed, of those the model has; may refuse. */
  readonly choose: (files: readonly string[]) => readonly string[];
}

/** Files of a hub model on this machine. */
export interface HubModelFiles {
  /** Holds the chosen files under the paths they have on the hub. */
  readonly folder: string;
  readonly commit: string;
}

/**
 * Brings the chosen files of a model into the cache that is shared with Python's `huggingface_hub`, where they are not yet
 * there. One request to the hub when all of them are, none when offline.
 */
export async function openHubModel(query: HubModelQuery, world: World): Promise<HubModelFiles> {
  const { repo, revision = 'main' } = query;
  checkRepoName('model', repo);
  const hub: HubConnection = { kind: 'model', settings: await hubSettings(world, query.token), world };
  const cache = repoCache(hub.settings.cacheFolder, hub.kind, repo);
  const { commit, files } = await listingOf({ hub, cache, repo, revision });
  for (const path of query.choose(files)) await localFile(hub, cache, { repo, commit, path });
  return { folder: join(cache.folder, 'snapshots', commit), commit };
}
