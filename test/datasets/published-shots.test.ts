import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resolveFewShot } from '../../src/api/few-shot.js';
import type { DatasetPlugin } from '../../src/core/plugin.js';
import { plugin as click } from '../../src/datasets/click.js';
import { plugin as cotHard } from '../../src/datasets/kmmlu-cot-hard.js';
import { plugin as direct } from '../../src/datasets/kmmlu-direct.js';
import { samplesOf } from '../contracts/dataset.js';
import { fakeHub, hubWorld, temporaryFolder } from '../sources/hub-world.js';
import { clickRepo, clickRow, kmmluLine, kmmluRepo, sameRows } from './benchmark-repos.js';
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

it('examples of kmmlu_cot_hard are those of lm-eval, with their reasoning, in its form', async () => {
  const folder = temporaryFolder();
  const place = join(folder, 'lm_eval/tasks/kmmlu/cot_hard');
  mkdirSync(place, { recursive: true });
  writeFileSync(
    join(place, 'kmmlu_cot_hard_law.yaml'),
    "task: kmmlu_cot_hard_law\nfewshot_config:\n  sampler: first_n\n  samples:\n  - A: '1'\n    B: 2\n    C: 다\n    D: 라\n    question: '질문: 하나?'\n    target: 차근 차근 생각해봅시다.\n      따라서, 정답은 (B) 입니다.\n",
  );
  const row = { question: '둘?', A: '가', B: '나', C: '다', D: '라', answer: 3 };
  const world = hubWorld(await fakeHub({ repos: { 'HAERAE-HUB/KMMLU-HARD': sameRows(['law'], 'test', row) } }));
  const params = { harness_path: folder };
  const open = (split?: string) => openDataset(cotHard, world, { params, subset: ['law'], ...(split && { split }) });
  const dataset = await open();
  const shots = await resolveFewShot({ numFewShot: 1 }, dataset, cotHard as unknown as DatasetPlugin, open, world);
  const [sample] = await samplesOf(dataset);
  const asked = '정답: 차근 차근 생각해봅시다. 법학 관련 정보를 위해 위키피디아를 참조하겠습니다.';
  expect(sample && shots.prompt(sample).text).toBe(
    `질문: 하나?\nA.1\nB.2\nC.다\nD.라\n${asked} 차근 차근 생각해봅시다. 따라서, 정답은 (B) 입니다.\n\n둘?\nA.가\nB.나\nC.다\nD.라\n${asked}`,
  );
  expect(sample).toMatchObject({ target: { choices: ['A', 'B', 'C', 'D'], answer: 2 }, group: 'law' });
});

it('examples of kmmlu_cot_hard that are not at hand are an error that says where they are', async () => {
  const world = {
    ...hubWorld(await fakeHub({ repos: {} })),
    fetch: async () => new Response('', { status: 503 }),
  };
  const dataset = await openDataset(cotHard, world, { subset: ['law'], split: 'cot' });
  await expect(samplesOf(dataset)).rejects.toThrow(
    /raw\.githubusercontent\.com\/EleutherAI\/lm-evaluation-harness\/.*kmmlu_cot_hard_law\.yaml cannot be downloaded: it answered 503\. Download .* and set datasetParams\.harnessPath to its folder\./,
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
