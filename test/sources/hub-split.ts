import type { World } from '../../src/core/world.js';
import { type HubRepoQuery, type HubRows, openHubRepo } from '../../src/sources/hub.js';

/** One split of one subset of a dataset of the hub. */
export async function openHubDataset(
  { config, split, ...query }: HubRepoQuery & { readonly config?: string; readonly split?: string },
  world: World,
): Promise<HubRows> {
  return (await openHubRepo(query, world)).open(config, split);
}
