import { describe, expect, it } from 'vitest';
import { type Fault, type LoopbackOptions, startLoopbackLlm } from '../../src/testing/index.js';

const post = (url: string, body: object, signal: AbortSignal | null = null) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal });
const chat = (content: unknown) => ({
  model: 'm',
  messages: [
    { role: 'system', content: 's' },
    { role: 'user', content },
  ],
});

async function withLlm(
  options: LoopbackOptions,
  use: (llm: Awaited<ReturnType<typeof startLoopbackLlm>>) => Promise<void>,
): Promise<void> {
  await using llm = await startLoopbackLlm(options);
  await use(llm);
}
const withFault = (fault: Fault, use: (url: string) => Promise<void>) =>
  withLlm({ answer: () => '서울', faults: [fault] }, (llm) => use(`${llm.url}/chat/completions`));

describe('startLoopbackLlm', () => {
  it('answers chats and completions by their prompt', () =>
    withLlm({ answer: (prompt, body) => `${prompt}! ${String(body.model)}` }, async (llm) => {
      const chatReply = await (await post(`${llm.url}/chat/completions`, chat('하나'))).json();
      expect(chatReply).toMatchObject({
        object: 'chat.completion',
        choices: [{ message: { content: '하나! m' }, finish_reason: 'stop' }],
      });
      const partsReply = await (await post(`${llm.url}/chat/completions`, chat([{ type: 'text', text: '둘' }]))).json();
      expect(partsReply).toMatchObject({ choices: [{ message: { content: '둘! m' } }] });
      const textReply = await (await post(`${llm.url}/completions`, { model: 'm', prompt: '셋' })).json();
      expect(textReply).toMatchObject({ object: 'text_completion', choices: [{ text: '셋! m' }] });
      expect(await (await fetch(`${llm.url}/models`)).json()).toMatchObject({ data: [{ id: 'loopback' }] });
      expect(llm.requests.map(({ prompt }) => prompt)).toEqual(['하나', '둘', '셋']);
    }));

  it('knows no other path', () =>
    withLlm({}, async (llm) => {
      expect((await post(llm.url.replace('/v1', '/chat/completions'), chat('하나'))).status).toBe(404);
      expect(llm.requests).toHaveLength(0);
    }));

  it('counts prompts that got more than one answer', () =>
    withLlm({ faults: [{ kind: 'status', status: 500 }] }, async (llm) => {
      for (const prompt of ['하나', '하나', '둘', '둘']) await post(`${llm.url}/completions`, { prompt });
      expect(llm.answeredTwice).toBe(1);
      expect(llm.requests.map(({ attempt }) => attempt)).toEqual([1, 2, 1, 2]);
    }));

  it('fails by a function of the request, too', () =>
    withLlm(
      {
        faults: ({ attempt }) =>
          attempt < 3 ? { kind: 'status', status: 429, headers: { 'retry-after': '2' } } : undefined,
      },
      async (llm) => {
        const statuses = [];
        for (let n = 0; n < 3; n += 1) statuses.push((await post(`${llm.url}/completions`, { prompt: '하나' })).status);
        expect(statuses).toEqual([429, 429, 200]);
      },
    ));

  it('can refuse with status, headers and body', () =>
    withFault({ kind: 'status', status: 429, headers: { 'retry-after': '2' }, message: 'slow' }, async (url) => {
      const reply = await post(url, chat('하나'));
      expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '2']);
      expect(await reply.json()).toEqual({ error: { message: 'slow', code: 429 } });
    }));

  it('can hang, before and after the head of its answer', async () => {
    await withFault({ kind: 'hang' }, async (url) => {
      await expect(post(url, chat('하나'), AbortSignal.timeout(50))).rejects.toThrow();
    });
    await withFault({ kind: 'hang-after-headers' }, async (url) => {
      const reply = await post(url, chat('하나'), AbortSignal.timeout(100));
      expect(reply.status).toBe(200);
      await expect(reply.text()).rejects.toThrow();
    });
  });

  it('can cut its answer in the JSON, or the connection in the body', async () => {
    await withFault({ kind: 'truncated-json' }, async (url) => {
      const text = await (await post(url, chat('하나'))).text();
      expect(text).toMatch(/^\{"id"/);
      expect(() => JSON.parse(text)).toThrow();
    });
    await withFault({ kind: 'truncated-body' }, async (url) => {
      await expect(post(url, chat('하나')).then((reply) => reply.text())).rejects.toThrow();
    });
  });

  it('can answer without choices, withhold an answer, or say that it was cut', async () => {
    const replyTo = (fault: Fault) => {
      let reply: unknown;
      return withFault(fault, async (url) => {
        reply = await (await post(url, chat('하나'))).json();
      }).then(() => reply);
    };
    expect(await replyTo({ kind: 'empty-choices' })).toMatchObject({ choices: [] });
    expect(await replyTo({ kind: 'content-filter' })).toMatchObject({
      choices: [{ finish_reason: 'content_filter', message: { content: '' } }],
    });
    expect(await replyTo({ kind: 'length-stop' })).toMatchObject({
      choices: [{ finish_reason: 'length', message: { content: '서울' } }],
    });
  });

  it('can reset the connection', () =>
    withFault({ kind: 'reset' }, async (url) => {
      await expect(post(url, chat('하나'))).rejects.toThrow('fetch failed');
    }));

  it('can send a byte at a time', () =>
    withFault({ kind: 'slow-bytes', everyMs: 1 }, async (url) => {
      expect(await (await post(url, chat('하나'))).json()).toMatchObject({
        choices: [{ message: { content: '서울' } }],
      });
    }));

  it('counts requests the client gave up', () =>
    withLlm({ faults: [{ kind: 'hang' }] }, async (llm) => {
      await expect(post(`${llm.url}/completions`, { prompt: '하나' }, AbortSignal.timeout(50))).rejects.toThrow();
      await expect.poll(() => llm.aborted).toBe(1);
    }));
});
