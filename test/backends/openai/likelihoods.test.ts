import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { models } from '../../../src/backends/index.js';
import { raw, startAfterTemplate, startByText } from '../../../src/backends/openai/likelihood-tokens.js';
import type { Model } from '../../../src/core/model.js';
import { parseOptions } from '../../../src/core/plugin-options.js';
import {
  type LoopbackOptions,
  loopbackLogprob,
  loopbackTokenize,
  startLoopbackLlm,
  testWorld,
} from '../../../src/testing/index.js';
import { questionFor } from '../../contracts/model.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function stage(name: string, params: Readonly<Record<string, unknown>>, options: LoopbackOptions = {}) {
  const llm = await startLoopbackLlm(options);
  const plugin = (await models[name]?.())?.plugin;
  if (plugin === undefined) throw new Error(`There is no backend ${name}.`);
  const made = parseOptions(plugin, 'modelParams', { modelName: 'm', apiBase: llm.url, ...params });
  const model = await plugin.create(made, testWorld());
  closers.push(
    () => llm.close(),
    () => model.close?.(),
  );
  return { llm, model };
}
const ask = (model: Model, prompt: string, continuations: readonly string[]) =>
  Promise.resolve(model.logLikelihoods?.({ ...questionFor(prompt), continuations }));

/** lm-evaluation-harness's rule written down a second time: a space, `_encode_pair`, the sum over what is left of the whole. */
function expected(prompt: string, option: string, tokenize = loopbackTokenize): number {
  const context = prompt.trimEnd();
  const whole = tokenize(`${prompt} ${option}`);
  return whole
    .slice(tokenize(context).length)
    .reduce(
      (sum, token, place) => sum + loopbackLogprob(token, whole.slice(0, tokenize(context).length + place).join('')),
      0,
    );
}

const vllm = { abilities: { promptLogprobs: true, echo: 'refused' } } as const;

