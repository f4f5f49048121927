import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { blobReply, type FakeHubState, type FakeRepo, hubReply, type Reply } from './fake-hub-routes.js';

export type { FakeFiles } from './fake-hub-files.js';
export type { FakeRepo } from './fake-hub-routes.js';

/** The hub itself, or the server its large files come from. */
export type FakeServer = 'hub' | 'cdn';

/** Something that goes wrong. Used up after `times` requests (default 1). */
export interface FakeFault {
  /** The path has to contain this; absent: any request. */
  readonly path?: string;
  /** Only requests to this server. */
  readonly server?: FakeServer;
  readonly times?: number;
  /** Reply with this status instead. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Send so many bytes of the body, then cut the connection. */
  readonly cutAfter?: number;
  /** Send these bytes instead of the file's, under the headers of the file. */
  readonly body?: string | Uint8Array;
}

export interface FakeHubOptions {
  readonly repos: Readonly<Record<string, FakeRepo>>;
  /** Tokens the hub knows. */
  readonly tokens?: readonly string[];
  readonly faults?: readonly FakeFault[];
}

/** A request as it arrived, and the status it got. */
export interface FakeHubRequest {
  readonly server: FakeServer;
  readonly method: string;
  readonly path: string;
  readonly authorization?: string;
  readonly range?: string;
  readonly status: number;
}

export interface FakeHub {
  /** For `HF_ENDPOINT`. */
  readonly url: string;
  /** Requests so far, oldest first. */
  readonly requests: readonly FakeHubRequest[];
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a loopback server that speaks as much of the Hugging Face hub as downloading datasets and models takes: revisions, refs,
 * files with etags and ranges, large files on a second port, gated and private datasets, and faults on order.
 *
 * @example
 * await using hub = await startFakeHub({ repos: { 'me/quiz': { files: { 'test.jsonl': '{"question":"1+1?"}\n' } } } });
 * // process.env.HF_ENDPOINT = hub.url
 */
export async function startFakeHub(options: FakeHubOptions): Promise<FakeHub> {
  const requests: FakeHubRequest[] = [];
  const takeFault = faultTaker(options.faults ?? []);
  const serve = (server: FakeServer, answer: (request: IncomingMessage, url: URL) => Reply) =>
    createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://fake');
      const path = decodeURIComponent(url.pathname);
      const fault = takeFault(server, path);
      const reply = fault?.status === undefined ? answer(request, url) : { status: fault.status };
      const status = send(request, response, reply, fault);
      requests.push({ server, path, status, ...noted(request) });
    });

  const blobs: FakeHubState['blobs'] = new Map();
  const cdn = serve('cdn', (_, url) => blobReply(blobs.get(url.pathname.slice(1))));
  const { repos, tokens = [] } = options;
  const state: FakeHubState = { repos, tokens, blobs, commits: new Map(), cdnUrl: await listening(cdn) };
  const hub = serve('hub', (request, url) => hubReply(state, request.headers.authorization, url));
  const url = await listening(hub);
  const close = async () => {
    await Promise.all([hub, cdn].map(closed));
  };
  return { url, requests, close, [Symbol.asyncDispose]: close };
}

/** Hands out each fault as often as it is meant to happen. */
function faultTaker(faults: readonly FakeFault[]): (server: FakeServer, path: string) => FakeFault | undefined {
  const due = faults.map((fault) => ({ fault, left: fault.times ?? 1 }));
  return (server, path) => {
    const next = due.find(
      ({ fault, left }) => left > 0 && (fault.server ?? server) === server && path.includes(fault.path ?? ''),
    );
    if (next !== undefined) next.left--;
    return next?.fault;
  };
}

function noted({ method = 'GET', headers: { authorization, range } }: IncomingMessage) {
  return {
    method,
    ...(authorization === undefined ? {} : { authorization }),
    ...(range === undefined ? {} : { range }),
  };
}

/** Writes a reply, whole or as broken as the fault wants it; returns the status. */
function send(request: IncomingMessage, response: ServerResponse, reply: Reply, fault: FakeFault | undefined): number {
  const isJson = reply.body !== undefined && !(reply.body instanceof Uint8Array);
  const whole = bytesOf(reply.body);
  const from = reply.status === 200 ? firstByte(request.headers.range, whole.length) : undefined;
  const status = from === undefined ? reply.status : 206;
  const body = fault?.body === undefined ? whole.subarray(from ?? 0) : bytesOf(Buffer.from(fault.body));
  response.writeHead(status, {
    'accept-ranges': 'bytes',
    'content-length': String(body.length),
    ...(isJson ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    ...(from === undefined ? {} : { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` }),
    ...reply.headers,
    ...fault?.headers,
  });
  if (request.method === 'HEAD') response.end();
  else if (fault?.cutAfter === undefined) response.end(body);
  else void cutOff(response, body.subarray(0, fault.cutAfter));
  return status;
}

/** Lets the bytes arrive first: what comes together with the end of a connection is lost on the other side. */
async function cutOff(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  response.write(bytes);
  await setTimeout(50);
  response.socket?.destroy();
}

function bytesOf(body: Reply['body']): Uint8Array {
  if (body === undefined) return new Uint8Array();
  return body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
}

/** The start of `bytes=5-`; other ranges are not asked for by anyone who downloads datasets. */
function firstByte(range: string | undefined, length: number): number | undefined {
  const first = /^bytes=(\d+)-$/.exec(range ?? '')?.[1];
  return first !== undefined && Number(first) < length ? Number(first) : undefined;
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function closed(server: Server): Promise<void> {
  if (!server.listening) return;
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
