import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import * as hret from '../../src/index.js';
import { useOutputDir } from '../temp-dir.js';

const outputDir = useOutputDir();
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Fake {
  readonly url: string;
  /** Batches that were submitted, by their requests. */
  readonly submitted: readonly (readonly Readonly<Record<string, unknown>>[])[];
  /** Looks before it has ended. */
  looks: number;
  /** Goes on as told with the next request: an answer with this status, or none at all. */
  next: number | 'silence' | undefined;
}

/** The batch APIs of OpenAI and Anthropic, as far as their pages tell. Answers come in the wrong order; request 1 fails, 3 is never answered. */
async function startFake(): Promise<Fake> {
  const submitted: Readonly<Record<string, unknown>>[][] = [];
  const files = new Map<string, string>();
  const metadata = new Map<string, unknown>();
  const cancelled = new Set<string>();
  const fake = { looks: 2, next: undefined as Fake['next'] };
  const json = (value: unknown) => JSON.stringify(value);
  const told = (id: string) => {
    const isOver = fake.looks-- <= 0;
    const status = cancelled.has(id) ? 'cancelled' : isOver ? 'completed' : 'in_progress';
    return {
      id,
      status,
      metadata: metadata.get(id),
      ...(isOver && { output_file_id: `out-${id}`, error_file_id: null }),
    };
  };
  const lines = (id: string, line: (request: Readonly<Record<string, unknown>>, place: number) => unknown) =>
    (submitted[Number(id.slice(6))] ?? [])
      .flatMap((request, place) => (place === 3 ? [] : [json(line(request, place))]))
      .reverse()
      .join('\n');
  const openaiLine = ({ custom_id, body }: Readonly<Record<string, unknown>>, place: number) => ({
    custom_id,
    response:
      place === 1
        ? { status_code: 400, body: { error: { message: 'no good' } } }
        : {
            status_code: 200,
            body: {
              choices: [
                {
                  message: { content: `답 ${(body as { messages: { content: string }[] }).messages.at(-1)?.content}` },
                  finish_reason: 'stop',
                },
              ],
              usage: { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 },
            },
          },
    error: null,
  });
  const anthropicLine = ({ custom_id, params }: Readonly<Record<string, unknown>>, place: number) => ({
    custom_id,
    result:
      place === 1
        ? { type: 'errored', error: { type: 'error', error: { type: 'invalid_request_error', message: 'no good' } } }
        : {
            type: 'succeeded',
            message: {
              content: [
                {
                  type: 'text',
                  text: `답 ${(params as { messages: { content: string }[] }).messages.at(-1)?.content}`,
                },
              ],
              stop_reason: 'end_turn',
              usage: { input_tokens: 10, output_tokens: 20 },
            },
          },
  });
  const anthropicTold = (id: string) => {
    const { status } = told(id);
    return { id, processing_status: status === 'completed' || status === 'cancelled' ? 'ended' : status };
  };
  const handle = (method: string, path: string, body: string): string | undefined => {
    const [, id = ''] = /batches\/(batch-\d+)/.exec(path) ?? [];
    if (path === '/v1/files') {
      files.set(`file-${files.size}`, body.split('\r\n\r\n').at(-1)?.split('\r\n--')[0] ?? '');
      return json({ id: `file-${files.size - 1}` });
    }
    if (path === '/v1/batches' && method === 'POST') {
      const asked = JSON.parse(body) as { input_file_id: string; metadata: unknown };
      submitted.push(
        (files.get(asked.input_file_id) ?? '')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      );
      metadata.set(`batch-${submitted.length - 1}`, asked.metadata);
      return json(told(`batch-${submitted.length - 1}`));
    }
    if (path.startsWith('/v1/batches?')) return json({ data: submitted.map((_, n) => told(`batch-${n}`)) });
    if (path.startsWith('/v1/files/out-')) return lines(path.split('/')[3]?.slice(4) ?? '', openaiLine);
    if (path === '/v1/messages/batches') {
      submitted.push((JSON.parse(body) as { requests: Readonly<Record<string, unknown>>[] }).requests);
      return json(anthropicTold(`batch-${submitted.length - 1}`));
    }
    if (path.endsWith('/results')) return lines(id, anthropicLine);
    if (path.endsWith('/cancel')) cancelled.add(id);
    return json(path.includes('/messages/') ? anthropicTold(id) : told(id));
  };
  const server = createServer(async (incoming, response) => {
    const body = await textOf(incoming);
    const { next } = fake;
    fake.next = undefined;
    if (typeof next === 'number') return void response.writeHead(next).end('{"error":{"message":"not now"}}');
    const text = handle(incoming.method ?? '', incoming.url ?? '', body) ?? '';
    if (next === 'silence') return void response.destroy(); // done, but nobody hears of it
    response.setHeader('content-type', 'application/json').end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return Object.assign(fake, { url: `http://127.0.0.1:${port}/v1`, submitted });
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const KEY = 'sk-0123456789abcdef';
const messages = Array.from({ length: 5 }, (_, n): hret.ChatMessage[] => [{ role: 'user', content: `${n}` }]);
const prices = { m: { inputPerMillion: 1000, outputPerMillion: 1000 } };
const textIn = (answer: hret.ModelResponse | hret.HretError) =>
  'choices' in answer ? answer.choices[0]?.message.content : answer.message;

describe.each(['openai/m', 'anthropic/m'])('a batch of %s', (model) => {
  const stage = async () => {
    const fake = await startFake();
    const stateFile = join(outputDir(), `batch-${model.replace('/', '-')}-${closers.length}-${Math.random()}.json`);
    const create = () =>
      hret.createBatch({
        model,
        apiBase: fake.url,
        apiKey: KEY,
        messages,
        stateFile,
        prices,
        maxTokens: 50,
        systemMessage: '짧게.',
      });
    return { fake, stateFile, create, key: { stateFile, apiKey: KEY } };
  };

  it('is submitted, waited for and read: answers in the order of the requests, at half the price', async () => {
    const { fake, create, key, stateFile } = await stage();
    expect(await create()).toMatchObject({ id: 'batch-0', status: 'in_progress', total: 5, model });
    expect(readFileSync(stateFile, 'utf8')).not.toContain(KEY);
    const seen: string[] = [];
    const answers = await hret.resumeBatch({ ...key, pollMs: 1, onPoll: ({ status }) => seen.push(status) });
    expect(seen.at(-1)).toBe('ended');
    expect(seen).toContain('in_progress');
    expect(answers.map(textIn)).toEqual([
      '답 0',
      expect.stringContaining('no good'),
      '답 2',
      expect.stringContaining('there is no answer to this request'),
      '답 4',
    ]);
    expect(answers[0]).toMatchObject({ model, usage: { prompt_tokens: 10 }, responseCost: 0.015 });
    expect(fake.submitted).toHaveLength(1);
    expect(JSON.stringify(fake.submitted[0]?.[0])).toMatch(/"max_tokens":50/);
    expect(JSON.stringify(fake.submitted[0]?.[4])).toContain('짧게.');
  });

  it('is submitted once, however often it is created, and another one needs another file', async () => {
    const { fake, create, stateFile } = await stage();
    await create();
    expect(await create()).toMatchObject({ id: 'batch-0' });
    expect(fake.submitted).toHaveLength(1);
    const other = { model, apiBase: fake.url, apiKey: KEY, stateFile, messages: messages.slice(1) };
    await expect(hret.createBatch(other)).rejects.toThrow(/belongs to a batch of other requests/);
  });

  it('can be looked at and stopped', async () => {
    const { fake, create, key } = await stage();
    fake.looks = 100;
    await create();
    expect(await hret.retrieveBatch(key)).toMatchObject({ status: 'in_progress' });
    expect(await hret.cancelBatch(key)).toMatchObject({ status: 'ended' });
  });

  it('is waited for although the service is down for a while', async () => {
    const { fake, create, key } = await stage();
    await create();
    fake.next = 503;
    expect(textIn((await hret.resumeBatch({ ...key, pollMs: 1 }))[0] as never)).toBe('답 0');
  });

  it('that was refused leaves nothing behind', async () => {
    const { fake, create, stateFile } = await stage();
    fake.next = 400;
    await expect(create()).rejects.toThrow(/not now/);
    expect(existsSync(stateFile)).toBe(false);
    expect((await create()).id).toBe('batch-0');
  });

  it('is not paid twice when nobody heard whether it was taken', async () => {
    const { fake, create, stateFile, key } = await stage();
    await create();
    const { id: _, ...before } = JSON.parse(readFileSync(stateFile, 'utf8')) as Record<string, unknown>;
    writeFileSync(stateFile, JSON.stringify(before)); // as a process leaves it that died in between
    if (model.startsWith('openai')) {
      expect(await create()).toMatchObject({ id: 'batch-0' });
    } else {
      await expect(create()).rejects.toThrow(/Look at its console/);
      expect((await hret.resumeBatch({ ...key, batchId: 'batch-0', pollMs: 1 })).map(textIn)[2]).toBe('답 2');
    }
    expect(fake.submitted).toHaveLength(1);
  });

  it('that is submitted while the connection breaks is kept as such', async () => {
    const { fake, create, stateFile } = await stage();
    fake.next = 'silence';
    await expect(create()).rejects.toThrow();
    expect(JSON.parse(readFileSync(stateFile, 'utf8'))).not.toHaveProperty('id');
  });
});

describe('a batch', () => {
  it.each([
    [{ model: 'gemini/m' }, /batch API of Gemini is not known/],
    [{ model: 'openai/m', messages: [] }, /messages is empty/],
  ])('of %o is refused', async (options, message) => {
    const stateFile = join(outputDir(), 'none.json');
    await expect(hret.createBatch({ apiKey: KEY, messages, stateFile, ...options })).rejects.toThrow(message);
    await expect(hret.retrieveBatch({ stateFile })).rejects.toThrow(/createBatch makes it/);
  });
});
