import { describe, expect, it } from 'vitest';
import { datasetNamed } from '../../src/api/dataset-named.js';
import { resolveFewShot } from '../../src/api/few-shot.js';
import { optionsOf, referenceOf } from '../../src/core/sample.js';
import { datasets } from '../../src/datasets/index.js';
import { kblTemplates } from '../../src/datasets/kbl-templates.js';
import { samplesOf } from '../contracts/dataset.js';
import { fakeHub, hubWorld } from '../sources/hub-world.js';
import { repoOf } from './benchmark-repos.js';
import { openDataset } from './open-dataset.js';
import { ancestorsCases } from './published/ancestor.js';
import type { PublishedCase } from './published/case.js';
import { harnessCases } from './published/harness.js';
import { kblCases } from './published/kbl.js';

const cases = [...ancestorsCases, ...harnessCases, ...kblCases];

/** The last sample of a hub that has the rows of the case, and how prompts are made after one example. */
async function asked(one: PublishedCase) {
  const { dataset, subset, params = {}, split = 'test', exampleSplit = split } = one;
  const plugin = await datasetNamed(dataset, '/');
  const splits =
    exampleSplit === split
      ? { [split]: [one.example, one.row] }
      : { [exampleSplit]: [one.example], [split]: [one.row] };
  const config = subset ?? (dataset === 'gpqa_diamond' ? 'gpqa_diamond' : 'default');
  const name = plugin.homepage?.replace('https://huggingface.co/datasets/', '') ?? '';
  const world = hubWorld(await fakeHub({ repos: { [name]: repoOf({ [config]: splits }) } }));
  const request = subset === undefined ? { params } : { params, subset: [subset] };
  const open = (which?: string) =>
    openDataset(plugin, world, which === undefined ? request : { ...request, split: which });
  const opened = await open();
  const sample = (await samplesOf(opened)).at(-1);
  if (sample === undefined) throw new Error('there is no sample');
  const shots = () => resolveFewShot({ numFewShot: 1 }, opened, plugin, open, world);
  return { sample, shots, split: opened.split };
}

describe('what a benchmark asks, byte for byte', () => {
  for (const one of cases) {
    const title = [one.dataset, one.subset, one.form].filter((part) => part !== undefined).join(', ');
    it(title, async () => {
      const { sample, shots, split } = await asked(one);
      expect(sample.input).toBe(one.input);
      expect({
        reference: referenceOf(sample.target),
        options: optionsOf(sample.target),
        group: sample.group,
        split,
      }).toEqual({
        reference: one.reference,
        options: one.options,
        group: one.group ?? one.subset,
        split: one.split ?? 'test',
      });
      if (one.prefix === undefined) return expect(shots()).rejects.toThrow('it has no reference');
      const { prompt, leftOut = [] } = await shots();
      expect(prompt(sample).text).toBe(`${one.prefix}${one.input}`);
      expect([...leftOut]).toEqual(one.exampleSplit === undefined ? [0] : []);
    });
  }
});

describe('the table of prompts', () => {
  const elsewhere = ['kmmlu_cot_hard', 'mt_bench', 'ko_sample', 'generic_file'];

  it('has every benchmark whose prompts are not written out in a test of its own', () => {
    const there = new Set(cases.map(({ dataset }) => dataset));
    expect(
      Object.keys(datasets)
        .filter((name) => !there.has(name))
        .sort(),
    ).toEqual(elsewhere.sort());
  });

  it('has every subset whose rows or prompts are unlike those of the others', async () => {
    const { subsets: kudge = [] } = await datasetNamed('kudge', '/');
    const { subsets: kobest = [] } = await datasetNamed('kobest', '/');
    const there = new Set(cases.map(({ subset }) => subset));
    expect([...kudge, ...kobest, ...Object.keys(kblTemplates)].filter((subset) => !there.has(subset))).toEqual([]);
  });
});
