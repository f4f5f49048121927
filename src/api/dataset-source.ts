import { currentConfig } from '../config/settings.js';
import { checkedDataset } from '../core/checked-dataset.js';
import type { Dataset } from '../core/dataset.js';
import type { EvaluateOptions } from '../core/options.js';
import type { DatasetPlugin } from '../core/plugin.js';
import { parseOptions } from '../core/plugin-options.js';
import type { World } from '../core/world.js';
import { HretError } from '../errors.js';
import { datasetNamed } from './dataset-named.js';
import { registries } from './registries.js';

/** Where a run's samples come from, with its options checked and nothing read. */
export interface DatasetSource {
  readonly plugin: DatasetPlugin | undefined;
  /** Opens the split under evaluation, or another one for few-shot examples. */
  readonly open: (split: string | undefined) => Promise<Dataset>;
}

/** The dataset that was handed in as rows, or the one that the options name. */
export async function datasetSource(
  options: EvaluateOptions,
  given: Dataset | undefined,
  world: World,
): Promise<DatasetSource> {
  if (given !== undefined) return { plugin: undefined, open: (split) => handedInAt(given, split) };
  const plugin = await datasetNamed(options.dataset ?? 'kmmlu', world.cwd);
  const params = parseOptions(plugin, 'datasetParams', options.datasetParams ?? {});
  const subset = typeof options.subset === 'string' ? [options.subset] : options.subset;
  const preferredSplit = plugin.findsSplits ? currentConfig().defaultSplit : undefined;
  const open = async (split: string | undefined): Promise<Dataset> => {
    const made = await plugin.create(params, {
      ...world,
      ...(subset !== undefined && { subset }),
      ...(split !== undefined && { split }),
      ...(preferredSplit !== undefined && { preferredSplit }),
      ...(options.compat !== undefined && { compat: options.compat }),
    });
    return registries.datasets.isRegistered(plugin.name) ? checkedDataset(made, plugin.name) : made;
  };
  return { plugin, open: (split) => open(split ?? options.split ?? splitOf(plugin, world)) };
}

async function handedInAt(dataset: Dataset, split: string | undefined): Promise<Dataset> {
  if (split === undefined) return dataset;
  throw new HretError('usage', `"${dataset.name}" was handed in as rows and has no other split to take examples from.`);
}

/** The default split of the settings, where the dataset has it; its own otherwise, which is said. */
function splitOf(plugin: DatasetPlugin, world: World): string | undefined {
  const { defaultSplit } = currentConfig();
  if (plugin.findsSplits) return undefined;
  if (defaultSplit === undefined || plugin.splits?.includes(defaultSplit)) return defaultSplit;
  const own = plugin.defaultSplit === undefined ? 'it has no splits' : `"${plugin.defaultSplit}" is read`;
  world.warn(
    `The dataset "${plugin.name}" has no split "${defaultSplit}" (the default split of the settings); ${own}.`,
  );
  return undefined;
}

/** How many samples a run takes. A fraction becomes a count, rounded up as lm-eval does. */
export async function limitOf(
  limit: number | undefined,
  dataset: Dataset,
  leftOut: number,
): Promise<number | undefined> {
  if (limit === undefined || limit >= 1) return limit;
  if (dataset.size === undefined && dataset.isReadOnce) {
    throw new HretError(
      'usage',
      `limit: a fraction of "${dataset.name}" cannot be taken, because it can be read only once and its size is not known. Give a count.`,
    );
  }
  let size = dataset.size;
  if (size === undefined) {
    size = 0;
    for await (const _ of dataset.samples()) size++;
  }
  return Math.ceil((size - leftOut) * limit);
}
