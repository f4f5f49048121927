import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { registries } from '../../src/api/registries.js';
import * as hret from '../../src/index.js';
import { type ScriptedAnswer, type ScriptedModel, scriptedModel, startLoopbackLlm } from '../../src/testing/index.js';
import { useOutputDir } from '../temp-dir.js';
import { sums } from './rows.js';

const outputDir = useOutputDir();

let answers: (request: hret.GenerateRequest) => ScriptedAnswer;
let verdicts: (request: hret.GenerateRequest) => ScriptedAnswer;
let player: ScriptedModel;

const plays: hret.ModelPlugin<{ role: 'player' | 'judge'; rewards?: number[] | undefined }> = {
  name: 'player_for_scaling',
  summary: 'plays a model',
  options: z.strictObject({
    role: z.enum(['player', 'judge']).default('player'),
    rewards: z.array(z.number()).optional(),
  }),
  create({ role, rewards }) {
    const made = scriptedModel((request) => (role === 'judge' ? verdicts(request) : answers(request)), { id: role });
    if (role === 'player') player = made;
    return {
      ...made,
      ...(rewards && { reward: async (_: hret.Prompt, text: string) => rewards[Number(text)] ?? Number.NaN }),
    };
  },
};
if (!registries.models.has(plays.name)) hret.registerModel(plays);

beforeEach(() => {
  answers = ({ draw }) => `정답: ${draw}`;
  verdicts = () => '[RESULT] 5';
});

/** One sum, 0+0, whose answer is 0; the player is asked. */
function run(options: hret.EvaluateOptions): Promise<hret.EvaluationResult> {
  return new hret.PipelineRunner({ ...sums(outputDir(), 1), model: plays.name, ...options }).run();
}

