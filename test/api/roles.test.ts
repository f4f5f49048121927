import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { registries } from '../../src/api/registries.js';
import type { ModelPlugin } from '../../src/index.js';
import * as hret from '../../src/index.js';
import { startLoopbackLlm } from '../../src/testing/index.js';
import { useOutputDir } from '../temp-dir.js';
import { adder, sums } from './rows.js';

const outputDir = useOutputDir();
const closed: string[] = [];
const judged: string[] = [];

/** Says its name, rewards an answer by its length, and notes when it is closed. */
const echo: ModelPlugin<{ says: string }> = {
  name: 'echo_for_roles',
  summary: 'says one thing',
  options: z.strictObject({ says: z.string() }),
  create: ({ says }) => ({
    id: `echo/${says}`,
    generate: async ({ prompt }) => {
      judged.push(prompt.text);
      return { text: says, finish: 'stop' };
    },
    reward: async (_, answer) => answer.length,
    close: async () => void closed.push(says),
  }),
};

/** Right when the judge says yes. */
const byJudge: hret.EvaluatorPlugin<object> = {
  name: 'by_judge_for_roles',
  summary: 'asks the judge',
  options: z.strictObject({}),
  create(_, request) {
    const judge = hret.judgeOf(request, 'by_judge_for_roles');
    return {
      name: 'by_judge_for_roles',
      reads: 'text',
      metrics: ['accuracy'],
      async score({ sample, answer, signal }) {
        const text = answer.kind === 'text' ? answer.generation.text : '';
        const verdict = await judge.generate({ prompt: { text: `${sample.input}=${text}` }, sample, draw: 0, signal });
        return { status: 'scored', values: { accuracy: verdict.text === 'yes' ? 1 : 0 } };
      },
    };
  },
};

/** Takes the answer with the greatest reward of two. */
const bestOfTwo: hret.ScalingPlugin<object> = {
  name: 'best_of_two_for_roles',
  summary: 'asks twice',
  options: z.strictObject({}),
  create(_, request) {
    const reward = hret.rewardOf(request, 'best_of_two_for_roles');
    return (model) => ({
      ...model,
      async generate(asked) {
        const [one, two] = await Promise.all([0, 1].map((draw) => model.generate({ ...asked, draw })));
        if (one === undefined || two === undefined) throw new Error('unreachable');
        const [first, second] = [
          await reward.reward(asked.prompt, one.text),
          await reward.reward(asked.prompt, two.text),
        ];
        return second > first ? two : one;
      },
    });
  },
};

if (!registries.models.has(echo.name)) hret.registerModel(echo);
if (!registries.evaluators.has(byJudge.name)) hret.registerEvaluator(byJudge);
if (!registries.scaling.has(bestOfTwo.name)) hret.registerScalingMethod(bestOfTwo);

const says = (text: string) => ({ name: echo.name, params: { says: text } });

beforeEach(() => {
  closed.length = 0;
  judged.length = 0;
});

describe('the judge of a run', () => {
  it('is any backend, gets the params of judgeParams, and is closed when the run is over', async () => {
    const result = await hret.quickEval(adder, {
      ...sums(outputDir(), 3),
      evaluationMethod: byJudge.name,
      judgeModel: echo.name,
      judgeParams: { says: 'yes' },
    });
    expect(result.metrics.accuracy).toBe(1);
    expect(judged.sort()).toEqual(['0+0=0', '1+1=2', '2+2=4']);
    expect(closed).toEqual(['yes']);
  });

  it('is missed before the first call, with the option to set', async () => {
    let calls = 0;
    const model = () => `${++calls}`;
    const run = hret.quickEval(model, { ...sums(outputDir(), 3), evaluationMethod: byJudge.name });
    await expect(run).rejects.toMatchObject({ code: 'usage' });
    await expect(run).rejects.toThrow(/by_judge_for_roles needs a judge. Set judgeModel/);
    expect(calls).toBe(0);
  });

  it('is part of what a run is: with another judge it is not resumed', async () => {
    const run = (text: string, resume: boolean) =>
      hret.quickEval(adder, {
        ...sums(outputDir(), 3),
        evaluationMethod: byJudge.name,
        judgeModel: echo.name,
        judgeParams: { says: text },
        resume,
      });
    const first = await run('yes', false);
    const other = await run('no', true);
    expect(other.info.runId).not.toBe(first.info.runId);
    expect(other.metrics.accuracy).toBe(0);
  });

  it('is closed when the run cannot begin', async () => {
    const options = { ...sums(outputDir(), 3), evaluationMethod: byJudge.name };
    const run = hret.quickEval(adder, {
      ...options,
      judgeModel: echo.name,
      judgeParams: { says: 'yes' },
      scalingMethod: 'no_such_method',
    });
    await expect(run).rejects.toMatchObject({ code: 'not_found' });
    expect(closed).toEqual(['yes']);
  });
});

