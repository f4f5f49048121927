import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { sampledAsPublished } from '../../src/api/published-temperatures.js';
import { registries } from '../../src/api/registries.js';
import type { Dataset } from '../../src/core/dataset.js';
import type { World } from '../../src/core/world.js';
import * as hret from '../../src/index.js';
import { scriptedModel, startLoopbackLlm } from '../../src/testing/index.js';
import { repoOf, rowsOf } from '../datasets/benchmark-repos.js';
import { useOutputDir } from '../temp-dir.js';
import { useHub } from './hub-env.js';

useOutputDir();

const prompts: hret.GenerateRequest['prompt'][] = [];
const judge: hret.ModelPlugin<object> = {
  name: 'judge_of_turns',
  summary: 'grades a first turn 4 and a second 8',
  options: z.strictObject({}),
  create: () =>
    scriptedModel(({ prompt }) => {
      prompts.push(prompt);
      if (prompt.text.includes('모름')) return 'no idea';
      return prompt.text.startsWith('[Instruction]') ? 'Rating: [[4]]' : 'Rating: [[8]]';
    }),
};
if (!registries.models.has(judge.name)) hret.registerModel(judge);

const math = { ...rowsOf.mt, prompt_id: 1, category: 'math', prompt: ['1+1?', 'Twice?'], reference: ['2', '4'] };
const mtBench: hret.EvaluateOptions = {
  dataset: 'mt_bench',
  datasetParams: { references: 'data' },
  evaluationMethod: 'mt_bench_judge',
  judgeModel: judge.name,
  languagePenalize: false,
};
const hub = () => useHub({ 'HuggingFaceH4/mt_bench_prompts': repoOf({ default: { train: [rowsOf.mt, math] } }) });

describe('a sample of two turns', () => {
  it('is asked as a conversation and graded turn by turn', async () => {
    await hub();
    prompts.length = 0;
    const asked: unknown[] = [];
    const model = (input: string, _: unknown, ctx?: { readonly earlier?: readonly object[] }) => {
      asked.push([input, ctx?.earlier]);
      return `${input}!`;
    };
    const result = await hret.quickEval(model, mtBench);
    expect(asked.sort()).toEqual([
      ['1+1?', []],
      ['Rewrite.', [{ question: 'Write.', answer: 'Write.!' }]],
      ['Twice?', [{ question: '1+1?', answer: '1+1?!' }]],
      ['Write.', []],
    ]);
    expect(result.metrics).toMatchObject({ average_judge_score: 6, turn_1: 4, turn_2: 8 });
    expect(result.samples[0]).toMatchObject({
      prediction: 'Rewrite.!',
      metadata: { model: { turns: ['Write.!', 'Rewrite.!'] } },
    });
    expect(prompts.filter(({ text }) => text.includes('Reference'))).toHaveLength(2);
    expect(new Set(prompts.map(({ system }) => system)).size).toBe(3);
  });

  it('counts every judgment once, and those that cannot be read not at all', async () => {
    await hub();
    const model = (input: string) => (input === 'Twice?' ? '모름' : 'ok');
    const result = await hret.quickEval(model, mtBench);
    expect(result.metrics.average_judge_score).toBeCloseTo((4 + 8 + 4) / 3, 12);
    expect(result.stats.turn_2?.n).toBe(1);
  });

  it('reaches a service as messages, and its judge with a system message of its own', async () => {
    await hub();
    const llm = await startLoopbackLlm({ answer: (prompt) => (prompt.includes('Assistant') ? '[[5]]' : 'ok') });
    onTestFinished(() => llm.close());
    const service = { modelName: 'm', apiBase: llm.url, apiKey: 'k', systemMessage: 'mine' };
    const runner = new hret.PipelineRunner({
      ...mtBench,
      limit: 1,
      model: 'openai',
      modelParams: service,
      judgeModel: 'openai',
      judgeParams: service,
    });
    expect((await runner.run()).metrics.average_judge_score).toBe(5);
    const messages = llm.requests.map(
      ({ body }) => (body as { messages: { role: string; content: string }[] }).messages,
    );
    expect(messages[1]).toEqual([
      { role: 'system', content: 'mine' },
      { role: 'user', content: 'Write.' },
      { role: 'assistant', content: 'ok' },
      { role: 'user', content: 'Rewrite.' },
    ]);
    const systems = messages.slice(2).map(([first]) => first);
    expect(systems).toContainEqual({ role: 'system', content: 'You are a helpful assistant.' });
    expect(systems.every((first) => first?.role === 'system' && first.content !== 'mine')).toBe(true);
  });

  it.each([['completions', 'The completions API takes one text, no conversation']])(
    'is refused by api: "%s", which has no conversations',
    async (api, problem) => {
      await hub();
      const llm = await startLoopbackLlm({ answer: () => 'ok' });
      onTestFinished(() => llm.close());
      const modelParams = { modelName: 'm', apiBase: llm.url, apiKey: 'k', api };
      await expect(new hret.PipelineRunner({ ...mtBench, model: 'openai', modelParams }).run()).rejects.toThrow(
        problem,
      );
    },
  );

  it('is shown whole to llm_judge, which grades the last answer', async () => {
    await hub();
    prompts.length = 0;
    const options = {
      ...mtBench,
      evaluationMethod: 'llm_judge',
      evaluatorParams: { promptTemplate: '{input} / {response}' },
      limit: 1,
    };
    await hret.quickEval((input) => `${input}!`, options);
    expect(prompts[0]?.text).toBe('### User:\nWrite.\n\n### Assistant:\nWrite.!\n\n### User:\nRewrite. / Rewrite.!');
  });
});