describe('scalingMethod: "self_consistency"', () => {
  const scalingMethod = 'self_consistency';

  it('takes the whole text of the first path to the answer that most paths came to', async () => {
    const said = ['길게 생각하면 정답: 1', '정답: 0', '그러므로 정답: **0**', '정답: 1', '정답: 0.'];
    answers = ({ draw }) => ({ text: said[draw] ?? '', usage: { outputTokens: 10 }, costUsd: 0.25, attempts: 2 });
    const result = await run({ scalingMethod });
    expect(player.requests.map(({ draw }) => draw)).toEqual([0, 1, 2, 3, 4]);
    expect(player.requests[0]?.prompt.text).toBe("0+0\nLet's think step by step.\n");
    expect(result.samples[0]).toMatchObject({
      prediction: '정답: 0',
      candidates: said,
      scores: { accuracy: 1 },
      usage: { outputTokens: 50 },
      costUsd: 1.25,
      attempts: 6,
      metadata: { model: { selfConsistency: { votes: ['1', '0', '0', '1', '0'], chosen: 1 } } },
    });
  });

  it('takes the answer that came first when equally many paths came to two', async () => {
    answers = ({ draw }) => ['정답: 3', '정답: 0', '정답: 0', '정답: 3'][draw] ?? '';
    expect((await run({ scalingMethod, scalingParams: { nPaths: 4 } })).samples[0]?.prediction).toBe('정답: 3');
  });

  it('asks every trial anew', async () => {
    await run({ scalingMethod, scalingParams: { nPaths: 3, promptCot: '' }, trials: 2 });
    expect(player.requests.map(({ draw }) => draw).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(player.requests[0]?.prompt.text).toBe('0+0');
  });

  it('gives no vote to what was cut off, and the first path where nobody has a vote', async () => {
    answers = ({ draw }) => (draw === 2 ? '정답: 0' : { text: '아직', finish: 'length' });
    expect((await run({ scalingMethod })).samples[0]).toMatchObject({ prediction: '정답: 0', status: 'scored' });
    answers = ({ draw }) => ({ text: `아직 ${draw}`, finish: 'length' });
    expect((await run({ scalingMethod })).samples[0]).toMatchObject({ prediction: '아직 0', status: 'truncated' });
  });

  it('fails the sample when a path fails', async () => {
    answers = ({ draw }) => (draw === 3 ? new Error('gone') : '정답: 0');
    await expect(run({ scalingMethod })).rejects.toThrow(/gone/);
  });

  it('gives the answer alone, by the first marker and exact text, under compat "hret"', async () => {
    answers = ({ draw }) => ['정답: 0\n정답: 7', '정답: 0 ', '정답: 0', '정답: 0.', '0'][draw] ?? '';
    const [sample] = (await run({ scalingMethod, compat: 'hret' })).samples;
    expect(sample?.prediction).toBe('0');
    expect(sample?.metadata).toMatchObject({
      model: { selfConsistency: { votes: ['0\n정답: 7', '0', '0', '0.', '0'], chosen: 1 } },
    });
  });
});

describe('scalingMethod: "best_of_n"', () => {
  const scalingMethod = 'best_of_n';
  const byReward = (rewards: number[]) => ({ rewardModel: plays.name, rewardParams: { role: 'judge', rewards } });

  it('takes the candidate with the greatest reward, and keeps all with their rewards', async () => {
    answers = ({ draw }) => String(draw);
    const [sample] = (await run({ scalingMethod, ...byReward([-2, 1, 3, 3, 0]) })).samples;
    expect(sample).toMatchObject({
      prediction: '2',
      candidates: ['0', '1', '2', '3', '4'],
      metadata: { model: { bestOfN: { by: 'reward', scores: [-2, 1, 3, 3, 0], chosen: 2 } } },
    });
  });

  it('passes over candidates without a reward, and fails the sample when none has one', async () => {
    answers = ({ draw }) => String(draw);
    const scalingParams = { n: 3 };
    const [sample] = (await run({ scalingMethod, scalingParams, ...byReward([-7, -5]) })).samples;
    expect(sample).toMatchObject({ prediction: '1', metadata: { model: { bestOfN: { scores: [-7, -5, null] } } } });
    await expect(run({ scalingMethod, scalingParams, ...byReward([]) })).rejects.toThrow(
      /none of the 3 candidates could be ranked by reward/,
    );
  });

  it('takes the candidate that a judge grades best', async () => {
    verdicts = ({ prompt: { text } }) => ({
      text: text.includes('\n정답: 1\n') ? '[RESULT] 9' : text.includes('\n정답: 2\n') ? '9 of 10' : '[RESULT] 4',
      costUsd: 0.5,
    });
    const judge = { judgeModel: plays.name, judgeParams: { role: 'judge' } };
    const result = await run({ scalingMethod, scalingParams: { n: 3, by: 'judge' }, ...judge });
    expect(result.samples[0]).toMatchObject({
      prediction: '정답: 1',
      metadata: { model: { bestOfN: { by: 'judge', scores: [4, 9, null], chosen: 1, judgeCostUsd: 1.5 } } },
    });
    expect(result.info.warnings ?? []).toEqual([]);
    verdicts = () => 'fine';
    await expect(run({ scalingMethod, scalingParams: { n: 3, by: 'judge' }, ...judge })).rejects.toThrow(
      /none of the 3 candidates could be ranked by judge: the reply has no verdict/,
    );
  });

  it('counts what the judge took in the cost of the answer, and not in its tokens', async () => {
    answers = () => ({ text: '정답: 0', usage: { outputTokens: 2 }, costUsd: 0.25 });
    verdicts = () => ({ text: '[RESULT] 5', usage: { outputTokens: 7 }, costUsd: 1 });
    const scaled = { scalingMethod, scalingParams: { n: 2, by: 'judge' } };
    const { samples, info } = await run({ ...scaled, judgeModel: plays.name, judgeParams: { role: 'judge' } });
    expect(samples[0]).toMatchObject({ costUsd: 2.5, usage: { outputTokens: 4 } });
    expect(info.costUsd).toBe(2.5);
  });

  it('shows the judge the images of the question', async () => {
    const shown: unknown[] = [];
    verdicts = ({ prompt }) => {
      shown.push(prompt.images);
      return '[RESULT] 5';
    };
    const path = join(outputDir(), 'seen.jsonl');
    writeFileSync(path, JSON.stringify({ input: '?', reference: '0', images: ['https://example.com/a.png'] }));
    const datasetParams = { path, imagesCol: 'images' };
    const scaled = { scalingMethod, scalingParams: { n: 2, by: 'judge' } };
    await run({ ...scaled, datasetParams, judgeModel: plays.name, judgeParams: { role: 'judge' } });
    expect(shown).toEqual(Array(2).fill([{ url: 'https://example.com/a.png' }]));
  });

  it('takes the candidate with the greatest log-probability a token, not the shortest one', async () => {
    const kept = [
      { sum: -4, count: 1 },
      { sum: -6, count: 10 },
      { sum: -7, count: 10 },
    ];
    answers = ({ draw }) => ({ text: String(draw), metadata: { logprobs: kept[draw] ?? {} } });
    const scalingParams = { n: 3, by: 'logprob' };
    expect((await run({ scalingMethod, scalingParams })).samples[0]?.prediction).toBe('1');
    const summed = await run({ scalingMethod, scalingParams: { n: 3 }, compat: 'hret' });
    expect(summed.samples[0]?.prediction).toBe('0');
  });

  it.each<[string, hret.EvaluateOptions, RegExp]>([
    ['anything to rank by', {}, /best_of_n has nothing to rank candidates by. Set rewardModel/],
    ['a judge', { scalingParams: { by: 'judge' } }, /best_of_n needs a judge. Set judgeModel/],
    ['a reward model', { scalingParams: { by: 'reward' } }, /best_of_n needs a reward model/],
    ['a judge for its prompt', { scalingParams: { judgePrompt: '{input}' } }, /Set by: "judge" too/],
  ])('is refused before the first call without %s', async (_, options, message) => {
    let calls = 0;
    answers = () => String(calls++);
    await expect(run({ scalingMethod, ...options })).rejects.toThrow(message);
    expect(calls).toBe(0);
  });

  it('stops the run when the model gives no log-probabilities', async () => {
    const few = { ...sums(outputDir(), 20), maxWorkers: 1 };
    await expect(run({ ...few, scalingMethod, scalingParams: { n: 2, by: 'logprob' } })).rejects.toThrow(
      /the model gave none with its answers/,
    );
    expect(player.requests).toHaveLength(2);
  });

  it('takes the first candidate when there is nothing to rank by, under compat "hret"', async () => {
    expect((await run({ scalingMethod, compat: 'hret' })).samples[0]?.prediction).toBe('정답: 0');
  });
});

describe('scalingMethod: "beam_search"', () => {
  const scalingMethod = 'beam_search';
  /** Rewards an answer by its digits, read as one number. */
  const byDigits: hret.ModelPlugin<object> = {
    name: 'digits_for_scaling',
    summary: 'likes great numbers',
    options: z.strictObject({}),
    create: () => ({
      ...scriptedModel(['-']),
      reward: async (_, text) => Number(text.replace(/\D/g, '').padEnd(3, '0')),
    }),
  };
  if (!registries.models.has(byDigits.name)) hret.registerModel(byDigits);
  /** Types 0 with 60 %, 1 with 40 %, and nothing more. */
  const typist: hret.ModelPlugin<object> = {
    name: 'typist_for_scaling',
    summary: 'gives its next tokens',
    options: z.strictObject({}),
    create: () => ({
      ...scriptedModel(['-']),
      nextTokens: async ({ prefix, count }) => ({
        text: String(prefix[0]?.key ?? ''),
        tokens:
          count === 0
            ? []
            : prefix.length === 0
              ? [0.6, 0.4].map((p, key) => ({ key, logprob: Math.log(p), isEnd: false }))
              : [{ key: '', logprob: 0, isEnd: true }],
      }),
    }),
  };
  if (!registries.models.has(typist.name)) hret.registerModel(typist);
  const rewarded = { scalingMethod, rewardModel: byDigits.name };
  const prefixOf = (text: string) => text.split('it:\n\n')[1] ?? '';

  it('goes on with the steps that look best, not with the first answers that were whole', async () => {
    // First steps 1, 2, 3, 4; every step can be followed by 0, 1, 2 or 3; three steps make an answer.
    answers = ({ prompt, draw }) => {
      const prefix = prefixOf(prompt.text);
      const said = prefix.replace(/\D/g, '').length;
      const digit = said === 0 ? (draw % 4) + 1 : draw % 4;
      return { text: said === 2 ? `${digit}` : `${digit}\n\n9`, usage: { outputTokens: 1 } };
    };
    const [sample] = (await run({ ...rewarded, scalingParams: { beamSize: 2 } })).samples;
    expect(sample?.prediction).toBe('4\n\n3\n\n3');
    expect(sample?.candidates).toEqual(['4\n\n3\n\n3', '4\n\n3\n\n2']);
    expect(player.requests).toHaveLength(4 + 8 + 8);
    expect(new Set(player.requests.map(({ draw }) => draw)).size).toBe(20);
    expect(sample).toMatchObject({ usage: { outputTokens: 20 }, metadata: { model: { beamSearch: { asked: 20 } } } });
  });

  it('ends as the model meant to when there are no more steps, and takes off what is repeated', async () => {
    answers = ({ prompt }) => (prefixOf(prompt.text) === '' ? '1\n\n2\n\n3' : '1\n\n2\n\n5');
    const scalingParams = { maxSteps: 2, beamSize: 1, expansions: 1 };
    const [sample] = (await run({ ...rewarded, scalingParams })).samples;
    expect(sample?.prediction).toBe('1\n\n2\n\n5');
    expect(player.requests.map(({ prompt }) => prefixOf(prompt.text))).toEqual(['', '1\n\n']);
  });

  it('is refused before the first call with nothing to search by, and told both ways', async () => {
    await expect(run({ scalingMethod })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(
        /Set rewardModel .* to search by steps; or search by tokens, .* "player" gives none/,
      ),
    });
    expect(player.requests).toEqual([]);
    const scalingParams = { by: 'steps' };
    await expect(run({ scalingMethod, scalingParams })).rejects.toThrow(/beam_search by steps needs a reward model/);
  });

  it('refuses options of the other way of searching', async () => {
    await expect(run({ ...rewarded, scalingParams: { maxTokens: 5 } })).rejects.toThrow(
      /beam_search by steps has no maxTokens.*by: "tokens"/,
    );
    await expect(run({ scalingMethod, scalingParams: { maxSteps: 5 } })).rejects.toThrow(
      /beam_search by tokens has no maxSteps.*rewardModel/,
    );
  });

  it('goes by tokens where the model gives them', async () => {
    const result = await run({ scalingMethod, model: typist.name, scalingParams: { beamSize: 2, maxTokens: 4 } });
    expect(result.samples[0]).toMatchObject({
      prediction: '0',
      candidates: ['0', '1'],
      scores: { accuracy: 1 },
      metadata: { model: { beamSearch: { by: 'tokens', finishes: ['stop', 'stop'] } } },
    });
    const rewardModel = byDigits.name;
    const both = await run({ scalingMethod, model: typist.name, rewardModel, scalingParams: { by: 'tokens' } });
    expect(both.info.warnings).toEqual(['rewardModel is set, but beam_search asks no reward model.']);
  });

  it('by steps needs something to value', async () => {
    answers = () => ' ';
    await expect(run(rewarded)).rejects.toThrow(/no step could be valued/);
  });
});

