import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { FakeArtifacts, type StoredArtifact } from './fake-wandb-artifacts.js';
import { FakeRuns, type StoredRun } from './fake-wandb-runs.js';

export type { StoredArtifact } from './fake-wandb-artifacts.js';
export type { StoredRun } from './fake-wandb-runs.js';

/** A request as it arrived, and the status it got. */
export interface WandbRequest {
  readonly method: string;
  readonly path: string;
  /** The name of the GraphQL operation. */
  readonly operation?: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  status: number;
}

/** Something that goes wrong, instead of the answer or after it. */
export interface WandbFault {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent with status 200: `{"errors":[{"message":…}]}`. */
  readonly graphqlError?: string;
  /** The request is carried out, and the connection is cut before the answer. */
  readonly isAnswerLost?: boolean;
  readonly delayMs?: number;
}

export interface FakeWandb {
  readonly url: string;
  readonly requests: readonly WandbRequest[];
  /** What the server holds, by `entity/project/run`. */
  readonly runs: ReadonlyMap<string, StoredRun>;
  readonly artifacts: readonly StoredArtifact[];
  /** What a client did that the real server would not take, or would take wrongly. */
  readonly complaints: readonly string[];
  /** Asked before every request is carried out. */
  fault: ((request: WandbRequest) => WandbFault | undefined) | undefined;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The key the server knows. Has the 40 characters that clients insist on. */
export const FAKE_KEY = 'f4ke'.repeat(10);

const LARGEST = 10 * 2 ** 20;

/**
 * A loopback W&B server, as much of it as logging a run takes: GraphQL, the file stream, uploads. It keeps what a real one
 * would keep and refuses what a real one refuses: no key, unknown operations, too large requests, gaps in the history, files
 * that are not what was announced.
 */
export async function startFakeWandb(port = 0): Promise<FakeWandb> {
  const requests: WandbRequest[] = [];
  const complaints: string[] = [];
  const complain = (complaint: string) => void complaints.push(complaint);
  const runs = new FakeRuns(complain);
  const artifacts = new FakeArtifacts(complain);
  let url = '';

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => {
      complain(`the fake failed: ${error instanceof Error ? error.stack : String(error)}`);
      outgoing.destroy();
    });
  });

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk);
    } catch {
      return;
    }
    const request = requestOf(incoming, Buffer.concat(chunks));
    requests.push(request);
    const fault = fake.fault?.(request);
    if (fault?.delayMs !== undefined) await setTimeout(fault.delayMs);
    const reply = faulty(fault) ?? carryOut(request);
    request.status = reply.status;
    if (fault?.isAnswerLost) {
      outgoing.destroy();
      return;
    }
    outgoing.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    outgoing.end(JSON.stringify(reply.body));
  };

  const carryOut = (request: WandbRequest): Reply => {
    const { path } = request;
    if (path.startsWith('/storage/')) return stored(request);
    if (path.startsWith('/sdk/otel/')) return { status: 200, body: {} };
    if (request.headers.authorization !== `Basic ${Buffer.from(`api:${FAKE_KEY}`).toString('base64')}`)
      return { status: 401, body: { error: 'user is not logged in' } };
    if (request.body.length > LARGEST) return { status: 413, body: { error: 'too large' } };
    const body = JSON.parse(request.body.toString('utf8'));
    if (path === '/graphql')
      return answered(request.operation ?? '', body.variables ?? {}, `http://${request.headers.host}`);
    if (path.endsWith('/file_stream')) return runs.stream(path, body);
    complain(`unknown path ${path}`);
    return { status: 404, body: { error: `no ${path}` } };
  };

  const answered = (operation: string, variables: Record<string, unknown>, host: string): Reply => {
    try {
      const data = runs.answer(operation, variables, host) ?? artifacts.answer(operation, variables, host);
      if (data !== undefined) return { status: 200, body: { data } };
      return { status: 200, body: { data: null, errors: [{ message: `unknown operation ${operation}` }] } };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { status: 200, body: { data: null, errors: [{ message }] } };
    }
  };

  const stored = ({ method, path, headers, body }: WandbRequest): Reply => {
    if (headers.authorization !== undefined) complain(`the key was shown to the storage: ${path}`);
    if (method !== 'PUT') complain(`${method} to the storage: ${path}`);
    if (headers['content-length'] !== String(body.length)) complain(`no length was told: ${path}`);
    const place = decodeURIComponent(path.slice('/storage/'.length));
    const isTaken = runs.store(place, body) || artifacts.store(place, body);
    return isTaken ? { status: 200, body: {} } : { status: 403, body: { error: `nobody announced ${place}` } };
  };

  const fake: FakeWandb = {
    get url() {
      return url;
    },
    requests,
    runs: runs.stored,
    artifacts: artifacts.stored,
    complaints,
    fault: undefined,
    async close() {
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
    [Symbol.asyncDispose]: () => fake.close(),
  };
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function requestOf(incoming: IncomingMessage, body: Buffer): WandbRequest {
  const { method = '', url: path = '', headers } = incoming;
  const query = path === '/graphql' ? String(JSON.parse(body.toString('utf8')).query) : '';
  const operation = /(?:query|mutation)\s+(\w+)/.exec(query)?.[1];
  return { method, path, headers, body, status: 0, ...(operation !== undefined && { operation }) };
}

function faulty(fault: WandbFault | undefined): Reply | undefined {
  if (fault?.graphqlError !== undefined)
    return { status: 200, body: { data: null, errors: [{ message: fault.graphqlError }] } };
  if (fault?.status === undefined) return undefined;
  return { status: fault.status, body: { error: 'out of order' }, ...(fault.headers && { headers: fault.headers }) };
}
