import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../src/core/dataset.js';
import type { DatasetRequest } from '../../src/core/plugin.js';
import { parseOptions } from '../../src/core/plugin-options.js';
import { Registry } from '../../src/core/registry.js';
import { datasetAliases, datasets } from '../../src/datasets/index.js';
import type { FakeRepo } from '../../src/testing/fake-hub.js';
import { testWorld } from '../../src/testing/memory-world.js';
import { describeDataset } from '../contracts/dataset.js';
import { fakeHub, hubWorld, jsonl, temporaryFolder } from '../sources/hub-world.js';
import { clickRepo, haeraeRepo, kmmluRepo, kobestRows, repoOf, rowsOf, sameRows } from './benchmark-repos.js';

const registry = new Registry('dataset', datasets, datasetAliases);

async function open(name: string, world: DatasetRequest, params: object = {}): Promise<Dataset> {
  const plugin = await registry.get(name);
  return plugin.create(parseOptions(plugin, 'datasetParams', { ...params }), world);
}

async function subsetsOf(name: string): Promise<readonly string[]> {
  return (await registry.get(name)).subsets ?? [];
}

/** Opens a benchmark on a hub that has its repository and no other. */
async function openAlone(name: string, repo: FakeRepo, subset?: readonly string[], params?: object): Promise<Dataset> {
  const { homepage = '' } = await registry.get(name);
  const hub = await fakeHub({ repos: { [homepage.replace('https://huggingface.co/datasets/', '')]: repo } });
  return open(name, { ...hubWorld(hub), ...(subset === undefined ? {} : { subset }) }, params);
}

const twice = <Row>(row: Row): readonly Row[] => [row, row];
const alone = (split: string, row: object) => repoOf({ default: { [split]: twice(row) } });
const kmmluJson = { question: '물음?', A: '가', B: '나', C: '다', D: '라', answer: 1 };
const papers = ['AIME2025-I', 'AIME2025-II'];
const exams = ['bar_exam_civil_2012', 'bar_exam_public_2020'];

/** How each dataset of the index is opened in a test. */
const openers: Readonly<Record<string, () => Promise<Dataset>>> = {
  aime2025: () => openAlone('aime2025', sameRows(papers, 'test', ...twice(rowsOf.aime2025))),
  aime24: () => openAlone('aime24', alone('train', rowsOf.aime24)),
  async click() {
    const hub = await fakeHub({ repos: { 'EunsuKim/CLIcK': clickRepo() } });
    return open('click', hubWorld(hub));
  },
  benchhub: () => openAlone('benchhub', alone('train', rowsOf.benchhub)),
  csatqa: async () => openAlone('csatqa', sameRows(await subsetsOf('csatqa'), 'test', rowsOf.csat)),
  async generic_file() {
    const cwd = temporaryFolder();
    // More than is read from the disk at once.
    const rows = Array.from({ length: 5_000 }, (_, n) => ({ input: `${n}+1?`.padEnd(80, ' '), reference: `${n + 1}` }));
    writeFileSync(join(cwd, 'quiz.jsonl'), jsonl(...rows));
    return open('generic_file', testWorld({ cwd }), { path: 'quiz.jsonl' });
  },
  gpqa_diamond: () => openAlone('gpqa_diamond', repoOf({ gpqa_diamond: { train: twice(rowsOf.gpqa) } })),
  async haerae_bench() {
    const repo = haeraeRepo(await subsetsOf('haerae_bench'));
    const hub = await fakeHub({ repos: { 'HAERAE-HUB/HAE_RAE_BENCH_1.1': repo } });
    return open('haerae_bench', hubWorld(hub));
  },
  hrc: () => openAlone('hrc', alone('train', rowsOf.hrc)),
  hrm8k: async () => openAlone('hrm8k', sameRows(await subsetsOf('hrm8k'), 'test', ...twice(rowsOf.hrm8k))),
  k2_eval: () => openAlone('k2_eval', sameRows(['generation'], 'test', ...twice(rowsOf.k2))),
  kbl: () => openAlone('kbl', sameRows(exams, 'test', rowsOf.kbl), exams),
  async kmmlu() {
    const subset = ['Accounting', 'Korean-History', 'Math'];
    const hub = await fakeHub({ repos: { 'HAERAE-HUB/KMMLU': kmmluRepo(subset) } });
    return open('kmmlu', { ...hubWorld(hub), subset });
  },
  kmmlu_cot_hard: () => openAlone('kmmlu_cot_hard', sameRows(['law', 'math'], 'test', kmmluJson), ['law', 'math']),
  kmmlu_direct: () => openAlone('kmmlu_direct', sameRows(['Law', 'Math'], 'test', kmmluJson), ['Law', 'Math']),
  kmmlu_hard: () => openAlone('kmmlu_hard', sameRows(['law', 'math'], 'test', kmmluJson), ['law', 'math']),
  kobest() {
    const rows = Object.entries(kobestRows).map(([name, row]) => [name, { test: [row] }] as const);
    return openAlone('kobest', repoOf(Object.fromEntries(rows)));
  },
  kormedmcqa: async () => openAlone('kormedmcqa', sameRows(await subsetsOf('kormedmcqa'), 'test', rowsOf.kormed)),
  kudge: () =>
    openAlone(
      'kudge',
      repoOf({
        Pairwise: { test: [rowsOf.pair] },
        'Pairwise-False': { test: [rowsOf.falsePair] },
        Pointwise: { test: [rowsOf.point] },
        'Pointwise-False': { test: [rowsOf.falsePoint] },
      }),
    ),
  math500: () => openAlone('math500', alone('test', rowsOf.math500)),
  mt_bench: () => openAlone('mt_bench', alone('train', rowsOf.mt), undefined, { references: 'data' }),
  qarv: async () => openAlone('qarv', sameRows(await subsetsOf('qarv'), 'test', rowsOf.qarv)),
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
