import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { askFor } from '../../src/core/ask.js';
import type { Answer } from '../../src/core/evaluator.js';
import type { LikelihoodRequest, Model } from '../../src/core/model.js';
import { plugin } from '../../src/evaluators/log-likelihood.js';
import { plugin as perplexity } from '../../src/evaluators/perplexity.js';
import * as hret from '../../src/index.js';
import { choiceOf, inputOf, made, overAll, textOf } from './scoring.js';

const ranking = (logLikelihoods: number[], unconditional?: number[]): Answer => ({
  kind: 'ranking',
  logLikelihoods,
  ...(unconditional && { unconditional }),
});

async function values(choices: string[], answer: number, given: Answer, params = {}, compat?: 'hret') {
  const sample = choiceOf(choices, answer);
  return (await made(plugin, params, compat)).score({ ...inputOf(sample, ''), answer: given });
}

describe('log_likelihood', () => {
  it('is right when the right option is the likeliest', async () => {
    expect(await values(['가', '나'], 1, ranking([-2, -1]))).toMatchObject({
      values: { accuracy: 1 },
      extracted: '나',
    });
    expect(await values(['가', '나'], 0, ranking([-2, -1]))).toMatchObject({ values: { accuracy: 0 } });
  });

  it('divides by code points for acc_norm and by UTF-8 bytes for acc_bytes', async () => {
    // -6/2 = -3 and -3.2/1 = -3.2 per character; -6/2 = -3 and -3.2/4 = -0.8 per byte.
    expect(await values(['ab', '😀'], 0, ranking([-6, -3.2]))).toMatchObject({
      values: { accuracy: 0, acc_norm: 1, acc_bytes: 0 },
    });
  });

  it('takes the first of equally likely options, as argmax does', async () => {
    expect(await values(['가', '나'], 0, ranking([-1, -1]))).toMatchObject({ values: { accuracy: 1 } });
    expect(await values(['가', '나'], 1, ranking([-1, -1]))).toMatchObject({ values: { accuracy: 0 } });
  });

  it('counts an option that repeats the text of the right one as right', async () => {
    expect(await values(['가', '가', '나'], 1, ranking([-1, -3, -2]))).toMatchObject({ values: { accuracy: 1 } });
  });

  it('compares gains over the likelihood without the question for acc_mutual_info', async () => {
    const given = ranking([-1, -2], [-1, -5]);
    expect(await values(['흔한 말', '드문 말'], 1, given, { mutual_information: true })).toMatchObject({
      values: { accuracy: 0, acc_mutual_info: 1 },
    });
  });

  it('leaves acc_norm out where an option is empty', async () => {
    const score = await values(['', '나'], 1, ranking([-2, -1]));
    expect(score).toMatchObject({ values: { accuracy: 1 } });
    expect(score.status === 'scored' && score.values).not.toHaveProperty('acc_norm');
  });

  it.each([
    ['too few', ranking([-1])],
    ['not a number', ranking([-1, Number.NaN])],
    ['all impossible', ranking([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY])],
  ])('is unscored, not wrong, when the log-likelihoods are %s', async (_, given) => {
    expect(await values(['가', '나'], 0, given)).toMatchObject({ status: 'unscored', reason: expect.any(String) });
  });

  it('takes an option that cannot be said for the least likely', async () => {
    const given = ranking([Number.NEGATIVE_INFINITY, -100]);
    expect(await values(['가', '나'], 1, given)).toMatchObject({ values: { accuracy: 1, acc_norm: 1 } });
  });

  it('compares texts without blanks around them under compat "hret", and has accuracy only', async () => {
    const score = await values([' 가', '가 ', '나'], 1, ranking([-1, -2, -3]), {}, 'hret');
    expect(score).toMatchObject({ status: 'scored', values: { accuracy: 1 } });
    expect(score.status === 'scored' && Object.keys(score.values)).toEqual(['accuracy']);
    expect(await values([' 가', '가 ', '나'], 1, ranking([-1, -2, -3]))).toMatchObject({ values: { accuracy: 0 } });
  });

  it('does not care by how much all are shifted', async () => {
    const options = fc.array(fc.integer({ min: -1000, max: 0 }), { minLength: 2, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(options, fc.integer({ min: -50, max: 0 }), async (given, shift) => {
        const choices = given.map((_, place) => `${place}`);
        const shifted = given.map((value) => value + shift);
        expect(await values(choices, 0, ranking(shifted))).toEqual(await values(choices, 0, ranking(given)));
      }),
    );
  });
});

function rankingModel(): Model & { requests: LikelihoodRequest[] } {
  const requests: LikelihoodRequest[] = [];
  return {
    id: 'ranker',
    requests,
    generate: () => Promise.reject(new Error('nobody asked for a text')),
    async logLikelihoods(request) {
      requests.push(request);
      return request.continuations.map((text) => (request.prompt.text.includes(text) ? -1 : -text.length - 1));
    },
  };
}

const asked = (sample: hret.Sample) => ({
  prompt: { text: sample.input },
  sample,
  draw: 0,
  signal: new AbortController().signal,
});

describe('asking for a ranking', () => {
  it('ranks the options as they are, after the prompt', async () => {
    const model = rankingModel();
    const sample = choiceOf(['부산', '서울'], 1, '서울은');
    expect(await askFor(model, [await made(plugin)])(asked(sample))).toEqual(ranking([-3, -1]));
    expect(model.requests).toMatchObject([{ prompt: { text: '서울은' }, continuations: ['부산', '서울'] }]);
  });

  it('ranks them without the question too where an evaluator wants it', async () => {
    const model = rankingModel();
    const ask = askFor(model, [await made(plugin, { mutualInformation: true, unconditionalPrompt: '답:' })]);
    expect(await ask(asked(choiceOf(['부산', '서울'], 1, '서울은')))).toEqual(ranking([-3, -1], [-3, -3]));
    expect(model.requests.map(({ prompt }) => prompt.text)).toEqual(['서울은', '답:']);
  });

  it('ranks the reference for perplexity, and refuses to share that with the options', async () => {
    const model = rankingModel();
    const evaluators = [await made(perplexity), await made(plugin)];
    expect(await askFor(model, evaluators.slice(0, 1))(asked(textOf('서울')))).toEqual(ranking([-3]));
    expect(() => askFor(model, evaluators)).toThrow(/perplexity, log_likelihood/);
  });
});

describe('perplexity', () => {
  it('is e to the mean, per word and per byte over all samples together', async () => {
    const evaluator = await made(perplexity);
    const references = ['a b', 'cd'];
    const results = references.map((reference, index) => ({
      reference,
      scores: { negative_log_likelihood_nats: index === 0 ? 3 : 1 },
    }));
    const metrics = await overAll(evaluator, results);
    expect(metrics.perplexity).toBeCloseTo(Math.exp(2), 12);
    expect(metrics.word_perplexity).toBeCloseTo(Math.exp(4 / 3), 12);
    expect(metrics.byte_perplexity).toBeCloseTo(Math.exp(4 / 5), 12);
    expect(metrics.bits_per_byte).toBeCloseTo(4 / 5 / Math.LN2, 12);
  });

  it('is unscored without a number, and leaves out a mean over nothing', async () => {
    const evaluator = await made(perplexity);
    const score = await evaluator.score({
      ...inputOf(textOf('서울'), ''),
      answer: ranking([Number.NEGATIVE_INFINITY]),
    });
    expect(score).toMatchObject({ status: 'unscored' });
    expect(await overAll(evaluator, [])).toEqual({});
  });
});

describe('a run that ranks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hret-ranking-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('scores a file of choice questions by name and by its other name', async () => {
    hret.registerModel({
      name: 'ranker',
      summary: 'ranks for this test',
      options: z.strictObject({}),
      create: rankingModel,
    });
    const path = join(folder, 'questions.jsonl');
    const row = (input: string, reference: string) => JSON.stringify({ input, reference, options: ['부산', '서울'] });
    writeFileSync(path, `${row('서울의 다른 이름은 서울', '서울')}\n${row('부산에는 바다가', '서울')}\n`);
    for (const evaluationMethod of ['log_likelihood', 'log_prob_mcqa']) {
      const result = await new hret.PipelineRunner({
        dataset: 'generic_file',
        datasetParams: { path, optionsCol: 'options' },
        model: 'ranker',
        evaluationMethod,
        outputDir: folder,
      }).run();
      expect(result.metrics).toEqual({ accuracy: 0.5, acc_norm: 0.5, acc_bytes: 0.5 });
    }
  });
});