describe('the reward model of a run', () => {
  const drawn = { 0: 'x', 1: 'longer' };
  const model: ModelPlugin<object> = {
    name: 'two_draws_for_roles',
    summary: 'answers by draw',
    options: z.strictObject({}),
    create: () => ({
      id: 'two-draws',
      generate: async ({ draw }) => ({ text: draw === 1 ? drawn[1] : drawn[0], finish: 'stop' }),
    }),
  };
  if (!registries.models.has(model.name)) hret.registerModel(model);
  const options = () => ({
    ...sums(outputDir(), 2),
    model: model.name,
    scalingMethod: bestOfTwo.name,
  });

  it('is any backend that gives rewards', async () => {
    const result = await new hret.PipelineRunner({
      ...options(),
      rewardModel: echo.name,
      rewardParams: { says: 'reward' },
    }).run();
    expect(result.samples.map(({ prediction }) => prediction)).toEqual(['longer', 'longer']);
    expect(closed).toEqual(['reward']);
  });

  it('is missed before the first call, with the option to set', async () => {
    await expect(new hret.PipelineRunner(options()).run()).rejects.toThrow(
      /best_of_two_for_roles needs a reward model. Set rewardModel/,
    );
  });

  it('is refused when it gives no rewards', async () => {
    const run = new hret.PipelineRunner({ ...options(), rewardModel: 'baseline' }).run();
    await expect(run).rejects.toThrow(/rewardModel: "baseline" gives no rewards/);
  });
});

describe('multi', () => {
  const generated = { generate_model: says('yes') };

  it('gives every role its model, and the record names the real ones', async () => {
    const result = await new hret.PipelineRunner({
      ...sums(outputDir(), 2),
      model: 'multi',
      modelParams: { ...generated, judge_model: says('yes'), reward_model: says('reward') },
      evaluationMethod: byJudge.name,
      scalingMethod: bestOfTwo.name,
    } as hret.EvaluateOptions).run();
    expect(result.metrics.accuracy).toBe(1);
    expect(result.info.model).toBe('echo/yes');
    expect(closed.sort()).toEqual(['reward', 'yes', 'yes']);
  });

  it('judges a function that is handed in', async () => {
    const result = await hret.quickEval(adder, {
      ...sums(outputDir(), 2),
      model: 'multi',
      modelParams: { judgeModel: says('yes') },
      evaluationMethod: byJudge.name,
    } as hret.EvaluateOptions);
    expect(result.metrics.accuracy).toBe(1);
  });

  it.each<[string, hret.EvaluateOptions, RegExp]>([
    [
      'without a model to evaluate',
      { modelParams: { judgeModel: says('yes') } },
      /modelParams.generateModel is missing/,
    ],
    [
      'with two judges',
      { modelParams: { ...generated, judgeModel: says('yes') }, judgeModel: 'baseline' },
      /judgeModel is given twice: as "baseline" and, in modelParams of "multi", as "echo_for_roles"/,
    ],
    ['with a role it does not know', { modelParams: { ...generated, critic: says('no') } }, /no option "critic"/],
    ['as a judge', { modelParams: generated, judgeModel: 'multi' }, /"multi" lists the models of a run/],
    [
      'without the judge its evaluator needs',
      { modelParams: generated, evaluationMethod: byJudge.name },
      /needs a judge. Set judgeModel .* with model: "multi" it is modelParams.judgeModel/,
    ],
  ])('is refused %s', async (_, options, message) => {
    const run = new hret.PipelineRunner({
      ...sums(outputDir(), 2),
      model: 'multi',
      ...options,
    } as hret.EvaluateOptions).run();
    await expect(run).rejects.toThrow(message);
    expect(judged).toEqual([]);
  });
});

describe('openai_judge', () => {
  it('asks with temperature 0 and at most 1,024 tokens, unless told otherwise', async () => {
    const llm = await startLoopbackLlm({ answer: () => 'yes' });
    onTestFinished(() => llm.close());
    const run = (params: object) =>
      hret.quickEval(adder, {
        ...sums(outputDir(), 1),
        evaluationMethod: byJudge.name,
        judgeModel: 'openai_judge',
        judgeParams: { modelName: 'judge', apiBase: llm.url, ...params },
      });
    expect((await run({})).metrics.accuracy).toBe(1);
    await run({ maxCompletionTokens: 64, temperature: null });
    expect(llm.requests.map(({ body }) => body)).toMatchObject([
      { model: 'judge', temperature: 0, max_tokens: 1024 },
      { max_completion_tokens: 64 },
    ]);
    expect(llm.requests[1]?.body).not.toHaveProperty('max_tokens');
    expect(llm.requests[1]?.body).not.toHaveProperty('temperature');
  });
});
