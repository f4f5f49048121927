import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Model, ModelPlugin } from '../../src/index.js';
import { testWorld } from '../../src/testing/index.js';
import { fastRandom } from '../../src/util/random.js';
import { ensureTinyModel, ensureTransformers, packageWithLibrary, script } from './tiny-onnx.js';

interface Question {
  readonly prompt: string;
  readonly options: readonly string[];
  readonly chat: boolean;
}

interface PythonAnswer {
  readonly sums: readonly number[];
  readonly hret: readonly number[];
  readonly means: readonly number[];
  readonly text: string;
}

const WORDS = [
  ...[
    '대한민국의',
    '수도는',
    '물은',
    '섭씨',
    '100도에서',
    '끓는다.',
    '다음',
    '중',
    '옳은',
    '것은?',
    '훈민정음을',
    '만든',
  ],
  ...['The', 'capital', 'of', 'Korea', 'is', 'which', 'answer', '3.14', '漢字', 'naïve', '🙂', '\n', '  ', '(A)', '①'],
];
const ENDS = ['', '\n정답:', ' Answer:', '\n\n', ' ', '는'];

/** Questions out of Korean and English words, with 2 to 5 options of 1 to 3 words; the same every time. */
function questions(count: number): Question[] {
  const random = fastRandom(7);
  const pick = <Made>(from: readonly Made[]) => from[Math.floor(random() * from.length)] as Made;
  const words = (most: number) => Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(WORDS)).join(' ');
  return Array.from({ length: count }, (_, place) => ({
    prompt: `${place}. ${words(30)}${pick(ENDS)}`,
    options: Array.from({ length: 2 + Math.floor(random() * 4) }, (_, option) => `${option + 1}${words(3)}`),
    chat: place % 3 === 0,
  }));
}

const asked = questions(240);
let folder: string;
let python: readonly PythonAnswer[];
let plugin: ModelPlugin<Record<string, unknown>>;
let parseOptions: typeof import('../../src/core/plugin-options.js').parseOptions;

function askPython(interpreter: string): Promise<PythonAnswer[]> {
  return new Promise((resolve, reject) => {
    const options = { maxBuffer: 2 ** 26, env: { ...process.env, HF_HUB_OFFLINE: '1' } };
    const child = execFile(interpreter, [script('likelihoods.py'), folder], options, (error, stdout) =>
      error === null ? resolve(JSON.parse(stdout)) : reject(error),
    );
    child.stdin?.end(JSON.stringify(asked));
  });
}

beforeAll(async () => {
  const interpreter = ensureTransformers();
  folder = ensureTinyModel(interpreter);
  const hret = await packageWithLibrary();
  ({ plugin } = await import(join(hret, 'backends', 'huggingface.js')));
  ({ parseOptions } = await import(join(hret, 'core', 'plugin-options.js')));
  python = await askPython(interpreter);
});

async function withModel<Made>(
  params: Readonly<Record<string, unknown>>,
  use: (model: Model) => Promise<Made>,
  compat?: 'hret',
): Promise<Made> {
  const options = parseOptions(plugin, 'modelParams', {
    modelNameOrPath: folder,
    maxNewTokens: 16,
    threads: 1,
    ...params,
  });
  const world = testWorld({ env: process.env });
  const model = await plugin.create(options, { ...world, ...(compat !== undefined && { compat }) });
  try {
    return await use(model);
  } finally {
    await model.close?.();
  }
}

const requestFor = ({ prompt, options }: Question, signal = new AbortController().signal) => ({
  prompt: { text: prompt },
  sample: { id: prompt, input: prompt, target: { kind: 'choice', choices: options, answer: 0 } } as const,
  continuations: options,
  draw: 0,
  signal,
});

const both = (chat: boolean) =>
  asked
    .map((question, place) => ({ question, expected: python[place] as PythonAnswer }))
    .filter(({ question }) => question.chat === chat);
const best = (values: readonly number[]) => values.indexOf(Math.max(...values));

