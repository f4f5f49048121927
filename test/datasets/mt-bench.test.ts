import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plugin as mtBench } from '../../src/datasets/mt-bench.js';
import { mtBenchPrompt, mtBenchRating } from '../../src/prompts/judge/mt-bench.js';
import { sha256 } from '../../src/util/canonical.js';
import { samplesOf } from '../contracts/dataset.js';
import goldens from '../goldens/datasets/mt-bench-prompts.json' with { type: 'json' };
import { errorOf, fakeHub, hubWorld, jsonl, temporaryFolder } from '../sources/hub-world.js';
import { repoOf, rowsOf } from './benchmark-repos.js';
import { openDataset, openOnHub, samplesOnHub } from './open-dataset.js';

const math = {
  ...rowsOf.mt,
  prompt_id: 40_001,
  category: 'math',
  prompt: ['1+1?', 'Twice that?'],
  reference: ['2', ''],
};
const repo = repoOf({ default: { train: [rowsOf.mt, math] } });
const data = { params: { references: 'data' } };

/** A copy of FastChat with a question of ours. */
function fastchat(): string {
  const folder = temporaryFolder();
  const place = join(folder, 'fastchat/llm_judge/data/mt_bench');
  mkdirSync(join(place, 'reference_answer'), { recursive: true });
  writeFileSync(
    join(place, 'question.jsonl'),
    jsonl(
      { question_id: 111, category: 'math', turns: math.prompt },
      { question_id: 81, turns: ['Write.', 'Rewrite.'] },
    ),
  );
  writeFileSync(
    join(place, 'reference_answer/gpt-4.jsonl'),
    jsonl({ question_id: 111, model_id: 'gpt-4', choices: [{ index: 0, turns: ['It is 2.', 'It is 4.'] }] }),
  );
  return folder;
}

describe('mt_bench', () => {
  it('asks both turns, and gives a judge references where the published form does', async () => {
    expect(await samplesOnHub(mtBench, repo, { params: { fastchat_path: fastchat() } })).toEqual([
      {
        id: 'mt_bench-81',
        input: 'Write.',
        followUps: ['Rewrite.'],
        temperature: 0.7,
        target: { kind: 'rubric', rubric: expect.stringContaining('Helpfulness') },
        group: 'writing',
      },
      {
        id: 'mt_bench-40001',
        input: '1+1?',
        followUps: ['Twice that?'],
        temperature: 0,
        target: { kind: 'rubric', rubric: expect.stringContaining('Helpfulness') },
        group: 'math',
        metadata: { references: ['It is 2.', 'It is 4.'] },
      },
    ]);
  });

  it("samples each category at the temperature of FastChat's temperature_config, and others as the model does", async () => {
    const categories = 'writing roleplay extraction math coding reasoning stem humanities other'.split(' ');
    const rows = repoOf({ default: { train: categories.map((category) => ({ ...rowsOf.mt, category })) } });
    const samples = await samplesOnHub(mtBench, rows, data);
    expect(samples.map(({ temperature }) => temperature)).toEqual([0.7, 0.7, 0, 0, 0, 0, 0.1, 0.1, undefined]);
    const own = await openOnHub(mtBench, rows, { params: { ...data.params, temperatures: 'model' } });
    expect(own.hasTemperatures).toBeUndefined();
    expect((await samplesOf(own)).some((sample) => 'temperature' in sample)).toBe(false);
  });

  it('asks the first turn alone when it is told to, and takes the references of the data', async () => {
    const [, sample] = await samplesOnHub(mtBench, repo, { params: { turns: 1, references: 'data' } });
    expect(sample).not.toHaveProperty('followUps');
    expect(sample).toMatchObject({ target: { reference: '2' }, metadata: { references: ['2', ''] } });
    expect((await openOnHub(mtBench, repo, data)).source).toMatchObject({ references: 'data' });
  });

  it('says so when the published references cannot be had, and records it', async () => {
    const warnings: string[] = [];
    const input = { fetch: async (url: unknown) => onlyTheHub(url), warn: (message: string) => warnings.push(message) };
    const dataset = await openOnHub(mtBench, repo, input as object);
    expect(dataset.source).toMatchObject({ references: 'data' });
    expect(warnings).toEqual([
      expect.stringMatching(/^mt_bench: the published reference answers are not at hand, .*answered 404/),
    ]);
    expect((await errorOf(openOnHub(mtBench, repo, { params: { fastchat_path: '/nowhere' } }))).message).toContain(
      'datasetParams.fastchatPath: /nowhere/fastchat/llm_judge/data/mt_bench/question.jsonl cannot be read',
    );
  });

  it('downloads them once', async () => {
    const folder = fastchat();
    const asked: string[] = [];
    const serve = async (url: unknown) => {
      const path = /raw\.githubusercontent\.com\/lm-sys\/FastChat\/[0-9a-f]{40}\/(.*)$/.exec(String(url))?.[1];
      if (path === undefined) return fetch(url as string);
      asked.push(path);
      return new Response(readFileSync(join(folder, path), 'utf8'));
    };
    const hub = await fakeHub({ repos: { 'HuggingFaceH4/mt_bench_prompts': repo } });
    const world = { ...hubWorld(hub), fetch: serve as typeof fetch };
    for (let time = 0; time < 2; time++) {
      const [, sample] = await samplesOf(await openDataset(mtBench, world));
      expect(sample?.metadata).toEqual({ references: ['It is 2.', 'It is 4.'] });
    }
    expect(asked).toHaveLength(2);
  });

  it('names the row without a turn', async () => {
    const empty = repoOf({ default: { train: [{ ...rowsOf.mt, prompt: [] }] } });
    expect((await errorOf(samplesOnHub(mtBench, empty, data))).message).toBe(
      'HuggingFaceH4/mt_bench_prompts train row 1: column "prompt" has no first turn.',
    );
  });
});

async function onlyTheHub(url: unknown): Promise<Response> {
  return String(url).includes('githubusercontent') ? new Response('', { status: 404 }) : fetch(url as string);
}

describe('the prompts of MT-Bench', () => {
  const { questions, answers, references } = goldens;

  it.each([
    ['single-v1', 1, undefined],
    ['single-math-v1', 1, references],
    ['single-v1-multi-turn', 2, undefined],
    ['single-math-v1-multi-turn', 2, references],
  ] as const)('are those of FastChat, byte for byte: %s', (name, turn, given) => {
    const { system, text } = mtBenchPrompt(turn, { questions, answers, references: given });
    expect({ system: sha256(system), text: sha256(text) }).toEqual(goldens.prompts[name]);
  });

  it.each([
    ['Rating: [[7]]', 7],
    ['[[8.5]] and [[2]]', 8.5],
    ['Rating: [6]', 6],
    ['[6], so [[9]]', 9],
    ['Rating: 7', undefined],
  ])('are answered in %j by %j', (judgment, rating) => {
    expect(mtBenchRating(judgment)).toBe(rating);
  });
});
