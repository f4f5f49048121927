import type { IncomingHttpHeaders } from 'node:http';
import type { Agent, Dispatcher } from 'undici';
import { onAbort } from '../core/asked.js';
import type { World } from '../core/world.js';
import { type Connection, networkError, placeOf } from './network-errors.js';
import { type ServerSentEvent, SseParser } from './openai/sse.js';
import { Overdue, Waiting } from './overdue.js';
import type { TimeLimit } from './time-limit.js';

export interface HttpOptions {
  /** How long a connection may take to be made; 10 s unless said otherwise. */
  readonly connectTimeoutMs?: number | undefined;
  /** The longest wait for the head of an answer, and the longest silence within one; absent: for ever. */
  readonly firstByteTimeoutMs?: number | undefined;
  /** The longest a request may take as a whole, waiting for a connection included; absent: for ever. */
  readonly timeLimit?: TimeLimit | undefined;
  /** What to do when nobody listens there. */
  readonly startAdvice?: string | undefined;
  /** HTTP_PROXY, HTTPS_PROXY and NO_PROXY are read from it, in either case. */
  readonly env: World['env'];
}

export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What can be given up: a request as the loop made it, or anything with a signal. */
export interface Abortable {
  readonly signal: AbortSignal;
}

/** Sends JSON, gets text. A reply of any status is a reply; what prevents one is an `HretError` that says how to go on. */
export interface Http {
  postJson(url: URL, headers: Readonly<Record<string, string>>, body: unknown, request: Abortable): Promise<HttpReply>;
  /** The same with a body as it is, of the type the headers say. */
  postText(url: URL, headers: Readonly<Record<string, string>>, body: string, request: Abortable): Promise<HttpReply>;
  /** The events of a reply as they come in; a refusal is thrown as a `Refused`. */
  stream(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: unknown,
    request: Abortable,
  ): AsyncIterable<ServerSentEvent>;
  /** The bytes of a reply as they come in. */
  streamText(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: string,
    request: Abortable,
  ): AsyncIterable<Uint8Array>;
  get(url: URL, headers: Readonly<Record<string, string>>, request: Abortable): Promise<HttpReply>;
  /** Drops all connections, and what is in flight on them. */
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
const LARGEST_REPLY = 64 * 2 ** 20;

/**
 * HTTP over undici's own dispatcher: its `fetch` costs five times as much for each request, and its `request` leaves an
 * aborted request waiting for its connection. There is no limit to connections: who asks decides how many requests are in
 * flight, and a queue in here would look like a slow server.
 */
export function createHttp({ connectTimeoutMs, firstByteTimeoutMs, timeLimit, startAdvice, env }: HttpOptions): Http {
  let opening: Promise<Dispatcher> | undefined;
  let dispatcher: Dispatcher | undefined;
  const connection: Connection = {
    hasAnswered: false,
    connectTimeoutMs: connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    firstByteTimeoutMs,
    hasProxy: proxiesOf(env) !== undefined,
    startAdvice,
  };
  const watch = timeLimit === undefined ? undefined : { timeLimit, overdue: new Overdue(timeLimit) };

  const open = async () => {
    const made = await openDispatcher(env, connection);
    dispatcher = made;
    return made;
  };

  const send = (
    to: Dispatcher,
    method: 'GET' | 'POST',
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: string | null,
    request: Abortable,
    onBytes?: (chunk: Buffer) => void,
  ): Promise<HttpReply> => {
    const sent: Dispatcher.DispatchOptions = {
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers,
      body,
    };
    return new Promise((resolve, reject) => {
      const exchange = new Exchange(url, connection, watch, resolve, reject, onBytes);
      exchange.begin(request);
      if (!exchange.hasFailed) to.dispatch(sent, exchange);
    });
  };

  const postText: Http['postText'] = (url, headers, text, request) => {
    if (dispatcher !== undefined) return send(dispatcher, 'POST', url, headers, text, request);
    opening ??= open();
    return opening.then((opened) => send(opened, 'POST', url, headers, text, request));
  };

  async function* streamText(...[url, headers, text, request]: Parameters<Http['streamText']>) {
    opening ??= open();
    const opened = await opening;
    const controller = new AbortController();
    const stopListening = onAbort(request, (reason) => controller.abort(reason));
    try {
      yield* pushed((push) => send(opened, 'POST', url, headers, text, controller, push));
    } finally {
      stopListening();
      controller.abort(); // whoever stops reading wants no more of it
    }
  }

  return {
    postJson: (url, headers, body, request) => postText(url, headers, JSON.stringify(body), request),
    postText,
    streamText,
    async *stream(url, headers, body, request) {
      const parser = new SseParser();
      for await (const bytes of streamText(url, headers, JSON.stringify(body), request)) yield* parser.push(bytes);
      yield* parser.end();
    },
    async get(url, headers, request) {
      opening ??= open();
      return send(await opening, 'GET', url, headers, null, request);
    },
    async close() {
      await (await opening)?.destroy();
    },
  };
}

async function openDispatcher(env: World['env'], connection: Connection): Promise<Dispatcher> {
  const silenceMs = connection.firstByteTimeoutMs ?? 0;
  const options = {
    pipelining: 1,
    connectTimeout: connection.connectTimeoutMs,
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
    maxResponseSize: LARGEST_REPLY,
  };
  const proxies = proxiesOf(env);
  if (proxies === undefined) return new (await agentClass())(options);
  const { EnvHttpProxyAgent } = await import('undici');
  return new EnvHttpProxyAgent({ ...options, ...proxies });
}

/** The whole of undici takes 80 ms to load, most of it for its `fetch`; where its agent is not at its place, the whole it is. */
async function agentClass(): Promise<typeof Agent> {
  const agent: string = 'undici/lib/dispatcher/agent.js';
  try {
    return ((await import(agent)) as { readonly default: typeof Agent }).default;
  } catch {
    return (await import('undici')).Agent;
  }
}

/** Every field is given, because undici reads the process environment for those that are not. */
function proxiesOf(env: World['env']): { httpProxy: string; httpsProxy: string; noProxy: string } | undefined {
  const httpProxy = env.http_proxy ?? env.HTTP_PROXY ?? '';
  const httpsProxy = env.https_proxy ?? env.HTTPS_PROXY ?? '';
  if (httpProxy === '' && httpsProxy === '') return undefined;
  return { httpProxy, httpsProxy, noProxy: env.no_proxy ?? env.NO_PROXY ?? '' };
}

interface Watch {
  readonly timeLimit: TimeLimit;
  readonly overdue: Overdue;
}

/** One request and its reply, called by undici as they go on. */
class Exchange extends Waiting implements Dispatcher.DispatchHandler {
  readonly #url: URL;
  readonly #connection: Connection;
  readonly #watch: Watch | undefined;
  readonly #resolve: (reply: HttpReply) => void;
  readonly #reject: (error: unknown) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #failure: { readonly reason: unknown } | undefined;
  #stopListening: (() => void) | undefined;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  readonly #chunks: Buffer[] = [];
  readonly #onBytes: ((chunk: Buffer) => void) | undefined;