describe('a scaling method with an evaluator that ranks', () => {
  const ranker: hret.ModelPlugin<object> = {
    name: 'ranker_for_scaling',
    summary: 'likes the first',
    options: z.strictObject({ temperature: z.number().optional() }),
    create: () => {
      player = scriptedModel(['가']);
      return { ...player, logLikelihoods: async ({ continuations }) => continuations.map((_, place) => -place) };
    },
  };
  if (!registries.models.has(ranker.name)) hret.registerModel(ranker);

  it.each([
    ['self_consistency', 'log_likelihood'],
    ['greedy', 'log_likelihood'],
    ['best_of_n', 'perplexity'],
  ])('is refused before the first call: %s with %s', async (scalingMethod, evaluationMethod) => {
    const model = { model: ranker.name, rewardModel: plays.name, rewardParams: { rewards: [1] } };
    const options = { ...model, evaluationMethod, scalingMethod, languagePenalize: false };
    await expect(new hret.PipelineRunner({ ...sums(outputDir(), 1), ...options }).run()).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(`"${scalingMethod}" has no effect with ${evaluationMethod}`),
    });
    expect(player.requests).toEqual([]);
  });

  it('runs when it changes how options are ranked', async () => {
    const turned: hret.ScalingPlugin<object> = {
      name: 'turned_for_scaling',
      summary: 'turns the ranking round',
      options: z.strictObject({}),
      create: () => (model) => ({
        ...model,
        logLikelihoods: async (request) => ((await model.logLikelihoods?.(request)) ?? []).map((value) => -value),
      }),
    };
    if (!registries.scaling.has(turned.name)) hret.registerScalingMethod(turned);
    const options = { model: ranker.name, evaluationMethod: 'log_likelihood', scalingMethod: turned.name };
    const result = await new hret.PipelineRunner({ dataset: 'ko_sample', limit: 2, ...options }).run();
    expect(result.samples[1]?.metadata.logLikelihoods).toMatchObject({ 1: 1, 2: 2 });
  });
});

