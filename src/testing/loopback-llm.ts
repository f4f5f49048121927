import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '../core/json.js';
import {
  type Abilities,
  type Asked,
  fieldsOf,
  type LoopbackAnswer,
  type LoopbackApi,
  type LoopbackBody,
} from './loopback-asked.js';
import { type Fault, isAnswer, send, serveFault } from './loopback-faults.js';
import { nativeApiOf } from './loopback-native.js';
import { promptOf, sendJson } from './loopback-reply.js';
import { payloadOf } from './loopback-stream.js';
import { loopbackLogprob, loopbackTokenize } from './loopback-tokens.js';

/** A request the server got. */
export interface LoopbackRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: LoopbackBody;
  /** The text of the last message, or the prompt. */
  readonly prompt: string;
  /** How often this prompt was asked before, plus one. */
  readonly attempt: number;
}

export interface LoopbackOptions {
  /** What to answer; `A` unless said otherwise. */
  readonly answer?: (prompt: string, body: LoopbackBody) => LoopbackAnswer | Promise<LoopbackAnswer>;
  /** What goes wrong: a list by order of arrival, or a function of the request; `undefined` is a good answer. */
  readonly faults?: readonly (Fault | undefined)[] | ((request: LoopbackRequest) => Fault | undefined);
  /** What it lists under `/v1/models`; one model called `loopback` unless said otherwise. */
  readonly models?: readonly string[];
  /** What it says of itself under `/health/readiness`, as LiteLLM's proxy does; ready unless said otherwise. */
  readonly isReady?: boolean;
  /** What it can do besides answering: `echo` unless said otherwise, which is what OpenAI's base models can. */
  readonly abilities?: Partial<Abilities>;
  /** How it divides a text, for log-probabilities; the pieces together are the text. */
  readonly tokenize?: (text: string) => readonly string[];
}

export interface LoopbackLlm extends AsyncDisposable {
  /** Ends in `/v1`. */
  readonly url: string;
  readonly requests: readonly LoopbackRequest[];
  /** Prompts that got more than one whole answer: the client lost one, or asked without need. */
  readonly answeredTwice: number;
  /** Requests the client gave up before they were answered. */
  readonly aborted: number;
  close(): Promise<void>;
}

const APIS: Readonly<Record<string, LoopbackApi>> = {
  '/chat/completions': 'chat',
  '/completions': 'completions',
  '/responses': 'responses',
};
const ABILITIES: Abilities = { echo: 'done', promptLogprobs: false, choice: 'none' };

/**
 * A server on this machine that speaks the protocol of OpenAI: `/v1/chat/completions`, `/v1/completions`, `/v1/responses`,
 * `/v1/embeddings`, `/v1/models`; whole or as a stream, with log-probabilities. At `/v1/messages` it speaks Anthropic's
 * protocol, at `/v1/models/…:generateContent` Gemini's, at `/v1/model/…/converse` that of Amazon Bedrock. It fails on demand.
 *
 * @example
 * await using llm = await startLoopbackLlm({ answer: (prompt) => `정답: ${prompt.at(-1)}`, faults: [{ kind: 'status', status: 500 }] });
 * const model = { model: 'openai', modelParams: { modelName: 'loopback', apiBase: llm.url } };
 */
export async function startLoopbackLlm(options: LoopbackOptions = {}): Promise<LoopbackLlm> {
  const { answer = () => 'A', faults = [], models = ['loopback'], tokenize = loopbackTokenize } = options;
  const abilities = { ...ABILITIES, ...options.abilities };
  const requests: LoopbackRequest[] = [];
  const asked = new Map<string, number>();
  const answered = new Map<string, number>();
  let aborted = 0;

  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    const path = incoming.url ?? '/';
    if (path === '/health/readiness') {
      sendJson(response, options.isReady === false ? 503 : 200, { status: 'healthy', db: 'Not connected' });
      return;
    }
    if (incoming.method === 'GET' && path.startsWith('/v1/models')) {
      sendJson(response, 200, { object: 'list', data: models.map((id) => ({ id, object: 'model' })) });
      return;
    }
    const [route = ''] = path.split('?');
    const [, end = ''] =
      /^\/(?:v1|openai\/deployments\/[^/]+)(\/(?:chat\/completions|completions|responses|embeddings))$/.exec(route) ??
      [];
    const api = APIS[end] ?? nativeApiOf(route);
    if (incoming.method !== 'POST' || (api === undefined && end !== '/embeddings')) {
      sendJson(response, 404, { error: { message: `no route ${incoming.method} ${path}` } });
      return;
    }
    response.on('close', () => {
      if (!response.writableFinished) aborted += 1;
    });
    const body = JSON.parse(await textOf(incoming)) as LoopbackBody;
    const prompt = promptOf(body);
    const attempt = countUp(asked, prompt);
    const request = { path, headers: incoming.headers, body, prompt, attempt };
    const place = requests.push(request) - 1;
    const fault = typeof faults === 'function' ? faults(request) : faults[place];
    const given = await answer(prompt, body);
    if (response.destroyed) return; // the client has gone
    if (isAnswer(fault)) countUp(answered, prompt);
    if (api === undefined && fault === undefined) {
      sendJson(response, 200, embeddingsJson(body));
      return;
    }
    const isStream = /:streamGenerateContent$/.test(route);
    const about: Asked = {
      api: api ?? 'chat',
      body: isStream ? { ...body, stream: true } : body,
      prompt,
      abilities,
      tokenize,
    };
    if (fault !== undefined) serveFault(response, fault, given, about);
    else if (body.echo === true && abilities.echo === 'refused')
      sendJson(response, 400, { error: { message: 'Only no echo is supported' } });
    else send(response, payloadOf(given, about), fieldsOf(given).headers);
  };

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => {
      if (!response.headersSent) sendJson(response, 500, { error: { message: String(error) } });
      else response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    get answeredTwice() {
      return [...answered.values()].filter((count) => count > 1).length;
    },
    get aborted() {
      return aborted;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Eight numbers a text, the same for the same text. In the wrong order, since only `index` counts. */
function embeddingsJson({ input, model = null }: LoopbackBody): Json {
  const texts = Array.isArray(input) ? input.map(String) : [String(input)];
  const data = texts.map((text, index) => ({
    object: 'embedding',
    index,
    embedding: Array.from({ length: 8 }, (_, place) => loopbackLogprob(text, String(place)) + 4),
  }));
  const tokens = texts.join('').length;
  return { object: 'list', data: data.reverse(), model, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

function countUp(counts: Map<string, number>, key: string): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
