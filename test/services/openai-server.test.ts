import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startVllm } from '../../scripts/services/vllm.mjs';
import { models } from '../../src/backends/index.js';
import { parseOptions } from '../../src/core/plugin-options.js';
import { searchTokens } from '../../src/scaling/beam-tokens.js';
import { testWorld } from '../../src/testing/index.js';
import { fastRandom } from '../../src/util/random.js';
import { questionFor } from '../contracts/model.js';

let vllm: Awaited<ReturnType<typeof startVllm>>;
beforeAll(async () => {
  vllm = await startVllm();
});
afterAll(() => vllm?.close());

async function make(name: string, params: Readonly<Record<string, unknown>>) {
  const plugin = (await models[name]?.())?.plugin;
  if (plugin === undefined) throw new Error(`There is no backend ${name}.`);
  const options = parseOptions(plugin, 'modelParams', {
    apiBase: vllm.url,
    timeoutMs: 120_000,
    maxRetries: 0,
    ...params,
  });
  return plugin.create(options, testWorld());
}

const WORDS = [
  '대한민국의',
  '수도는',
  '서울',
  '정답:',
  '질문',
  '\n',
  'The answer is',
  'A',
  '(B)',
  '①',
  '한글',
  '물은 100도',
  'ㅋㅋ',
  '漢字',
  '😀',
];

/** Prompts that end in words, colons, spaces and half-known syllables. */
function questions(count: number) {
  const random = fastRandom(7);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const phrase = (longest: number) =>
    Array.from({ length: 1 + Math.floor(random() * longest) }, () => pick(WORDS)).join(' ');
  return Array.from({ length: count }, (_, n) => ({
    context: `${n}. ${phrase(8)}${pick(['', ' ', ':', '\n정답:', '\n정답: '])}`,
    continuations: ['A', 'B', phrase(3), phrase(3)],
    isChat: false,
  }));
}

function byTransformers(name: 'log-likelihoods.py' | 'beams.py', asked: object): unknown {
  const script = fileURLToPath(new URL(`../../scripts/services/${name}`, import.meta.url));
  const out = execFileSync(vllm.python, [script, vllm.model], {
    input: JSON.stringify(asked),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return JSON.parse(out.toString());
}

describe('a real OpenAI-compatible server', () => {
  it('answers through chat, completions and responses, whole and as a stream, the same each time', async () => {
    for (const api of ['chat', 'completions', 'responses']) {
      const params = { api, maxTokens: 12, logprobs: 2 };
      const [whole, streamed] = await Promise.all(
        [false, true].map(async (stream) => {
          const model = await make('openai', { modelName: 'tiny', ...params, stream });
          const answer = await model.generate(questionFor('대한민국의 수도는?'));
          await model.close?.();
          return answer;
        }),
      );
      expect(whole, api).toMatchObject({ finish: 'length', usage: { outputTokens: 12 }, attempts: 1 });
      expect(whole?.text, api).not.toBe('');
      expect(whole?.metadata?.logprobs, api).toMatchObject({ count: 12 });
      expect(streamed?.text, api).toBe(whole?.text);
      expect(streamed?.usage, api).toEqual(whole?.usage);
    }
  });

  it('finds the only model of the server when none is named', async () => {
    const model = await make('vllm', {});
    expect(model.id).toBe('vllm/tiny');
    await model.close?.();
  });

  it('gives the log-likelihoods that transformers computes from the same weights', async () => {
    const asked = questions(30);
    const expected = byTransformers('log-likelihoods.py', asked) as number[][];
    const model = await make('vllm', { chatTemplate: false });
    for (const [place, { context, continuations }] of asked.entries()) {
      const given = (await model.logLikelihoods?.({ ...questionFor(context), continuations })) ?? [];
      const difference = given.map((value, option) => Math.abs(value - (expected[place]?.[option] ?? Number.NaN)));
      expect(Math.max(...difference), JSON.stringify(asked[place])).toBeLessThan(1e-3);
    }
    await model.close?.();
  });

  it('gives them under the chat template too', async () => {
    const asked = questions(8).map(({ continuations, ...rest }) => ({
      ...rest,
      continuations: continuations.map((option) => `답: ${option.trimEnd()}`),
      isChat: true,
    }));
    const expected = byTransformers('log-likelihoods.py', asked) as number[][];
    const model = await make('vllm', {});
    for (const [place, { context, continuations }] of asked.entries()) {
      const given = (await model.logLikelihoods?.({ ...questionFor(context), continuations })) ?? [];
      const difference = given.map((value, option) => Math.abs(value - (expected[place]?.[option] ?? Number.NaN)));
      expect(Math.max(...difference), JSON.stringify(asked[place])).toBeLessThan(1e-3);
    }
    await model.close?.();
  });

  it('finds by beam search the answers and scores that transformers finds with the same weights', async () => {
    const prompts = questions(8).map(({ context }) => context);
    const settings = { lengthPenalties: [0, 1], earlyStoppings: [true, false], maxTokens: 10 };
    const expected = byTransformers('beams.py', { prompts, ...settings, ends: [2] }) as {
      texts: string[];
      scores: number[];
    }[][];
    const model = await make('vllm', { chatTemplate: false });
    for (const [place, prompt] of prompts.entries()) {
      const searches = settings.lengthPenalties.flatMap((lengthPenalty) =>
        settings.earlyStoppings.map((earlyStopping) => ({ lengthPenalty, earlyStopping })),
      );
      for (const [number, search] of searches.entries()) {
        const wrap = searchTokens({ beamSize: 4, maxTokens: settings.maxTokens, ...search });
        const { candidates, metadata } = await wrap(model).generate(questionFor(prompt));
        const theirs = expected[place]?.[number];
        expect(candidates, prompt).toEqual(theirs?.texts);
        const near = theirs?.scores.map((score) => expect.closeTo(score, 3));
        expect(metadata, prompt).toMatchObject({ beamSearch: { scores: near } });
      }
    }
    await model.close?.();
  });

  it('is bound to the options of a question, and to a schema', async () => {
    const bound = await make('vllm', { guidedChoice: true, maxTokens: 64 });
    const answers = await Promise.all(['하나', '둘', '셋'].map((prompt) => bound.generate(questionFor(prompt))));
    for (const [place, { text }] of answers.entries())
      expect([`답 ${['하나', '둘', '셋'][place]}`, '?']).toContain(text);
    await bound.close?.();
    const schema = z.object({ answer: z.enum(['A', 'B']) });
    const strict = await make('vllm', { responseFormat: schema, maxTokens: 64 });
    const answer = await strict.generate(questionFor('A 또는 B?'));
    expect(answer.warnings).toBeUndefined();
    expect(schema.parse(JSON.parse(answer.text)).answer).toMatch(/[AB]/);
    await strict.close?.();
  });

  it('refuses an unknown model with its own words and our advice', async () => {
    const model = await make('vllm', { modelName: 'nope' });
    await expect(model.generate(questionFor('?'))).rejects.toMatchObject({
      stopsRun: true,
      message: expect.stringMatching(/`nope` does not exist.*modelParams\.modelName/),
    });
    await model.close?.();
  });
});
