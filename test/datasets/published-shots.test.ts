import { expect, it } from 'vitest';
import { resolveFewShot } from '../../src/api/few-shot.js';
import type { DatasetPlugin } from '../../src/core/plugin.js';
import { plugin as click } from '../../src/datasets/click.js';
import { plugin as direct } from '../../src/datasets/kmmlu-direct.js';
import { samplesOf } from '../contracts/dataset.js';
import { fakeHub, hubWorld } from '../sources/hub-world.js';
import { clickRepo, clickRow, kmmluLine, kmmluRepo } from './benchmark-repos.js';
import { openDataset } from './open-dataset.js';

it('examples of kmmlu_direct are written as lm-eval writes them, unless the run says otherwise', async () => {
  const repo = kmmluRepo(['Law'], { 'Law-dev': [kmmluLine('하나?', 2)], 'Law-test': [kmmluLine('물음?', 1)] });
  const world = hubWorld(await fakeHub({ repos: { 'HAERAE-HUB/KMMLU': repo } }));
  const open = (split: string) => openDataset(direct, world, { subset: ['Law'], split });
  const dataset = await open('test');
  const [sample] = await samplesOf(dataset);
  const promptWith = async (options: object) => {
    const { prompt } = await resolveFewShot(
      { numFewShot: 1, ...options },
      dataset,
      direct as unknown as DatasetPlugin,
      open,
      world,
    );
    return sample && prompt(sample).text;
  };
  const choices = 'A. 가\nB.  나 \nC. 다\nD. 라\n정답：';
  expect(await promptWith({})).toBe(`하나?\n${choices} B\n\n물음?\n${choices}`);
  expect(await promptWith({ fewShotInstruction: '예:\n', fewShotExampleTemplate: '{input}{reference}\n' })).toBe(
    `예:\n하나?\n${choices}B\n물음?\n${choices}`,
  );
});

it('examples from a split that is read in place of another are left out of the questions', async () => {
  const rows = ['가?', '나?', '다?'].map((question, n) => clickRow({ id: `KIIP_x_${n}`, question }));
  const world = hubWorld(await fakeHub({ repos: { 'EunsuKim/CLIcK': clickRepo(...rows) } }));
  const open = (split: string) => openDataset(click, world, { split });
  const shots = await resolveFewShot(
    { numFewShot: 1, fewShotSplit: 'validation' },
    await open('train'),
    click as unknown as DatasetPlugin,
    open,
    world,
  );
  expect([...(shots.leftOut ?? [])]).toEqual([0]);
});
