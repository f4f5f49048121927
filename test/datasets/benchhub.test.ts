import { describe, expect, it } from 'vitest';
import { quickEval } from '../../src/api/entry.js';
import { plugin } from '../../src/datasets/benchhub.js';
import { citedBenchmarks } from '../../src/datasets/benchhub-benchmarks.js';
import { benchHubCitations } from '../../src/datasets/benchhub-citations.js';
import goldens from '../goldens/datasets/python-orders.json' with { type: 'json' };
import { errorOf } from '../sources/hub-world.js';
import { repoOf, rowsOf } from './benchmark-repos.js';
import { type OpenInput, openOnHub, samplesOnHub } from './open-dataset.js';

const base = rowsOf.benchhub;
const hub = (...rows: readonly object[]) => repoOf({ default: { train: rows } });
const withParams = (params: Record<string, unknown>): OpenInput => ({ params });

describe('benchhub', () => {
  it('shows the options, which the ancestor did only where a template did', async () => {
    const row = { ...base, context: '지문' };
    const [sample] = await samplesOnHub(plugin, hub(row));
    expect(sample).toMatchObject({
      id: 'benchhub-1',
      input: '지문\n수도는?\n1. 부산\n2. 서울',
      target: { kind: 'choice', choices: ['부산', '서울'], answer: 1 },
      group: 'KMMLU',
      metadata: {
        problem_type: 'MCQA',
        subject_type: ['HASS/History', 'culture/food'],
        original_split: 'test',
        language: 'ko',
      },
    });
    const [ancestors] = await samplesOnHub(plugin, hub(row), { compat: 'hret' });
    expect(ancestors?.input).toBe('지문\n수도는?');
  });

  it('fills in a template of the user', async () => {
    const own = withParams({ base_prompt_template: '{query}\n\nChoices:\n{options_str}\n({benchmark_name})' });
    const [sample] = await samplesOnHub(plugin, hub(base), own);
    expect(sample?.input).toBe('수도는?\n\nChoices:\n1. 부산\n2. 서울\n(KMMLU)');
  });

  it('fills in any column of the row, lists with | between their parts', async () => {
    const own = withParams({ base_prompt_template: '[{subject_type}] {prompt} {options} {answer_str}{mcqa_meta}' });
    const [sample] = await samplesOnHub(plugin, hub(base), own);
    expect(sample?.input).toBe('[HASS/History | culture/food] 수도는? 부산 | 서울 ');
  });

  it.each([
    ['the text of an option', { answer: ' 부산 ' }, { kind: 'choice', answer: 0 }],
    ['answer_str before answer', { answer_str: '서울', answer: '부산' }, { kind: 'choice', answer: 1 }],
    ['a letter', { answer: '(B)' }, { kind: 'choice', answer: 1, label: '(B)' }],
    ['a number, which could count from 0 or from 1', { answer: '1' }, { kind: 'text', accepted: ['1'] }],
    [
      'the reference of a question without options',
      { options: [], answer: null, reference: '답' },
      { kind: 'text', accepted: ['답'] },
    ],
    [
      'options with | between them',
      { options: '부산 | 서울' },
      { kind: 'choice', answer: 1, choices: ['부산', '서울'] },
    ],
  ])('takes for the key %s', async (_, columns, target) => {
    const [sample] = await samplesOnHub(plugin, hub({ ...base, ...columns }));
    expect(sample?.target).toMatchObject(target);
  });

  const rows = [
    base,
    { ...base, prompt: '둘?', problem_type: 'open-ended', subject_type: ['tech/coding'], benchmark_name: 'HRM8K' },
    { ...base, prompt: '셋?', target_type: 'general', subject_type: [], benchmark_name: 'KMMLU-Pro' },
  ];
  const askedWith = async (params: Record<string, unknown>) =>
    (await samplesOnHub(plugin, hub(...rows), withParams(params))).map(({ input }) => input.split('\n')[0]);

  it.each([
    [{}, ['수도는?', '둘?', '셋?']],
    [{ problem_types: ['mcqa'] }, ['수도는?', '셋?']],
    [{ subject_types: ['history', 'coding'] }, ['수도는?', '둘?']],
    [{ benchmark_names: ['kmmlu'], target_types: ['local'] }, ['수도는?']],
    [{ benchmark_names: 'HRM8K' }, ['둘?']],
    [{ task_types: [] }, ['수도는?', '둘?', '셋?']],
  ])('chooses by %j', async (params, asked) => {
    expect(await askedWith(params)).toEqual(asked);
  });

  it('says which filters left nothing', async () => {
    expect((await errorOf(askedWith({ task_types: ['노래'] }))).message).toBe(
      'benchhub: no question passes the filters (taskTypes 노래).',
    );
  });

  it("draws as Python's random.sample does, from what the filters leave", async () => {
    const many = Array.from({ length: 100 }, (_, n) => ({ ...base, prompt: `${n}` }));
    const drawn = async (params: Record<string, unknown>, from: readonly object[] = many) =>
      (await samplesOnHub(plugin, hub(...from), withParams(params))).map(({ input }) => Number(input.split('\n')[0]));
    expect(await drawn({ sample_size: 5, seed: 42 })).toEqual(goldens.benchhub);
    const mixed = [{ ...base, prompt: '99', task_type: '노래' }, ...many.slice(0, 12)];
    expect(await drawn({ sample_size: 4, seed: 7, task_types: ['knowledge'] }, mixed)).toEqual(goldens.benchhub_small);
    expect(await drawn({ sample_size: 12 }, many.slice(0, 12))).toEqual(
      many.slice(0, 12).map(({ prompt }) => Number(prompt)),
    );
  });

  it('reads the English collection when it is told to, and train for test', async () => {
    const english = { ...plugin, homepage: 'https://huggingface.co/datasets/BenchHub/BenchHub-En' };
    const warnings: string[] = [];
    const input = {
      ...withParams({ language: 'en' }),
      split: 'test',
      warn: (message: string) => warnings.push(message),
    };
    expect((await openOnHub(english, hub(base), input)).source).toMatchObject({ hub: 'BenchHub/BenchHub-En' });
    expect(warnings).toEqual(['benchhub has no split "test": all its rows are in "train", which is read.']);
  });
});

