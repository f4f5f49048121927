import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DatasetDefinition } from '../core/dataset-definition.js';
import type { DatasetPlugin } from '../core/plugin.js';
import { HretError, messageOf } from '../errors.js';
import { importFromProgram } from './import-module.js';
import { registries } from './registries.js';

/** A dataset by its registered name, by the path of its module, or by its name on the hub: `org/name`. */
export async function datasetNamed(name: string, cwd: string): Promise<DatasetPlugin> {
  if (registries.datasets.has(name)) return registries.datasets.get(name);
  if (/\.[cm]?[jt]s$/.test(name) && (/^\.{0,2}[\\/]/.test(name) || existsSync(resolve(cwd, name))))
    return datasetModule(name, cwd);
  refusePath(name, cwd);
  const { hubIdPlugin, isHubId } = await import('../datasets/hub-id.js');
  return isHubId(name) ? (hubIdPlugin(name) as DatasetPlugin) : registries.datasets.get(name);
}

/** A path that is not that of a module: a file of rows is read by name of its reader. */
function refusePath(name: string, cwd: string): void {
  const isThere = existsSync(resolve(cwd, name));
  const isPath = /^(\.{1,2})?[\\/]/.test(name);
  if (!isPath && !isThere) return;
  if (/\.(jsonl|ndjson|json|csv|tsv|parquet|xlsx)(\.gz)?$/i.test(name))
    throw new HretError(
      'usage',
      `dataset: "${name}" is a file of rows. Set dataset to "generic_file" and datasetParams.path to "${name}".`,
    );
  if (!isPath) return;
  const found = isThere ? 'is not a module' : `is not there (looked in ${cwd})`;
  throw new HretError('not_found', `dataset: "${name}" ${found}. A dataset module is a file in .js, .mjs or .ts.`);
}

async function datasetModule(path: string, cwd: string): Promise<DatasetPlugin> {
  const file = resolve(cwd, path);
  if (!existsSync(file)) throw new HretError('not_found', `dataset: there is no file "${path}" (looked in ${cwd}).`);
  let module: { readonly default?: DatasetDefinition };
  try {
    module = (await importFromProgram(file)) as typeof module;
  } catch (cause) {
    if (cause instanceof HretError) throw cause;
    throw new HretError('usage', `dataset: "${path}" cannot be imported: ${messageOf(cause)}`, { cause });
  }
  if (module.default === undefined)
    throw new HretError('usage', `dataset: "${path}" has no default export; export defineDataset({ … }) by default.`);
  const { definedPlugin } = await import('../datasets/defined-dataset.js');
  return definedPlugin(module.default, dirname(file));
}