  constructor(
    url: URL,
    connection: Connection,
    watch: Watch | undefined,
    resolve: (reply: HttpReply) => void,
    reject: (error: unknown) => void,
    onBytes?: (chunk: Buffer) => void,
  ) {
    super();
    this.#onBytes = onBytes;
    this.#url = url;
    this.#connection = connection;
    this.#watch = watch;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  begin(request: Abortable): void {
    this.#stopListening = onAbort(request, (reason) => this.#fail(reason));
    if (!this.hasFailed) this.#watch?.overdue.begin(this);
  }

  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  override giveUp(waitedMs: number): void {
    this.#fail(this.#watch?.timeLimit.error(placeOf(this.#url), waitedMs));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#failure !== undefined) controller.abort(abortError(this.#failure.reason));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.#status = status;
    this.#headers = headers;
    this.#connection.hasAnswered = true;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#onBytes === undefined || this.#status > 299) this.#chunks.push(chunk);
    else this.#onBytes(chunk);
  }

  onResponseEnd(): void {
    const tookMs = this.#settle();
    if (tookMs !== undefined && this.#status < 300) this.#watch?.timeLimit.answered(tookMs);
    const [first = Buffer.alloc(0), ...rest] = this.#chunks;
    const body = rest.length === 0 ? first : Buffer.concat(this.#chunks);
    this.#resolve({ status: this.#status, headers: this.#headers, body: body.toString() });
  }

  onResponseError(_: Dispatcher.DispatchController | undefined, error: Error): void {
    if (this.#failure !== undefined) return;
    this.#settle();
    this.#reject(networkError(error, this.#url, this.#connection));
  }

  /** Rejects at once; undici hears of it as soon as it has a connection to drop. */
  #fail(reason: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = { reason };
    this.#settle();
    this.#controller?.abort(abortError(reason));
    this.#reject(reason);
  }

  /** Milliseconds it took, where somebody wants to know. */
  #settle(): number | undefined {
    this.#stopListening?.();
    return this.#watch?.overdue.end(this);
  }
}

/** A reply that is no stream, because the service refused. */
export class Refused extends Error {
  readonly reply: HttpReply;

  constructor(reply: HttpReply) {
    super(`answered ${reply.status}`);
    this.reply = reply;
  }
}

/** What is pushed while something is asked, in its order; ends when the reply does. */
async function* pushed(ask: (push: (bytes: Buffer) => void) => Promise<HttpReply>): AsyncGenerator<Uint8Array> {
  const waiting: Buffer[] = [];
  let wake = () => {};
  let end: { readonly reply: HttpReply } | { readonly error: unknown } | undefined;
  const over = (ended: typeof end) => {
    end = ended;
    wake();
  };
  ask((bytes) => {
    waiting.push(bytes);
    wake();
  }).then(
    (reply) => over({ reply }),
    (error: unknown) => over({ error }),
  );
  for (;;) {
    yield* waiting.splice(0);
    if (waiting.length > 0) continue;
    if (end === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      continue;
    }
    if ('error' in end) throw end.error;
    if (end.reply.status > 299) throw new Refused(end.reply);
    return;
  }
}

function abortError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}