describe('the citations of a run on benchhub', () => {
  it('count the questions of each benchmark and cite it, the English ones too', () => {
    const report = benchHubCitations(
      new Map([
        ['KMMLU', 3],
        ['ARC', 2],
        ['내_시험', 1],
      ]),
    );
    expect(report).toContain(
      '\\cite{son-etal-2025-kmmlu} & 3 \\\\\n\\cite{allenai:arc} & 2 \\\\\n내\\_시험 & 1 \\\\\n\\bottomrule',
    );
    for (const key of ['lee2025hret', 'kim2025benchhub', 'son-etal-2025-kmmlu', 'allenai:arc'])
      expect(report).toContain(`@misc{${key},`);
    expect(report).not.toContain('@misc{ko2025understand');
    expect(report).toContain('% There is no citation for 내_시험 here.');
  });

  it('know 38 benchmarks, each by a key of its own', () => {
    expect(citedBenchmarks).toHaveLength(38);
    expect(new Set(citedBenchmarks.map(({ key }) => key)).size).toBe(38);
    for (const { title, authors, venue, year } of citedBenchmarks) {
      expect(title.length * authors.length * venue.length).toBeGreaterThan(0);
      expect(year).toBeGreaterThan(2016);
    }
  });

  it('are refused for runs on something else', async () => {
    const result = await quickEval(() => '정답: (A)', { dataset: 'ko_sample', limit: 1 });
    expect(() => result.benchhubCitationReport()).toThrow('was not sampled from BenchHub');
  });
});
