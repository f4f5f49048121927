import type { Dispatcher } from 'undici';
import { onAbort } from '../core/asked.js';
import type { World } from '../core/world.js';
import { pushed } from '../util/pushed.js';
import { openDispatcher, proxiesOf } from './http-dispatcher.js';
import { Exchange } from './http-exchange.js';
import { type Abortable, type HttpReply, Refused } from './http-reply.js';
import type { Connection } from './network-errors.js';
import { type ServerSentEvent, SseParser } from './openai/sse.js';
import { Overdue } from './overdue.js';
import type { TimeLimit } from './time-limit.js';

export { type HttpReply, Refused } from './http-reply.js';

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
      yield* pushed<Buffer>(async (push) => {
        const reply = await send(opened, 'POST', url, headers, text, controller, push);
        if (reply.status > 299) throw new Refused(reply);
      });
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