describe('the log-likelihood of options', () => {
  it.each<[string, string, object, LoopbackOptions]>([
    ['echo', 'openai', { api: 'completions' }, {}],
    ['prompt_logprobs, where echo is refused', 'openai', { api: 'completions' }, vllm],
    [
      'prompt_logprobs, where echo is not heeded',
      'vllm',
      { chatTemplate: false },
      { abilities: { promptLogprobs: true, echo: 'unheeded' } },
    ],
  ])('comes from %s', async (_, name, params, options) => {
    const { model, llm } = await stage(name, params as Record<string, unknown>, options);
    const options4 = ['서울', '부산 광역시', 'B', ' 대전'];
    expect(await ask(model, '대한민국의 수도는?\n정답:', options4)).toEqual(
      options4.map((option) => expect.closeTo(expected('대한민국의 수도는?\n정답:', option), 10)),
    );
    const asked = llm.requests.length;
    expect(await ask(model, '정답:', ['A'])).toEqual([expect.closeTo(expected('정답:', 'A'), 10)]);
    // The way is found once, and where the tokens show the boundary nothing but the option is asked.
    expect(llm.requests.length).toBe(asked + 1);
  });

  it('has one space between prompt and option, besides those at the end of the prompt, which go with the option', async () => {
    const { model, llm } = await stage('openai', { api: 'completions' });
    expect(await ask(model, '정답: ', ['A', 'B'])).toEqual(await ask(model, '정답:', [' A', ' B']));
    await ask(model, '정답:', ['A']);
    expect(llm.requests.slice(-5).map(({ prompt }) => prompt)).toEqual([
      '정답:  A',
      '정답:  B',
      '정답:  A',
      '정답:  B',
      '정답: A',
    ]);
    expect(llm.requests.every(({ prompt }) => !prompt.endsWith(' '))).toBe(true);
  });

  it('counts the tokens of the prompt where those of the whole do not show its end', async () => {
    // ": A" is one token here, so that no token begins where the prompt ends.
    const merging = (text: string) => text.match(/: [A-D]| \p{L}|[\s\S]/gu) ?? [];
    const { model, llm } = await stage('openai', { api: 'completions' }, { tokenize: merging });
    const given = await ask(model, '정답:', ['AB', 'CD']);
    expect(given).toEqual([
      expect.closeTo(expected('정답:', 'AB', merging), 10),
      expect.closeTo(expected('정답:', 'CD', merging), 10),
    ]);
    expect(llm.requests.filter(({ prompt }) => prompt === '정답:')).toHaveLength(1);
  });

  it('is no 0 for an option that has no token of its own', async () => {
    const tokenize = (text: string) => text.match(/답: A|[\s\S]/gu) ?? [];
    const { model } = await stage('openai', { api: 'completions' }, { tokenize });
    // "답:" has two tokens, "답: A" has one: lm-evaluation-harness would sum over nothing.
    await expect(ask(model, '답:', ['A'])).rejects.toMatchObject({
      code: 'data',
      message: expect.stringContaining('no token of its own'),
    });
  });

  it('does not trust tokens that are parts of characters', () => {
    const tokens = (texts: readonly (string | undefined)[]) => ({ texts, logprobs: texts.map(() => -1) });
    expect(startByText(tokens(['정', '답', ':', ' 서', '울']), ' 서울')).toBe(3);
    expect(startByText(tokens(['\uFFFD', '답', ':', ' 서', '울']), ' 서울')).toBe(3);
    expect(startByText(tokens([':', ' 서', '', '울']), '울')).toBeUndefined();
    expect(startByText(tokens([':', ' 서', '\uFFFD', '울']), '울')).toBeUndefined();
    expect(startByText(tokens([':', 'bytes:\\xec', '울']), '울')).toBeUndefined();
    expect(startByText(tokens([undefined, ' 서울']), ' 서울')).toBeUndefined();
    expect(startByText(tokens(['답: 서', '울']), ' 서울')).toBeUndefined();
  });

  it('begins at the same place whether it is seen from the texts or counted', () => {
    const texts = fc
      .array(fc.constantFrom('가', 'A', ' ', '답', '\n', '😀', ' b'), { maxLength: 12 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, texts, (prompt, option) => {
        const { context, continuation } = raw(prompt, option);
        expect(context + continuation).toBe(`${prompt} ${option}`);
        const whole = loopbackTokenize(context + continuation);
        const seen = startByText({ texts: whole, logprobs: [] }, continuation);
        if (seen !== undefined && context !== '') expect(seen).toBe(loopbackTokenize(context).length);
      }),
    );
  });

  it('is asked under the chat template where vLLM continues a begun answer', async () => {
    const { model, llm } = await stage('vllm', { systemMessage: '답만 하라.' }, vllm);
    const whole = (answer: string) => `<system>답만 하라.\n<user>수도는?\n<assistant>${answer}`;
    const likelihood = (answer: string) => {
      const start = loopbackTokenize(whole('')).length;
      const tokens = loopbackTokenize(whole(answer));
      return tokens
        .slice(start)
        .reduce((sum, token, place) => sum + loopbackLogprob(token, tokens.slice(0, start + place).join('')), 0);
    };
    expect(await ask(model, '수도는?', ['서울', '부산'])).toEqual([
      expect.closeTo(likelihood('서울'), 10),
      expect.closeTo(likelihood('부산'), 10),
    ]);
    expect(llm.requests.at(-1)?.body).toMatchObject({ prompt_logprobs: 0, max_tokens: 1 });
  });

  it('counts white space at the end of the chat template with the option', () => {
    const startOf = (...texts: (string | undefined)[]) => startAfterTemplate({ texts, logprobs: texts.map(() => -1) });
    expect(startOf('<|im_start|>', 'assistant', '\n')).toBe(2);
    expect(startOf('[/INST]', ' ', '\n\n')).toBe(1);
    expect(startOf('<assistant>')).toBe(1);
    expect(startOf('\n', '')).toBe(2);
    expect(startOf('\n', undefined)).toBe(2);
  });

  it('is refused with what was tried where the server has none, once and for all samples', async () => {
    const { model, llm } = await stage('ollama', { api: 'completions' }, { abilities: { echo: 'unheeded' } });
    const error = await ask(model, '정답:', [' A']).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ stopsRun: true });
    expect(String(error)).toMatch(
      /Ollama gives no log-probabilities.*echo with logprobs: it answered without.*prompt_logprobs: it answered without.*vLLM/s,
    );
    const asked = llm.requests.length;
    await expect(ask(model, '정답:', [' B'])).rejects.toMatchObject({ stopsRun: true });
    expect(llm.requests.length).toBe(asked);
  });

  it('is not read from tokens of the answer where echo is not heeded', async () => {
    const logprobs = { tokens: ['네', '!', '?'], token_logprobs: [-1, -2, -3] };
    const json = { choices: [{ text: '네!?', logprobs, finish_reason: 'length' }] };
    const { model } = await stage('openai', { api: 'completions' }, { answer: () => ({ json }) });
    await expect(ask(model, '정답:', [' A'])).rejects.toMatchObject({ stopsRun: true });
  });

  it('says what llama-server says', async () => {
    const { model } = await stage('llama_cpp', { api: 'completions' }, { abilities: { echo: 'refused' } });
    await expect(ask(model, '정답:', [' A'])).rejects.toThrow(/Only no echo is supported.*logits_all/s);
  });

  it('is not given up for a failure that may pass while the way is looked for', async () => {
    const { model } = await stage(
      'openai',
      { api: 'completions', maxRetries: 0 },
      { faults: [{ kind: 'status', status: 503 }] },
    );
    await expect(ask(model, '정답:', [' A'])).rejects.toMatchObject({ status: 503 });
    expect(await ask(model, '정답:', ['A'])).toEqual([expect.closeTo(expected('정답:', 'A'), 10)]);
  });

  it('looks for the way once for many who ask at the same time', async () => {
    const { model, llm } = await stage('openai', { api: 'completions' }, vllm);
    await Promise.all(Array.from({ length: 8 }, (_, n) => ask(model, `질문 ${n}:`, [' A'])));
    expect(llm.requests.filter(({ body }) => body.echo === true)).toHaveLength(1);
  });

  it('is no number for half a character, an empty prompt or an image', async () => {
    const { model, llm } = await stage('openai', { api: 'completions' });
    await expect(ask(model, '정답:', ['\uD83D'])).rejects.toMatchObject({ code: 'data' });
    expect(llm.requests).toHaveLength(0);
    await expect(ask(model, '', ['A'])).rejects.toThrow('the prompt is empty');
    const images = [{ url: 'https://example.com/a.png' }];
    const request = { ...questionFor('?'), prompt: { text: '?', images }, continuations: ['A'] };
    await expect(model.logLikelihoods?.(request)).rejects.toMatchObject({ code: 'usage' });
  });
});