describe.each([
  ['one at a time', 1],
  ['in batches of 16', 16],
])('the huggingface backend and Python transformers on the same weights, %s', (_, batchSize) => {
  it.each([
    ['raw prompts', false],
    ['the chat template', true],
  ])('agree on the log-likelihoods of options to 1e-3 and pick the same ones, with %s', async (_, chatTemplate) => {
    const pairs = both(chatTemplate);
    expect(pairs.length).toBeGreaterThanOrEqual(80);
    const found = await withModel({ batchSize, chatTemplate }, (model) =>
      Promise.all(pairs.map(({ question }) => model.logLikelihoods?.(requestFor(question)))),
    );
    for (const [place, { expected }] of pairs.entries()) {
      const sums = found[place] ?? [];
      expect(sums).toHaveLength(expected.sums.length);
      for (const [option, sum] of expected.sums.entries())
        expect(Math.abs((sums[option] ?? 0) - sum)).toBeLessThan(1e-3);
      expect(best(sums)).toBe(best(expected.sums));
    }
  });

  it.each([
    ['raw prompts', false],
    ['the chat template', true],
  ])('give the same greedy answers, with %s', async (_, chatTemplate) => {
    const pairs = both(chatTemplate);
    const found = await withModel({ batchSize, chatTemplate }, (model) =>
      Promise.all(pairs.map(({ question }) => model.generate(requestFor(question)))),
    );
    expect(found.map(({ text }) => text)).toEqual(pairs.map(({ expected }) => expected.text));
  });
});

describe('the huggingface backend', () => {
  it('scores options as HRET does under compat: hret, and answers with the likeliest', async () => {
    await withModel(
      {},
      async (model) => {
        const found = await Promise.all(asked.map((question) => model.logLikelihoods?.(requestFor(question))));
        const answers = await Promise.all(asked.map((question) => model.generate(requestFor(question))));
        for (const [place, expected] of python.entries()) {
          for (const [option, sum] of expected.hret.entries())
            expect(Math.abs((found[place]?.[option] ?? 0) - sum)).toBeLessThan(1e-3);
          expect(answers[place]?.text).toBe(asked[place]?.options[best(expected.hret)]);
        }
      },
      'hret',
    );
  });

  it('rewards an answer with the mean log-probability of its tokens', async () => {
    const pairs = both(false);
    await withModel({ chatTemplate: false }, async (model) => {
      for (const { question, expected } of pairs.slice(0, 40)) {
        const rewards = await Promise.all(
          question.options.map((option) => model.reward?.({ text: question.prompt }, option)),
        );
        for (const [option, mean] of expected.means.entries())
          expect(Math.abs((rewards[option] ?? 0) - mean)).toBeLessThan(1e-3);
      }
    });
  });

  it('draws by seed and draw, whatever else is in the batch', async () => {
    const draws = (batchSize: number, seed: number) =>
      withModel({ batchSize, seed, temperature: 1, topP: 0.95 }, (model) =>
        Promise.all([0, 1, 2, 3].map((draw) => model.generate({ ...requestFor(asked[0] as Question), draw }))),
      ).then((answers) => answers.map(({ text }) => text));
    const alone = await draws(1, 5);
    expect(await draws(8, 5)).toEqual(alone);
    expect(new Set(alone).size).toBeGreaterThan(1);
    expect(await draws(8, 6)).not.toEqual(alone);
  });

  it('leaves the thread of the run free, and lets go between tokens when it is given up', async () => {
    await withModel({ maxNewTokens: 1500, chatTemplate: false }, async (model) => {
      const controller = new AbortController();
      const reason = new Error('enough');
      let ticks = 0;
      const timer = setInterval(() => {
        ticks += 1;
        if (ticks === 100) controller.abort(reason);
      }, 5);
      await expect(model.generate(requestFor(asked[1] as Question, controller.signal))).rejects.toBe(reason);
      clearInterval(timer);
      expect(ticks).toBeGreaterThanOrEqual(100);
      const next = await model.logLikelihoods?.(requestFor(asked[1] as Question));
      expect(next).toHaveLength(asked[1]?.options.length ?? 0);
    });
  });

  it('says that a prompt is too long for the model, and goes on', async () => {
    await withModel({}, async (model) => {
      const long = { prompt: '가'.repeat(3000), options: ['A'], chat: false };
      await expect(model.generate(requestFor(long))).rejects.toMatchObject({ code: 'model', stopsRun: false });
      expect((await model.generate(requestFor(asked[2] as Question))).finish).toMatch(/stop|length/);
    });
  });
});
