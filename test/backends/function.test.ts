import { describe, expect, it } from 'vitest';
import { functionModel, plugin } from '../../src/backends/function.js';
import type { ModelFunction, ModelReply } from '../../src/core/model-function.js';
import { parseOptions } from '../../src/core/plugin-options.js';
import { testWorld } from '../../src/testing/index.js';
import { describeModel, questionFor } from '../contracts/model.js';

describeModel('function (sync)', {
  make: () => functionModel((input) => `답 ${input}`, 'answer'),
  hasNoService: 'it calls a function',
  ignoresAborts: 'what a function does about its signal is its own affair',
});
describeModel('function (stream)', {
  make: () =>
    functionModel(async function* (input) {
      yield '답 ';
      yield input;
    }, 'stream'),
  hasNoService: 'it calls a function',
});

const ask = (fn: ModelFunction, signal?: AbortSignal) =>
  functionModel(fn, 'mine').generate(questionFor('하나', signal));
const giving = (reply: unknown) => ask(() => reply as ModelReply);
async function* pieces(...texts: unknown[]): AsyncGenerator<string> {
  for (const text of texts) yield text as string;
}

describe('a function as a model', () => {
  it('is called with the prompt, the sample and a signal, and with its own this', async () => {
    const request = questionFor('하나');
    const owner = { prefix: '>' };
    const model = functionModel(
      function (this: typeof owner, input, sample, { signal }) {
        return `${this.prefix} ${input} ${sample.id} ${signal === request.signal}`;
      } as ModelFunction,
      'mine',
      owner,
    );
    expect(await model.generate(request)).toEqual({ text: '> 하나 하나 true', finish: 'stop' });
  });

  it('has no signal made for it unless it reads one', async () => {
    const request = { ...questionFor('하나') };
    Object.defineProperty(request, 'signal', { get: () => expect.fail('the signal was read') });
    expect(await functionModel((input) => input, 'mine').generate(request)).toMatchObject({ text: '하나' });
    await expect(functionModel((_, __, { signal }) => String(signal), 'mine').generate(request)).rejects.toThrow(
      'was read',
    );
  });

  it.each<[string, () => ModelReply | Promise<ModelReply>]>([
    ['a text', () => '서울'],
    ['a promise of a text', async () => '서울'],
    ['an object', () => ({ text: '서울' })],
    ['a stream', () => pieces('서', '', '울')],
    ['a promise of a stream', async () => pieces('서', '울')],
  ])('may give back %s', async (_, fn) => {
    expect(await ask(fn)).toEqual({ text: '서울', finish: 'stop' });
  });

  it('may say what else it knows; what we do not know is left out', async () => {
    const known = {
      usage: { inputTokens: 3, totalTokens: 4 },
      costUsd: 0.01,
      metadata: { tries: [1, null, { a: 'b' }] },
    };
    expect(await giving({ text: 'A', ...known, raw: new Map(), finish: 'length' })).toEqual({
      text: 'A',
      finish: 'stop',
      ...known,
    });
    expect(await giving({ text: 'A', usage: undefined, costUsd: undefined, metadata: undefined })).toEqual({
      text: 'A',
      finish: 'stop',
    });
    expect(await giving({ text: '', costUsd: 0 })).toMatchObject({ text: '', costUsd: 0 });
  });

  it.each<[string, unknown, string]>([
    [
      'nothing',
      undefined,
      'mine gave back undefined; a model function gives back a string, { text, usage?, costUsd?, metadata? } or a stream of strings. Is a return missing?',
    ],
    ['null', null, 'mine gave back null;'],
    ['a number', 3, 'mine gave back a number;'],
    ['a list', ['A'], 'mine gave back an array;'],
    ['another object', { answer: 'A', score: 1 }, 'mine gave back an object with keys answer, score;'],
    ['an object of a class', new Date(0), 'mine gave back an object of class Date;'],
    ['a text that is none', { text: 7 }, 'mine gave back { text: a number };'],
    ['a cost that is none', { text: 'A', costUsd: '$1' }, 'mine gave back costUsd: "$1"; expected a number from 0.'],
    ['an unknowable cost', { text: 'A', costUsd: Number.NaN }, 'costUsd: "NaN"; expected a number from 0'],
    [
      'a negative count',
      { text: 'A', usage: { inputTokens: -1 } },
      'usage.inputTokens: "-1"; expected a number from 0',
    ],
    ['a usage that is none', { text: 'A', usage: 12 }, 'usage: a number; expected an object'],
    [
      'metadata JSON cannot hold',
      { text: 'A', metadata: { at: [new Date(0)] } },
      'mine gave back metadata.at.0 that is not plain JSON',
    ],
    ['metadata that is none', { text: 'A', metadata: 'x' }, 'mine gave back metadata that is not plain JSON'],
  ])('may not give back %s', async (_, reply, message) => {
    await expect(giving(reply)).rejects.toMatchObject({
      code: 'model',
      stopsRun: false,
      message: expect.stringContaining(message),
    });
    await expect(ask(async () => reply as ModelReply)).rejects.toMatchObject({
      message: expect.stringContaining(message),
    });
  });

  it('may not give back metadata that contains itself', async () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    await expect(giving({ text: 'A', metadata: loop })).rejects.toThrow('not plain JSON');
  });

  it('may not stream anything but texts', async () => {
    await expect(ask(() => pieces('서', { delta: '울' }))).rejects.toThrow(
      'mine gave a stream with an object with keys delta in it',
    );
  });

  it('throws what it throws', async () => {
    const bug = new TypeError('boom');
    const thrower = () => {
      throw bug;
    };
    await expect(ask(thrower)).rejects.toBe(bug);
    await expect(ask(async () => thrower())).rejects.toBe(bug);
    await expect(
      ask(async function* () {
        yield 'a';
        throw bug;
      }),
    ).rejects.toBe(bug);
  });

  it('has its stream closed when it is aborted, even while no piece comes', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    let isClosed = false;
    const endless: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: async () => {
          isClosed = true;
          return { done: true, value: undefined };
        },
      }),
    };
    const answer = ask(() => endless, controller.signal);
    controller.abort(reason);
    await expect(answer).rejects.toBe(reason);
    expect(isClosed).toBe(true);
  });

  it('is not read on after an abort, even when its stream cannot be closed', async () => {
    const controller = new AbortController();
    let given = 0;
    const next = async () => {
      given += 1;
      if (given === 3) controller.abort(new Error('stopped'));
      return { done: given > 100, value: 'x' };
    };
    await expect(ask(() => ({ [Symbol.asyncIterator]: () => ({ next }) }), controller.signal)).rejects.toThrow(
      'stopped',
    );
    await new Promise((resolve) => setImmediate(resolve));
    expect(given).toBe(3);
  });

  it('is not read on after an abort', async () => {
    const controller = new AbortController();
    let given = 0;
    const answer = ask(async function* () {
      for (;;) {
        given += 1;
        if (given === 3) controller.abort(new Error('stopped'));
        yield 'x';
      }
    }, controller.signal);
    await expect(answer).rejects.toThrow('stopped');
    await new Promise((resolve) => setImmediate(resolve));
    expect(given).toBe(3);
  });
});

describe('the backend "function"', () => {
  const make = (params: Readonly<Record<string, unknown>>) =>
    Promise.resolve(plugin.create(parseOptions(plugin, 'modelParams', params), testWorld()));

  it('takes a function, and its name', async () => {
    const capital: ModelFunction = () => '서울';
    expect((await make({ fn: capital })).id).toBe('capital');
    expect((await make({ fn: () => '', name: 'named' })).id).toBe('named');
    expect(await (await make({ fn: capital })).generate(questionFor('수도는?'))).toMatchObject({ text: '서울' });
  });

  it('says what it takes instead of a path', () => {
    expect(() => make({ fn: () => '', module: './model.ts#answer' })).toThrow(
      'modelParams.module: this backend takes a function, not a path',
    );
    expect(() => make({ fn: 'answer' })).toThrow(
      'modelParams.fn: expected a function (input, sample, { signal }) => string',
    );
  });
});
