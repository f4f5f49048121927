import type { DatasetPlugin } from '../core/plugin.js';
import { registries } from './registries.js';

/** A dataset by its registered name, or by its name on the hub: `org/name`. */
export async function datasetNamed(name: string): Promise<DatasetPlugin> {
  if (registries.datasets.has(name) || !name.includes('/')) return registries.datasets.get(name);
  const { hubIdPlugin, isHubId } = await import('../datasets/hub-id.js');
  return isHubId(name) ? (hubIdPlugin(name) as DatasetPlugin) : registries.datasets.get(name);
}
