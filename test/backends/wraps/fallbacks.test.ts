import { describe, expect, it } from 'vitest';
import { isContextOverflow } from '../../../src/backends/wraps/context-overflow.js';
import { type FallbackOptions, fallbacks } from '../../../src/backends/wraps/fallbacks.js';
import { rules } from '../../../src/backends/wraps/rules.js';
import { wrapped } from '../../../src/core/model.js';
import { HretError } from '../../../src/errors.js';
import { type ScriptedAnswer, scriptedModel, testWorld } from '../../../src/testing/index.js';
import { questionFor } from '../../contracts/model.js';

const down = new HretError('model', 'Gave up after 6 requests: out of order.', { status: 503 });
const tooLong = new HretError('model', "m: This model's maximum context length is 8192 tokens.", { status: 400 });
const scripted = (id: string, answers: readonly ScriptedAnswer[]) => scriptedModel(answers, { id });
const stage = (
  primary: readonly ScriptedAnswer[],
  others: readonly ReturnType<typeof scripted>[],
  options: Partial<FallbackOptions> = {},
) => {
  const world = testWorld();
  const first = scripted('first', primary);
  const model = fallbacks({ models: others, now: world.now, warn: world.warn, ...options })(first);
  return { world, first, ask: (prompt = '하나') => model.generate(questionFor(prompt)) };
};

describe('fallbacks', () => {
  it('are not asked while the model answers', async () => {
    const second = scripted('second', ['B']);
    const { world, ask } = stage(['A'], [second]);
    expect(await ask()).toEqual({ text: 'A', finish: 'stop' });
    expect(second.requests).toHaveLength(0);
    expect(world.warnings).toEqual([]);
  });

  it('answer in their order when it has failed, and the answer and a warning say who it was', async () => {
    const { world, ask } = stage([down], [scripted('second', [down]), scripted('third', ['C'])]);
    const answer = await ask();
    expect(answer).toMatchObject({
      text: 'C',
      metadata: { fallback: { model: 'third', insteadOf: 'first', reason: expect.stringContaining('out of order') } },
    });
    await ask();
    expect(new Set(world.warnings)).toEqual(
      new Set(['first did not answer every sample: some answers are from third (metadata.model.fallback says which).']),
    );
  });

  it('leave the last error when all fail', async () => {
    const last = new HretError('model', 'I cannot either');
    await expect(stage([down], [scripted('second', [last])]).ask()).rejects.toBe(last);
  });

  it('leave a model alone for a while that failed again and again, and then ask it again', async () => {
    const { world, first, ask } = stage([down], [scripted('second', ['B'])], { afterFailures: 2, coolForMs: 1000 });
    for (let n = 0; n < 5; n++) expect(await ask()).toMatchObject({ text: 'B' });
    expect(first.requests).toHaveLength(2);
    world.advance(1000);
    await ask();
    expect(first.requests).toHaveLength(3);
  });

  it('ask everybody when all are to be left alone', async () => {
    const second = scripted('second', [down]);
    const { first, ask } = stage([down], [second], { afterFailures: 1 });
    for (let n = 0; n < 3; n++) await ask().catch(() => {});
    expect([first.requests.length, second.requests.length]).toEqual([3, 3]);
  });

  it('of their own kind answer prompts that are too long, which is no mark against the model', async () => {
    const long = scripted('long', ['L']);
    const second = scripted('second', ['B']);
    const { first, ask } = stage([tooLong], [second], { contextWindow: [long], afterFailures: 1 });
    expect(await ask()).toMatchObject({ text: 'L', metadata: { fallback: { model: 'long' } } });
    await ask();
    expect([first.requests.length, second.requests.length, long.requests.length]).toEqual([2, 0, 2]);
  });

  it('answer prompts that are too long where there are no others for these', async () => {
    expect(await stage([tooLong], [scripted('second', ['B'])]).ask()).toMatchObject({ text: 'B' });
  });

  it.each([
    new HretError('budget', 'used up', { stopsRun: true }),
    new HretError('interrupted', 'stopped'),
    new TypeError('a defect'),
  ])('do not stand in for %s', async (error) => {
    const second = scripted('second', ['B']);
    await expect(stage([error], [second]).ask()).rejects.toBe(error);
    expect(second.requests).toHaveLength(0);
  });
});

describe('rules', () => {
  const asking = (options: Parameters<typeof rules>[0]) => {
    const script = scriptedModel(['정답: B']);
    return { script, ask: () => rules(options)(script).generate(questionFor('하나')) };
  };

  it('let pass what they agree to', async () => {
    const agree = [(text: string) => text.length > 0, async () => ({ decision: true })];
    expect(await asking({ preCall: agree, postCall: agree }).ask()).toMatchObject({ text: '정답: B' });
  });

  it('may refuse a prompt before it is sent', async () => {
    const { script, ask } = asking({
      preCall: [
        function noShort(text: string) {
          return { decision: text.length > 5, message: 'too short' };
        },
      ],
    });
    await expect(ask()).rejects.toMatchObject({
      code: 'model',
      message: 'scripted: The prompt failed the pre-call rule noShort: too short',
    });
    expect(script.requests).toHaveLength(0);
  });

  it('may refuse an answer, and a fallback answers instead', async () => {
    const { ask, script } = asking({ postCall: [(text: string) => !text.includes('B')] });
    await expect(ask()).rejects.toMatchObject({
      message: expect.stringContaining('Response failed the post-call rule'),
    });
    const { now, warn } = testWorld();
    const model = wrapped(
      script,
      fallbacks({ models: [scripted('second', ['C'])], now, warn }),
      rules({ postCall: [(text) => text !== '정답: B'] }),
    );
    expect(await model.generate(questionFor('하나'))).toMatchObject({ text: 'C' });
  });

  it('must say yes or no', async () => {
    const odd = (() => 'perhaps') as unknown as () => boolean;
    await expect(asking({ preCall: [odd] }).ask()).rejects.toMatchObject({ stopsRun: true, code: 'usage' });
  });
});

it.each([
  [400, "This model's maximum context length is 8192 tokens, however you requested 9000", true],
  [400, 'prompt is too long: 210000 tokens > 200000 maximum', true],
  [400, 'The input token count (1100000) exceeds the maximum number of tokens allowed', true],
  [413, 'context_length_exceeded', true],
  [400, 'request (9000 tokens) exceeds the available context size (8192 tokens)', true],
  [500, 'maximum context length', false],
  [400, 'temperature is too high', false],
])('%i "%s" is a prompt too long for the model: %s', (status, message, is) => {
  expect(isContextOverflow(new HretError('model', message, { status }))).toBe(is);
});
