import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One request on its way to the service. */
export interface PassedRequest {
  /** Counted from 1. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
}

/**
 * What happens to a request: it passes; it is answered with a status instead; it is lost (reset) before or after the
 * service has done what it says; or it is never answered, before or after that.
 */
export type Fate =
  | 'pass'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly delayMs: number }
  | 'reset'
  | 'reset-after'
  | 'hang'
  | 'hang-after';

/** A proxy in front of a service, where things go wrong. */
export interface FaultProxy extends AsyncDisposable {
  readonly url: string;
  /** Every request so far. */
  readonly requests: readonly PassedRequest[];
  /** What happens to the requests from now on; `pass` at first. */
  setFate(fate: Fate | ((request: PassedRequest) => Fate)): void;
  /** Resolves at the next request that hangs. */
  hanging(): Promise<void>;
}

/** The `Host` header is kept, so that addresses the service hands out lead through the proxy too. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port } = new URL(target);
  const requests: PassedRequest[] = [];
  const waiting: (() => void)[] = [];
  let fateOf: (request: PassedRequest) => Fate = () => 'pass';

  const pass = (incoming: IncomingMessage, body: Buffer) =>
    new Promise<{ status: number; headers: IncomingMessage['headers']; text: string }>((resolve, reject) => {
      const { method, url, headers } = incoming;
      const onward = request({ hostname, port, method, path: url, headers, agent: false }, (reply) => {
        text(reply).then(
          (content) => resolve({ status: reply.statusCode ?? 500, headers: reply.headers, text: content }),
          reject,
        );
      });
      onward.on('error', reject).end(body);
    });

  const answer = async (incoming: IncomingMessage, reply: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const passed = { number: requests.length + 1, method: incoming.method ?? '', path: incoming.url ?? '' };
    requests.push(passed);
    const fate = fateOf(passed);
    if (fate === 'reset') return void incoming.socket.destroy();
    if (fate === 'hang') return hang();
    if (typeof fate === 'object' && 'status' in fate)
      return void reply.writeHead(fate.status, fate.headers).end('{"message":"out of order"}');
    if (typeof fate === 'object') await new Promise((resolve) => setTimeout(resolve, fate.delayMs));
    const { status, headers, text: content } = await pass(incoming, Buffer.concat(chunks));
    if (fate === 'reset-after') return void incoming.socket.destroy();
    if (fate === 'hang-after') return hang();
    const { 'transfer-encoding': _t, 'content-length': _l, connection: _c, ...kept } = headers;
    reply.writeHead(status, kept).end(content);
  };
  const hang = () => {
    for (const resume of waiting.splice(0)) resume();
  };

  const server = createServer((incoming, reply) => {
    answer(incoming, reply).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    setFate(fate) {
      fateOf = typeof fate === 'function' ? fate : () => fate;
    },
    hanging: () => new Promise((resolve) => waiting.push(resolve)),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