describe('a method that asks for draws', () => {
  it.each([
    ['self_consistency', {}, 0, true],
    ['self_consistency', {}, 0.7, false],
    ['best_of_n', { rewardModel: plays.name, rewardParams: { rewards: [1] } }, undefined, true],
    ['greedy', {}, undefined, false],
  ])(
    'warns when the model does not draw: %s with %j at temperature %s: %s',
    async (scalingMethod, more, temperature, isWarned) => {
      await using llm = await startLoopbackLlm({ answer: () => '0' });
      const place = { modelName: 'm', apiBase: llm.url, ...(temperature !== undefined && { temperature }) };
      const { info } = await run({ scalingMethod, ...more, model: 'openai', modelParams: place });
      const warning = expect.stringMatching(
        new RegExp(`${scalingMethod} asks for several draws, but modelParams.temperature is 0`),
      );
      expect(info.warnings ?? []).toEqual(isWarned ? [warning] : []);
    },
  );
});

describe('ways of sampling', () => {
  const sampled: Record<string, unknown>[] = [];
  const sampler: hret.ModelPlugin<object> = {
    name: 'sampler_for_scaling',
    summary: 'notes how it is to sample',
    options: z.strictObject({
      temperature: z.number().optional(),
      topP: z.number().optional(),
      topK: z.number().optional(),
    }),
    create(params) {
      sampled.push({ ...params });
      return scriptedModel(['0']);
    },
  };
  if (!registries.models.has(sampler.name)) hret.registerModel(sampler);
  const sampledBy = async (scalingMethod: string, options: hret.EvaluateOptions = {}) => {
    await run({ model: sampler.name, scalingMethod, ...options });
    return sampled.at(-1);
  };

  it('are params of the model', async () => {
    expect(await sampledBy('greedy')).toEqual({ temperature: 0 });
    expect(await sampledBy('top_k', { scalingParams: { k: 5 } })).toEqual({ topK: 5, temperature: 1 });
    expect(await sampledBy('top_p', { modelParams: { top_p: 0.95 } })).toEqual({ topP: 0.95, temperature: 1 });
    const hot = { scalingParams: { temperature: 1.2 }, modelParams: { topK: 3 } };
    expect(await sampledBy('temperature_sampling', hot)).toEqual({ temperature: 1.2, topK: 3 });
  });

  it('are refused where a param says otherwise, where the backend does not know them, and for functions', async () => {
    await expect(sampledBy('greedy', { modelParams: { temperature: 1 } })).rejects.toThrow(
      /modelParams.temperature is 1, but scalingMethod "greedy" sets it to 0: leave one out/,
    );
    await expect(run({ scalingMethod: 'top_k' })).rejects.toThrow(/"player_for_scaling" has no option "topK"/);
    const handed = hret.quickEval(() => '0', { ...sums(outputDir(), 1), scalingMethod: 'greedy' });
    await expect(handed).rejects.toThrow(/"greedy" sets temperature of a backend/);
  });
});
