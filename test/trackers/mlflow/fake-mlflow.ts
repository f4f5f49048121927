import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { FakeRuns, Refusal } from './fake-mlflow-runs.js';
import { FakeTraces } from './fake-mlflow-traces.js';

/** A request as it arrived, and the status it got. */
export interface MlflowRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  status: number;
}

/** Something that goes wrong, instead of the answer or after it. */
export interface MlflowFault {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent instead of an error of MLflow. */
  readonly text?: string;
  /** The request is carried out, and the connection is cut before the answer. */
  readonly isAnswerLost?: boolean;
  readonly delayMs?: number;
}

export interface FakeMlflowOptions {
  /** Where artifacts belong; through the server unless said otherwise. */
  readonly artifactRoot?: string;
  /** `authorization` of those who are let in; everybody is, unless said otherwise. */
  readonly authorization?: string;
  readonly takesSpans?: boolean;
  readonly hasTraces?: boolean;
}

export interface FakeMlflow {
  readonly url: string;
  readonly requests: readonly MlflowRequest[];
  readonly runs: FakeRuns;
  readonly traces: FakeTraces;
  /** By their place: `1/<run>/artifacts/result.json`. */
  readonly artifacts: ReadonlyMap<string, Buffer>;
  /** Asked before every request is carried out. */
  fault: ((request: MlflowRequest) => MlflowFault | undefined) | undefined;
  [Symbol.asyncDispose](): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const LARGEST_BATCH = 1_000_000;
const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts/';

/** A loopback MLflow server, as much of it as logging a run takes. It keeps what a real one would keep and refuses what a real one refuses. */
export async function startFakeMlflow(options: FakeMlflowOptions = {}): Promise<FakeMlflow> {
  const { artifactRoot = 'mlflow-artifacts:', takesSpans = true, hasTraces = true, authorization } = options;
  const requests: MlflowRequest[] = [];
  const runs = new FakeRuns(artifactRoot);
  const traces = new FakeTraces(runs);
  const artifacts = new Map<string, Buffer>();

  const carryOut = ({ method, path, headers, body }: MlflowRequest): Reply => {
    const url = new URL(path, 'http://fake');
    if (url.pathname.startsWith('/storage/')) return stored(url.pathname, headers, body);
    if (authorization !== undefined && headers.authorization !== authorization)
      return { status: 401, body: 'You are not authenticated.' };
    if (url.pathname.startsWith(ARTIFACTS)) {
      if (headers['content-length'] !== String(body.length)) throw new Refusal('no length was told');
      artifacts.set(decodeURIComponent(url.pathname.slice(ARTIFACTS.length)), body);
      return { status: 200, body: '{}' };
    }
    if (url.pathname.endsWith('/log-batch') && body.length > LARGEST_BATCH)
      throw new Refusal('Batched logging API requests must be at most 1000000 bytes', 'INVALID_PARAMETER_VALUE', 413);
    const said = body.length === 0 ? Object.fromEntries(url.searchParams) : JSON.parse(body.toString('utf8'));
    const answer =
      runs.answer(`${method} ${url.pathname}`, said) ??
      (hasTraces ? traces.answer(`${method} ${url.pathname}`, said, headers, takesSpans) : undefined) ??
      presigned(url.pathname, said);
    if (answer === undefined) return { status: 404, body: '<html><h1>Not Found</h1></html>' };
    return { status: 200, body: JSON.stringify(answer) };
  };

  const presigned = (path: string, { run_id, path: place }: Record<string, unknown>) => {
    if (!path.endsWith('/presigned-upload-url') || !artifactRoot.startsWith('s3://signed')) return undefined;
    const presigned_url = `${fake.url.replace('127.0.0.1', 'localhost')}/storage/${String(run_id)}/${String(place)}`;
    return { presigned_url, headers: { 'x-amz-acl': 'private' } };
  };

  const stored = (path: string, headers: IncomingMessage['headers'], body: Buffer): Reply => {
    if (headers.authorization !== undefined) throw new Refusal('the key was shown to the storage');
    if (headers['x-amz-acl'] !== 'private') throw new Refusal('the header of the address is missing');
    artifacts.set(path, body);
    return { status: 200, body: '' };
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { method = '', url: path = '', headers } = incoming;
    const request: MlflowRequest = { method, path, headers, body: Buffer.concat(chunks), status: 0 };
    requests.push(request);
    const fault = fake.fault?.(request);
    if (fault?.delayMs !== undefined) await setTimeout(fault.delayMs);
    const reply = fault?.status === undefined ? answered(request) : failing(fault, fault.status);
    request.status = reply.status;
    if (fault?.isAnswerLost) {
      outgoing.destroy();
      return;
    }
    outgoing.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    outgoing.end(reply.body);
  };

  const answered = (request: MlflowRequest): Reply => {
    try {
      return carryOut(request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: JSON.stringify({ error_code: error.code, message: error.message }) };
    }
  };

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fake: FakeMlflow = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    runs,
    traces,
    artifacts,
    fault: undefined,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

function failing({ headers = {}, text }: MlflowFault, status: number): Reply {
  return { status, headers, body: text ?? JSON.stringify({ error_code: 'INTERNAL_ERROR', message: 'out of order' }) };
}
