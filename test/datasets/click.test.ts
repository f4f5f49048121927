import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Sample } from '../../src/core/sample.js';
import { referenceOf } from '../../src/core/sample.js';
import { plugin } from '../../src/datasets/click.js';
import { testWorld } from '../../src/testing/memory-world.js';
import { samplesOf } from '../contracts/dataset.js';
import { errorOf } from '../sources/hub-world.js';
import { clickRepo, clickRow } from './benchmark-repos.js';
import { openDataset, openOnHub, samplesOnHub } from './open-dataset.js';

describe('click', () => {
  it('asks byte for byte what the ancestor asked', async () => {
    const row = clickRow({
      paragraph: ' 지문 {하나}\n둘 ',
      question: '물음?\n',
      choices: ['가, 나', '다'],
      answer: ' 다 ',
    });
    expect(await samplesOnHub(plugin, clickRepo(row))).toEqual([
      {
        id: 'KIIP_economy_1',
        input: 'Paragraph: 지문 {하나}\n둘\nQuestion: 물음?\nChoices: 가, 나, 다',
        target: { kind: 'choice', choices: ['가, 나', '다'], answer: 1 },
        group: 'KIIP_economy',
        cluster: '지문 {하나}\n둘',
      },
    ]);
  });

  it('has an empty paragraph where the row has none', async () => {
    const [sample] = await samplesOnHub(plugin, clickRepo(clickRow({ paragraph: null })));
    expect(sample?.input).toMatch(/^Paragraph: \nQuestion: /);
    expect(sample).not.toHaveProperty('cluster');
  });

  it('takes the first of equal choices, and texts that are composed differently for equal', async () => {
    const rows = [
      clickRow({ choices: ['가', '나', '나'], answer: '나' }),
      clickRow({ choices: ['가', '한국'.normalize('NFD')], answer: '한국' }),
    ];
    const samples = await samplesOnHub(plugin, clickRepo(...rows));
    expect(samples.map(({ target }) => target.kind === 'choice' && target.answer)).toEqual([1, 1]);
    expect(samples[1] && referenceOf(samples[1].target)).toBe('한국'.normalize('NFD'));
  });

  it.each([
    ['KIIP_economy_1', 'KIIP_economy'],
    ['CSAT_korean_13_11', 'CSAT_korean'],
    ['TK_60_3', 'TK'],
    ['Kedu_Society_4', 'Kedu_Society'],
  ])('reports %s under %s', async (id, group) => {
    expect(await samplesOnHub(plugin, clickRepo(clickRow({ id })))).toMatchObject([{ id, group }]);
  });

  it('reads the split train, for another usual one too, and says so', async () => {
    expect((await openOnHub(plugin, clickRepo())).split).toBe('train');
    const warnings: string[] = [];
    const asked = { split: 'test', warn: (message: string) => warnings.push(message) };
    expect((await openOnHub(plugin, clickRepo(), asked)).split).toBe('train');
    expect(warnings).toEqual(['click has no split "test": all its rows are in "train", which is read.']);
  });

  it('refuses a split that nobody has', async () => {
    const error = await errorOf(openOnHub(plugin, clickRepo(), { split: 'tarin' }));
    expect(error.message).toBe(
      'click has no split "tarin". Did you mean "train"? All its rows are in "train": leave split out, or set it to "train".',
    );
  });

  it('has no subsets', async () => {
    const error = await errorOf(openOnHub(plugin, clickRepo(), { subset: ['KIIP_economy'] }));
    expect(error.message).toBe('click has no subsets; leave subset out.');
  });

  it('names the row whose answer is none of its choices', async () => {
    const row = clickRow({ choices: ['가', '나'], answer: '다' });
    const error = await errorOf(samplesOnHub(plugin, clickRepo(clickRow({}), row)));
    expect(error.message).toBe('EunsuKim/CLIcK train row 2: column "answer" is "다", which is none of: 가, 나.');
    const [sample] = await samplesOnHub(plugin, clickRepo(row), { compat: 'hret' });
    expect(sample && referenceOf(sample.target)).toBe('');
  });

  it('names the choice that is missing', async () => {
    const error = await errorOf(samplesOnHub(plugin, clickRepo(clickRow({ choices: ['가', null] }))));
    expect(error.message).toBe('EunsuKim/CLIcK train row 1: column "choices.1" has no value.');
  });
});

const root = fileURLToPath(new URL('../../', import.meta.url));
const real = resolve(root, '../shared/data/click/train.jsonl');

describe.skipIf(!existsSync(real))('the real rows of click (skipped where ../shared/data/click is not at hand)', () => {
  const open = () =>
    openDataset(plugin, testWorld({ cwd: root }), { params: { path: '../shared/data/click/train.jsonl' } });
  const notComposed = ({ input, target }: Sample) => {
    const text = [input, ...(target.kind === 'choice' ? target.choices : [])].join();
    return text !== text.normalize('NFC');
  };

  it('load, all 1,995 of them, with their repeated ids and decomposed letters', async () => {
    const dataset = await open();
    expect(dataset.split).toBe('train');
    const samples = await samplesOf(dataset);
    expect(samples).toHaveLength(1995);
    expect(samples.length - new Set(samples.map((sample) => sample.id)).size).toBe(8);
    expect(samples.filter(notComposed)).toHaveLength(18);
    expect(new Set(samples.map((sample) => sample.group)).size).toBe(22);
  });

  it('include one with equal choices, whose answer is another', async () => {
    const equal = (await samplesOf(await open())).filter(
      ({ target }) => target.kind === 'choice' && new Set(target.choices).size < target.choices.length,
    );
    expect(equal).toMatchObject([{ id: 'KIIP_society_84', target: { answer: 0 } }]);
  });
});