describe('the published temperatures of mt_bench', () => {
  /** The temperature of every request, by the question it ends in. */
  async function temperaturesWith(model: string, modelParams: object, datasetParams: object = {}) {
    await hub();
    const llm = await startLoopbackLlm({ answer: () => 'ok' });
    onTestFinished(() => llm.close());
    const result = await new hret.PipelineRunner({
      ...mtBench,
      datasetParams: { ...mtBench.datasetParams, ...datasetParams },
      model,
      modelParams: { apiBase: llm.url, apiKey: 'k', ...modelParams },
    }).run();
    const sent = llm.requests.map(({ body }) => body as { messages: { content: string }[]; temperature?: number });
    return {
      sent: Object.fromEntries(sent.map(({ messages, temperature }) => [messages.at(-1)?.content, temperature])),
      kept: result.samples.map(({ metadata }) => (metadata.model as { temperature?: number }).temperature),
    };
  }

  it.each([
    ['openai', { modelName: 'm' }],
    ['litellm', { modelName: 'openai/m' }],
  ])('are what %s samples at, in both turns, and are kept with the answers', async (model, modelParams) => {
    expect(await temperaturesWith(model, modelParams)).toEqual({
      sent: { 'Write.': 0.7, 'Rewrite.': 0.7, '1+1?': 0, 'Twice?': 0 },
      kept: [0.7, 0],
    });
  });

  it('give way to a temperature of the user, and to none', async () => {
    const all = (value: unknown) => ({ 'Write.': value, 'Rewrite.': value, '1+1?': value, 'Twice?': value });
    const { sent, kept } = await temperaturesWith('openai', { modelName: 'm', temperature: 0.3 });
    expect([sent, kept]).toEqual([all(0.3), [undefined, undefined]]);
    expect((await temperaturesWith('openai', { modelName: 'm', temperature: null })).sent).toEqual(all(undefined));
    const own = await temperaturesWith('openai', { modelName: 'm' }, { temperatures: 'model' });
    expect(own.sent).toEqual(all(0));
  });

  it('are told to a model function, and to users of a backend that cannot heed them', async () => {
    await hub();
    const seen = new Map<string, unknown>();
    await hret.quickEval((input, sample) => {
      seen.set(input, sample?.temperature);
      return 'ok';
    }, mtBench);
    expect([seen.get('Write.'), seen.get('1+1?')]).toEqual([0.7, 0]);
    const warnings: string[] = [];
    const world = { warn: (message: string) => warnings.push(message) } as unknown as World;
    const toPrompt = () => ({ text: '?' });
    const dataset = { name: 'mt_bench', hasTemperatures: true } as Dataset;
    expect(sampledAsPublished(toPrompt, dataset, scriptedModel(['ok']), {}, world)).toBe(toPrompt);
    expect(warnings).toEqual([
      'mt_bench was published with a temperature for each kind of question, and scripted samples all of them alike. Set modelParams.temperature to say at what.',
    ]);
  });
});
