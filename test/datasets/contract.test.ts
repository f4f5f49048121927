import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../src/core/dataset.js';
import type { DatasetRequest } from '../../src/core/plugin.js';
import { parseOptions } from '../../src/core/plugin-options.js';
import { Registry } from '../../src/core/registry.js';
import { datasetAliases, datasets } from '../../src/datasets/index.js';
import { testWorld } from '../../src/testing/memory-world.js';
import { describeDataset } from '../contracts/dataset.js';
import { fakeHub, hubWorld, jsonl, temporaryFolder } from '../sources/hub-world.js';
import { clickRepo, haeraeRepo, kmmluRepo } from './benchmark-repos.js';

const registry = new Registry('dataset', datasets, datasetAliases);

async function open(name: string, world: DatasetRequest, params: object = {}): Promise<Dataset> {
  const plugin = await registry.get(name);
  return plugin.create(parseOptions(plugin, 'datasetParams', { ...params }), world);
}

async function subsetsOf(name: string): Promise<readonly string[]> {
  return (await registry.get(name)).subsets ?? [];
}

/** How each dataset of the index is opened in a test. */
const openers: Readonly<Record<string, () => Promise<Dataset>>> = {
  async click() {
    const hub = await fakeHub({ repos: { 'EunsuKim/CLIcK': clickRepo() } });
    return open('click', hubWorld(hub));
  },
  async generic_file() {
    const cwd = temporaryFolder();
    // More than is read from the disk at once.
    const rows = Array.from({ length: 5_000 }, (_, n) => ({ input: `${n}+1?`.padEnd(80, ' '), reference: `${n + 1}` }));
    writeFileSync(join(cwd, 'quiz.jsonl'), jsonl(...rows));
    return open('generic_file', testWorld({ cwd }), { path: 'quiz.jsonl' });
  },
  async haerae_bench() {
    const repo = haeraeRepo(await subsetsOf('haerae_bench'));
    const hub = await fakeHub({ repos: { 'HAERAE-HUB/HAE_RAE_BENCH_1.1': repo } });
    return open('haerae_bench', hubWorld(hub));
  },
  async kmmlu() {
    const subset = ['Accounting', 'Korean-History', 'Math'];
    const hub = await fakeHub({ repos: { 'HAERAE-HUB/KMMLU': kmmluRepo(subset) } });
    return open('kmmlu', { ...hubWorld(hub), subset });
  },
  ko_sample: () => open('ko_sample', testWorld()),
};

describe('the index of datasets', () => {
  const folder = new URL('../../src/datasets/', import.meta.url);

  it('has every file of the folder that exports a plugin', async () => {
    const files = readdirSync(folder).filter((file) =>
      /^export const plugin\b/m.test(readFileSync(new URL(file, folder), 'utf8')),
    );
    const indexText = readFileSync(new URL('index.ts', folder), 'utf8');
    const missing = files.filter((file) => !indexText.includes(`import('./${file.replace(/\.ts$/, '.js')}')`));
    expect(files.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });

  it('calls every plugin, and every alias, as the plugin calls itself', async () => {
    const aliases: Record<string, string> = {};
    for (const [name, load] of Object.entries(datasets)) {
      const { plugin } = await load();
      expect(plugin.name).toBe(name);
      for (const alias of plugin.aliases ?? []) aliases[alias] = name;
    }
    expect(datasetAliases).toEqual(aliases);
  });

  it('has a way to be tested for each of its entries', () => {
    expect(Object.keys(openers).sort()).toEqual(Object.keys(datasets).sort());
  });

  it('imports no dataset before it is asked for', () => {
    expect(readFileSync(new URL('index.ts', folder), 'utf8')).not.toMatch(/^import (?!type)/m);
  });
});

for (const [name, opener] of Object.entries(openers)) describeDataset(name, opener);
