import type { Dataset } from '../../src/core/dataset.js';
import type { DatasetPlugin, DatasetRequest } from '../../src/core/plugin.js';
import { parseOptions } from '../../src/core/plugin-options.js';
import type { Sample } from '../../src/core/sample.js';
import type { FakeRepo } from '../../src/testing/fake-hub.js';
import { samplesOf } from '../contracts/dataset.js';
import { fakeHub, hubWorld } from '../sources/hub-world.js';

export interface OpenInput extends Partial<DatasetRequest> {
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Opens a dataset the way a run does: params checked, then created. */
export async function openDataset<Options>(
  plugin: DatasetPlugin<Options>,
  world: DatasetRequest,
  { params = {}, ...request }: OpenInput = {},
): Promise<Dataset> {
  return plugin.create(parseOptions(plugin, 'datasetParams', params), { ...world, ...request });
}

/** Opens a dataset on a hub that has this one repository. */
export async function openOnHub<Options>(
  plugin: DatasetPlugin<Options>,
  repo: FakeRepo,
  input: OpenInput = {},
): Promise<Dataset> {
  const name = plugin.homepage?.replace('https://huggingface.co/datasets/', '') ?? '';
  const hub = await fakeHub({ repos: { [name]: repo } });
  return openDataset(plugin, hubWorld(hub), input);
}

/** All samples of it. */
export async function samplesOnHub<Options>(
  plugin: DatasetPlugin<Options>,
  repo: FakeRepo,
  input: OpenInput = {},
): Promise<Sample[]> {
  return samplesOf(await openOnHub(plugin, repo, input));
}
