import { describe, expect, it } from 'vitest';
import { scriptedModel } from '../../src/testing/index.js';
import { describeModel, questionFor } from '../contracts/model.js';

describeModel('scripted', {
  make: () => scriptedModel((request) => `답 ${request.prompt.text}`),
  hasNoService: 'it plays a part',
  ignoresAborts: 'without latency there is nothing to abort',
});

const ask = (model: ReturnType<typeof scriptedModel>, prompt = '하나') => model.generate(questionFor(prompt));

describe('scriptedModel', () => {
  it('gives its answers in order, over and over', async () => {
    const model = scriptedModel(['A', { text: 'B', finish: 'length', costUsd: 1 }]);
    expect([await ask(model), await ask(model), await ask(model)]).toEqual([
      { text: 'A', finish: 'stop' },
      { text: 'B', finish: 'length', costUsd: 1 },
      { text: 'A', finish: 'stop' },
    ]);
  });

  it('throws the errors of its script, and fails where it is told to', async () => {
    const boom = new Error('boom');
    await expect(ask(scriptedModel([boom]))).rejects.toBe(boom);
    const model = scriptedModel(['A'], { failAt: [1, 2], id: 'weak' });
    expect(await ask(model)).toMatchObject({ text: 'A' });
    await expect(ask(model)).rejects.toMatchObject({ code: 'model', message: 'weak: request 1 fails as scripted' });
    await expect(ask(model)).rejects.toThrow('request 2');
    expect(await ask(model)).toMatchObject({ text: 'A' });
  });

  it('keeps what it was asked, also as a plain function', async () => {
    const model = scriptedModel(['A']);
    const { sample, signal } = questionFor('둘');
    await ask(model, '하나');
    expect(await model.fn('둘', sample, { signal })).toBe('A');
    expect(model.requests.map(({ prompt }) => prompt.text)).toEqual(['하나', '둘']);
  });

  it('stops waiting when it is aborted', async () => {
    const controller = new AbortController();
    const answer = scriptedModel(['A'], { latencyMs: 60_000 }).generate(questionFor('하나', controller.signal));
    const reason = new Error('stopped');
    controller.abort(reason);
    await expect(answer).rejects.toBe(reason);
  });

  it('needs an answer to give', () => {
    expect(() => scriptedModel([])).toThrow('at least one answer');
  });
});
