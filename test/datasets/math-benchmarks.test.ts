import { describe, expect, it } from 'vitest';
import { plugin as aime24 } from '../../src/datasets/aime24.js';
import { plugin as aime2025 } from '../../src/datasets/aime2025.js';
import { plugin as hrc } from '../../src/datasets/hrc.js';
import { plugin as hrm8k } from '../../src/datasets/hrm8k.js';
import { plugin as math500 } from '../../src/datasets/math500.js';
import { samplesOf } from '../contracts/dataset.js';
import { errorOf, fakeHub, hubWorld } from '../sources/hub-world.js';
import { repoOf, rowsOf, sameRows } from './benchmark-repos.js';
import { openDataset, openOnHub, samplesOnHub } from './open-dataset.js';

const alone = (split: string, ...rows: readonly object[]) => repoOf({ default: { [split]: rows } });

describe('hrm8k', () => {
  const gsm = (...rows: readonly object[]) => repoOf({ GSM8K: { test: rows } });

  it('asks byte for byte what the ancestor asked', async () => {
    expect(await samplesOnHub(hrm8k, gsm(rowsOf.hrm8k), { subset: ['GSM8K'] })).toEqual([
      {
        id: 'GSM8K-1',
        input: 'put your final answer within \\boxed{}.\nQuestion: 1+1은?',
        target: { kind: 'text', accepted: ['2'] },
        group: 'GSM8K',
      },
    ]);
  });

  it('reads its five subsets in the order of the ancestor', async () => {
    const dataset = await openOnHub(hrm8k, sameRows(hrm8k.subsets ?? [], 'test', rowsOf.hrm8k));
    expect(dataset.subset).toEqual(['GSM8K', 'KSM', 'MATH', 'MMMLU', 'OMNI_MATH']);
    expect((await samplesOf(dataset)).map(({ group }) => group)).toEqual(dataset.subset);
  });

  it.each([
    ['18.0', '18', '18.0'],
    ['-3.00', '-3', '-3.00'],
    ['1.50', '1.50', '1.50'],
    [' \\frac{1}{2} ', '\\frac{1}{2}', '\\frac{1}{2}'],
    ['1.0 m', '1.0 m', '1.0 m'],
  ])('takes the answer %j for %j, and as the ancestor did for %j', async (answer, ours, ancestors) => {
    const repo = gsm({ question: '?', answer });
    const accepted = async (compat?: 'hret') =>
      (await samplesOnHub(hrm8k, repo, { subset: ['GSM8K'], compat }))[0]?.target;
    expect(await accepted()).toEqual({ kind: 'text', accepted: [ours] });
    expect(await accepted('hret')).toEqual({ kind: 'text', accepted: [ancestors] });
  });

  it('names the row that has no answer', async () => {
    const error = await errorOf(samplesOnHub(hrm8k, gsm({ question: '?', answer: ' ' }), { subset: ['GSM8K'] }));
    expect(error.message).toBe('HAERAE-HUB/HRM8K GSM8K/test row 1: column "answer" is empty.');
  });
});

describe('aime2025', () => {
  it('asks byte for byte what the ancestor asked', async () => {
    const repo = sameRows(['AIME2025-I'], 'test', rowsOf.aime2025);
    expect(await samplesOnHub(aime2025, repo, { subset: ['i'] })).toEqual([
      {
        id: 'AIME2025-I-1',
        input:
          "Solve the following AIME-style problem. Briefly show your reasoning, then end with a single line in the form 'Answer: X'.\n\nFind $x$.",
        target: { kind: 'text', accepted: ['70'] },
        group: 'AIME2025-I',
      },
    ]);
  });

  it.each([
    ['i', 'AIME2025-I'],
    ['1', 'AIME2025-I'],
    ['II', 'AIME2025-II'],
    ['2', 'AIME2025-II'],
    ['aime2025-ii', 'AIME2025-II'],
  ])('calls the subset %s %s', async (short, whole) => {
    const repo = sameRows(aime2025.subsets ?? [], 'test', rowsOf.aime2025);
    expect((await openOnHub(aime2025, repo, { subset: [short] })).subset).toEqual([whole]);
  });

  it('refuses papers there are not', async () => {
    const error = await errorOf(openOnHub(aime2025, sameRows([], 'test'), { subset: ['III'] }));
    expect(error.message).toContain('aime2025 has no subset "III".');
  });

  it('reads the only split a copy on the hub has, and says so', async () => {
    const hub = await fakeHub({
      repos: { 'opencompass/AIME2025': sameRows(['AIME2025-I'], 'train', rowsOf.aime2025) },
    });
    const world = hubWorld(hub);
    const dataset = await openDataset(aime2025, world, { subset: ['I'] });
    expect(dataset.split).toBe('train');
    expect(world.warnings).toEqual([
      'opencompass/AIME2025 AIME2025-I has no split "test": all its rows are in "train", which is read.',
    ]);
  });
});

describe('aime24 and math500', () => {
  it('ask as Evalchemy does', async () => {
    expect(await samplesOnHub(aime24, alone('train', rowsOf.aime24))).toEqual([
      {
        id: '2024-II-4',
        input: 'Problem: Find {x}.\nMark your solution with \\boxed\nAnswer:',
        target: { kind: 'text', accepted: ['33'] },
        group: 'AIME2024-II',
      },
    ]);
    expect(await samplesOnHub(math500, alone('test', rowsOf.math500))).toEqual([
      {
        id: 'test/algebra/1.json',
        input: 'Problem: What is $\\frac{1}{2}$?\nMark your solution with \\boxed\nAnswer:',
        target: { kind: 'text', accepted: ['\\frac{1}{2}'] },
        group: 'Algebra',
        metadata: { level: 2 },
      },
    ]);
  });
});

describe('hrc', () => {
  it('asks byte for byte what the ancestor asked, and the bare question with an empty template', async () => {
    const repo = alone('train', rowsOf.hrc);
    expect(await samplesOnHub(hrc, repo)).toEqual([
      {
        id: 'hrc-1',
        input: 'put your final answer within \\boxed{}.\nQuestion: 몇인가?',
        target: { kind: 'text', accepted: ['7'] },
        group: '수열',
        metadata: { source: '시험', category: '수열' },
      },
    ]);
    const [bare] = await samplesOnHub(hrc, repo, { params: { base_prompt_template: '' } });
    expect(bare?.input).toBe('몇인가?');
  });

  it("takes the token from the ancestor's variable where HF_TOKEN is not set", async () => {
    const repos = { 'amphora/HRC': { ...alone('train', rowsOf.hrc), gated: true } };
    const hub = await fakeHub({ repos, tokens: ['old', 'new'] });
    const dataset = await openDataset(hrc, hubWorld(hub, { HUGGING_FACE_TOKEN: 'old' }));
    expect(await samplesOf(dataset)).toHaveLength(1);
    await samplesOf(await openDataset(hrc, hubWorld(hub, { HUGGING_FACE_TOKEN: 'old', HF_TOKEN: 'new' })));
    expect(new Set(hub.requests.map((request) => request.authorization))).toContain('Bearer new');
    expect((await errorOf(openDataset(hrc, hubWorld(hub)))).message).toContain('amphora/HRC');
  });
});
