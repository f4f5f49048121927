import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Json } from '../../../src/core/json.js';

/** One post as it came in. */
export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export interface FakeReceiver extends AsyncDisposable {
  readonly url: string;
  /** Everything that came in, repetitions too. */
  readonly received: readonly Received[];
  /** What a receiver keeps that looks at the delivery id: each message once. */
  readonly messages: readonly Json[];
}

/** Checks signatures as the documentation tells receivers to, and answers 401 to what is not signed with the secret. */
export async function startFakeReceiver(secret?: string): Promise<FakeReceiver> {
  const received: Received[] = [];
  const messages = new Map<string, Json>();
  const server = createServer(async (request, reply) => {
    const body = await text(request);
    const { headers } = request;
    const signed = `${String(headers['x-hret-timestamp'])}.${body}`;
    if (
      secret !== undefined &&
      headers['x-hret-signature'] !== `sha256=${createHmac('sha256', secret).update(signed).digest('hex')}`
    ) {
      reply.writeHead(401).end();
      return;
    }
    received.push({ path: request.url ?? '', headers, body });
    const id = String(headers['x-hret-delivery']);
    if (!messages.has(id)) messages.set(id, JSON.parse(body));
    reply.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    get messages() {
      return [...messages.values()];
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
