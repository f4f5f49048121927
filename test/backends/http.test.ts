import { getEventListeners } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttp, type HttpOptions } from '../../src/backends/http.js';
import { patience } from '../../src/backends/patience.js';
import { fixedLimit } from '../../src/backends/time-limit.js';
import { until } from '../until.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The URL of a server that answers so; closed after the test. */
async function serve(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/answers`);
}

/** The URL of a server that is no HTTP server. */
async function serveRaw(use: (socket: Socket) => void): Promise<URL> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    use(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
}

/** A port where nobody listens. */
async function closedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function client(options: Partial<HttpOptions> = {}) {
  const http = createHttp({ env: {}, ...options });
  closers.push(() => http.close());
  const post = (url: URL, signal = new AbortController().signal) =>
    http.postJson(url, { 'x-a': 'b' }, { 질문: '?' }, { signal });
  return { http, post };
}

const errorOf = (reply: Promise<unknown>): Promise<unknown> =>
  reply.then(
    () => expect.fail('it answered'),
    (error: unknown) => error,
  );

describe('http', () => {
  it('posts JSON and gives back status, headers and text of any reply', async () => {
    const seen: string[] = [];
    const url = await serve(async (incoming, response) => {
      seen.push(incoming.method ?? '', incoming.url ?? '', String(incoming.headers['x-a']), await bodyOf(incoming));
      response.writeHead(418, { 'x-c': 'd' }).end('주전자');
    });
    const reply = await client().post(url);
    expect(seen).toEqual(['POST', '/v1/answers', 'b', '{"질문":"?"}']);
    expect(reply).toMatchObject({ status: 418, body: '주전자', headers: { 'x-c': 'd' } });
  });

  it('joins a text whose characters were cut by the chunks of the reply', async () => {
    const bytes = Buffer.from('서울'.repeat(50_000));
    const url = await serve((_, response) => {
      response.write(bytes.subarray(0, 100_001), () => response.end(bytes.subarray(100_001)));
    });
    expect((await client().post(url)).body).toBe('서울'.repeat(50_000));
  });

  it('keeps connections and opens as many as there are requests in flight', async () => {
    const sockets = new Set<unknown>();
    const waiting: ServerResponse[] = [];
    const url = await serve((incoming, response) => {
      sockets.add(incoming.socket);
      waiting.push(response);
      if (waiting.length === 200) for (const each of waiting.splice(0)) each.end('{}');
    });
    const { post } = client();
    for (let round = 0; round < 3; round += 1) await Promise.all(Array.from({ length: 200 }, () => post(url)));
    expect(sockets.size).toBeLessThan(500);
  });

  it('names host and port where nobody listens, and says that the run may stop, as nobody ever answered there', async () => {
    const port = await closedPort();
    expect(await errorOf(client().post(new URL(`http://127.0.0.1:${port}/v1`)))).toMatchObject({
      code: 'model',
      isRetryable: true,
      stopsRun: true,
      message: `127.0.0.1:${port} refused the connection: nothing listens there. Is the server running? (ECONNREFUSED) Check apiBase.`,
    });
  });

  it('takes a server that has answered before for an outage', async () => {
    const server = createServer((_, response) => response.end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const { post } = client();
    await post(url);
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    const error = await errorOf(post(url).catch(() => post(url)));
    expect(error).toMatchObject({ isRetryable: true, stopsRun: false });
    expect(String(error)).not.toContain('apiBase');
  });

  it('stops the run at a host nobody knows', async () => {
    const error = await errorOf(client().post(new URL('http://no-such-host.invalid/v1')));
    expect(error).toMatchObject({ stopsRun: true, message: expect.stringContaining('no-such-host.invalid:80') });
  });

  it('says when a connection takes too long to be made', async () => {
    const { host } = await serveRaw(() => {}); // never says hello
    expect(await errorOf(client({ connectTimeoutMs: 60 }).post(new URL(`https://${host}/v1`)))).toMatchObject({
      code: 'timeout',
      isRetryable: true,
      message: `${host} accepted no connection within 60 ms (connectTimeoutMs). Check apiBase.`,
    });
  });

  it('says when a server does not begin to answer', async () => {
    const url = await serve(() => {});
    expect(await errorOf(client({ firstByteTimeoutMs: 60 }).post(url))).toMatchObject({
      code: 'timeout',
      isRetryable: true,
      message: `${url.host} did not begin to answer within 60 ms (firstByteTimeoutMs).`,
    });
  });

  it('says when a server falls silent within its answer', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{');
    });
    expect(await errorOf(client({ firstByteTimeoutMs: 60 }).post(url))).toMatchObject({
      code: 'timeout',
      isRetryable: true,
      message: `${url.host} fell silent within its answer for 60 ms (firstByteTimeoutMs).`,
    });
  });

  it('keeps the limit for a whole answer although bytes keep coming', async () => {
    const url = await serve((_, response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await errorOf(client({ timeLimit: fixedLimit(100) }).post(url))).toMatchObject({
      code: 'timeout',
      isRetryable: true,
      message: expect.stringMatching(/gave no whole answer within 1\d\d ms \(timeoutMs\)/),
    });
  });

  it('learns from good answers only how long a request may take, and drops one that hangs', async () => {
    let asked = 0;
    let isGone = false;
    const url = await serve((_, response) => {
      asked += 1;
      if (asked <= 10) response.writeHead(500).end('{}');
      else if (asked <= 30) response.end('{}');
      else response.on('close', () => (isGone = true));
    });
    const limit = patience({ floorMs: 80 });
    const { post } = client({ timeLimit: limit });
    for (let n = 0; n < 29; n += 1) await post(url);
    expect(limit.limitMs()).toBe(300_000);
    await post(url);
    expect(limit.limitMs()).toBeLessThan(300_000);
    expect(await errorOf(post(url))).toMatchObject({
      code: 'timeout',
      isRetryable: true,
      message: expect.stringContaining('hang'),
    });
    await until(() => isGone);
  });

  it('may be asked again after a connection that breaks', async () => {
    const url = await serveRaw((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await errorOf(client().post(url))).toMatchObject({
      code: 'model',
      isRetryable: true,
      message: expect.stringContaining(`${url.host} broke off the connection`),
    });
  });

  it('says when a server does not speak HTTP', async () => {
    const url = await serveRaw((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    expect(await errorOf(client().post(url))).toMatchObject({
      code: 'model',
      message: expect.stringContaining(url.host),
    });
  });

  it('says when a server does not speak https', async () => {
    const url = await serveRaw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await errorOf(client().post(new URL(`https://${url.host}/v1`)))).toMatchObject({
      stopsRun: true,
      isRetryable: false,
      message: expect.stringContaining('write http:// in apiBase'),
    });
  });

  it('reads no more than 64 MiB of a reply', async () => {
    const url = await serve((_, response) => {
      const chunk = Buffer.alloc(4 * 2 ** 20, ' ');
      const more = () => {
        while (response.write(chunk));
        response.once('drain', more);
      };
      more();
    });
    expect(await errorOf(client().post(url))).toMatchObject({
      isRetryable: false,
      message: expect.stringContaining('64 MiB'),
    });
  });

  it('rejects at once when it is aborted while the connection is still being made', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    let isConnecting = false;
    const { host } = await serveRaw(() => (isConnecting = true)); // never says hello
    const reply = errorOf(client().post(new URL(`https://${host}/v1`), controller.signal));
    await until(() => isConnecting);
    controller.abort(reason);
    expect(await reply).toBe(reason);
  });

  it('sends nothing when it is aborted before there is a connection', async () => {
    let asked = 0;
    const url = await serve((_, response) => {
      asked += 1;
      if (asked === 1) response.end('{}');
    });
    const { post } = client();
    await post(url);
    const busy = errorOf(post(url, AbortSignal.timeout(150))); // takes the connection there is
    await until(() => asked === 2);
    const controller = new AbortController();
    const late = errorOf(post(url, controller.signal));
    queueMicrotask(() => queueMicrotask(() => controller.abort(new Error('stopped'))));
    expect(await late).toMatchObject({ message: 'stopped' });
    await busy;
    expect(asked).toBe(2);
  });

  it('lets go of the signal of a request that is over, and lets many wait on one', async () => {
    const url = await serve((_, response) => response.end('{}'));
    const warnings: Error[] = [];
    const listener = (warning: Error) => warnings.push(warning);
    process.on('warning', listener);
    const { signal } = new AbortController();
    const { post } = client();
    await Promise.all(Array.from({ length: 30 }, () => post(url, signal)));
    await new Promise((resolve) => setImmediate(resolve)); // warnings come with the next tick
    process.off('warning', listener);
    expect(warnings).toEqual([]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('explains a header that cannot be sent', async () => {
    const url = await serve((_, response) => response.end('{}'));
    const error = await errorOf(client().http.postJson(url, { 'x-name': '한글\n' }, {}, new AbortController()));
    expect(error).toMatchObject({ code: 'usage', stopsRun: true, message: expect.stringContaining('x-name') });
    expect(String(error)).not.toContain('한글');
  });

  it.each(['HTTP_PROXY', 'http_proxy'])('goes through the proxy in %s', async (name) => {
    const proxy = await serve((_, response) => response.end('{}'));
    let tunnelled = '';
    const tunnel = createServer().on('connect', (incoming: IncomingMessage, socket: Socket) => {
      tunnelled = incoming.url ?? '';
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => tunnel.listen(0, '127.0.0.1', resolve));
    closers.push(() => tunnel.close());
    const env = { [name]: `http://127.0.0.1:${(tunnel.address() as AddressInfo).port}` };
    await errorOf(client({ env }).post(new URL('http://llm.example/v1')));
    expect(tunnelled).toBe('llm.example:80');
    expect((await client({ env: { ...env, NO_PROXY: '127.0.0.1' } }).post(proxy)).status).toBe(200);
  });

  it('closes without having been asked, and then answers no more', async () => {
    const { http, post } = client();
    await http.close();
    const url = await serve((_, response) => response.end('{}'));
    await post(url);
    await http.close();
    expect(await errorOf(post(url))).toMatchObject({ code: 'interrupted' });
  });
});

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
