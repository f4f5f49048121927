import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { type Duplex, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { HretError } from '../../../src/errors.js';
import { trackerHttp } from '../../../src/trackers/delivery/http.js';
import type { TrackerHttp, TrackerHttpOptions } from '../../../src/trackers/delivery/http-types.js';
import { proxyFor } from '../../../src/trackers/delivery/proxy.js';
import { certificate, privateKey } from './loopback-certificate.js';

const NOW = Date.UTC(2026, 0, 1);
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function listening(server: Server, scheme = 'http'): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that answers and remembers. */
async function service(answer: RequestListener = (_, reply) => reply.end('{}')) {
  const seen: Seen[] = [];
  const url = await listening(
    createServer(async (request, reply) => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body: await text(request) });
      answer(request, reply);
    }),
  );
  return { url, seen };
}

const client = (baseUrl: string, options: Partial<TrackerHttpOptions> = {}): TrackerHttp =>
  trackerHttp({ baseUrl, env: {}, now: () => NOW, ...options });

async function errorOf(work: Promise<unknown>): Promise<HretError> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof HretError)) throw new Error(`expected an HretError, got ${String(error)}`);
  return error;
}

describe('a request', () => {
  it('sends JSON, texts, bytes and streams below the base address', async () => {
    const { url, seen } = await service();
    const http = client(`${url}/base/`);
    await http.post('/runs/create', { name: '한글' });
    await http.put('files/a', 'text');
    await http.put('files/b', Buffer.from([0xff, 0x00]));
    await http.put('files/c', Readable.from(['in ', 'parts']));
    await http.get('runs?id=1', { page: 2, none: undefined });
    expect(seen.map(({ method, url: path }) => `${method} ${path}`)).toEqual([
      'POST /base/runs/create',
      'PUT /base/files/a',
      'PUT /base/files/b',
      'PUT /base/files/c',
      'GET /base/runs?id=1&page=2',
    ]);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ name: '한글' });
    expect(seen[0]?.headers['content-type']).toBe('application/json');
    expect(seen[3]?.body).toBe('in parts');
  });

  it('takes its key to the host of the service and to no other', async () => {
    const [own, storage] = [await service(), await service()];
    const http = client(own.url, { headers: { authorization: 'Bearer key-123456' } });
    await http.get('a');
    await http.get(`${own.url}/b`);
    await http.put(`${storage.url}/upload?sig=abc`, 'x');
    expect(own.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer key-123456', 'Bearer key-123456']);
    expect(storage.seen[0]?.headers.authorization).toBeUndefined();
  });

  it('does not follow redirects, and says where they lead, without what may be a key', async () => {
    const other = await service();
    const { url } = await service((_, reply) => {
      reply.writeHead(307, { location: `${other.url}/login?token=t0ken-value` }).end();
    });
    const error = await errorOf(client(url).post('a', {}));
    expect(error).toMatchObject({ status: 307, isRetryable: false });
    expect(error.message).toContain(`pointing to ${other.url}/login`);
    expect(error.message).not.toContain('t0ken');
    expect(other.seen).toEqual([]);
  });

  it.each([
    [429, true],
    [408, true],
    [500, true],
    [502, true],
    [503, true],
    [501, false],
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [409, false],
  ])('that is answered with %i may be repeated: %s', async (status, isRetryable) => {
    const { url } = await service((_, reply) => reply.writeHead(status).end('{"message":"no"}'));
    expect(await errorOf(client(url).get('a'))).toMatchObject({
      status,
      isRetryable,
      message: `${url}/a answered ${status}: "no".`,
    });
  });

  it.each([
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT', date: 'Thu, 01 Jan 2026 00:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-1' }, undefined],
  ])('with %o is to be repeated after %s milliseconds', async (headers, retryAfterMs) => {
    const { url } = await service((_, reply) => reply.writeHead(503, headers as Record<string, string>).end());
    expect((await errorOf(client(url).get('a'))).retryAfterMs).toBe(retryAfterMs);
  });

  it('that nobody answers, or that breaks off, may be repeated', async () => {
    const { url } = await service((request) => request.socket.destroy());
    expect(await errorOf(client(url).get('a'))).toMatchObject({ isRetryable: true, message: /cannot be reached/ });
    expect(await errorOf(client('http://127.0.0.1:9').get('a'))).toMatchObject({
      isRetryable: true,
      message: /^http:\/\/127\.0\.0\.1:9\/a cannot be reached: .*ECONNREFUSED/,
    });
  });

  it('is given up after a silence, and may be repeated', async () => {
    const { url } = await service(() => {});
    expect(await errorOf(client(url, { timeoutMs: 30 }).get('a'))).toMatchObject({
      isRetryable: true,
      message: /timeout/,
    });
  });

  it('is given up when the client is closed, and not repeated', async () => {
    let arrived = () => {};
    const isThere = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const { url } = await service(() => arrived());
    const http = client(url);
    const failed = errorOf(http.get('a'));
    await isThere;
    http.close();
    expect(await failed).toMatchObject({ isRetryable: false, message: /given up/ });
  });

  it('that is answered with something else than JSON says so when it is read as JSON', async () => {
    const { url } = await service((_, reply) => reply.end('<html><h1>Login</h1></html>'));
    const reply = await client(url).get('a');
    expect(reply.text).toContain('Login');
    expect(() => reply.json()).toThrow(/something that is not JSON: "Login"\. Is it the right address\?/);
  });

  it('keeps an answer in pieces of one character together', async () => {
    const bytes = Buffer.from('{"a":"가나다"}');
    const { url } = await service((_, reply) => {
      reply.write(bytes.subarray(0, 7));
      setImmediate(() => reply.end(bytes.subarray(7)));
    });
    expect((await client(url).get('a')).json()).toEqual({ a: '가나다' });
  });
});

describe('messages', () => {
  it('show neither the key that was sent, nor a password, even if the server quotes them', async () => {
    const { url } = await service((request, reply) => {
      reply.writeHead(400).end(JSON.stringify({ error: `bad key ${request.headers.authorization} and p4ssword` }));
    });
    const http = client(url.replace('//', '//user:p4ssword@'), { headers: { 'x-api-key': 'key-1234567' } });
    const error = await errorOf(http.request({ method: 'GET', path: 'a?sig=signature-1', headers: {} }));
    for (const secret of ['key-1234567', 'p4ssword', 'signature-1']) expect(error.message).not.toContain(secret);
    expect(error.message).toContain('[redacted]');
    expect(error.cause).toBeUndefined();
  });

  it('show only the host when the path is a key', async () => {
    const { url } = await service((_, reply) => reply.writeHead(404).end('no_service'));
    const error = await errorOf(client(`${url}/services/T0/B0/xyz`, { isAddressSecret: true }).post('', {}));
    expect(error.message).toBe(`${url} answered 404: "no_service".`);
  });

  it('do not fail over an address with a broken escape in it', async () => {
    const { url } = await service((_, reply) => reply.writeHead(404).end());
    expect((await errorOf(client(url).get('a%zz'))).message).toContain('/a%zz answered 404: nothing.');
  });

  it('refuse what is no address of a server', () => {
    expect(() => client('ftp://host')).toThrow(/"ftp:\/\/host" is not the address of a server/);
    expect(() => client('user:secret-pw@host')).toThrow(/is not the address of a server/);
  });
});

describe('TLS', () => {
  const secured = async () => {
    const url = await listening(
      createSecureServer({ cert: certificate, key: privateKey }, (_, reply) => reply.end('ok')),
      'https',
    );
    return { url };
  };

  it('does not trust a certificate nobody vouches for, and does not ask again', async () => {
    const { url } = await secured();
    expect(await errorOf(client(url).get('a'))).toMatchObject({ isRetryable: false, message: /self-signed/ });
  });

  it('trusts the authority it is given', async () => {
    const { url } = await secured();
    expect((await client(url, { tls: { ca: certificate } }).get('a')).text).toBe('ok');
  });

  it('can be told not to look', async () => {
    const { url } = await secured();
    expect((await client(url, { tls: { isInsecure: true } }).get('a')).text).toBe('ok');
  });

  it('goes through a proxy end to end: the proxy sees the host and its own password, not the key', async () => {
    const { url } = await secured();
    const tunnels: { to: string | undefined; headers: IncomingMessage['headers'] }[] = [];
    const proxy = createServer();
    const sockets: Duplex[] = [];
    proxy.on('connect', (request, socket, head) => {
      sockets.push(socket);
      tunnels.push({ to: request.url, headers: request.headers });
      const [host, port] = (request.url ?? '').split(':');
      const onward = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        onward.write(head);
        onward.pipe(socket).pipe(onward);
      });
      socket.on('error', () => onward.destroy());
      onward.on('error', () => socket.destroy());
    });
    const proxyUrl = (await listening(proxy)).replace('//', '//me:pw@');
    const http = client(url, {
      env: { HTTPS_PROXY: proxyUrl },
      tls: { ca: certificate },
      headers: { authorization: 'Bearer key-123456' },
    });
    expect((await http.get('a')).text).toBe('ok');
    expect(tunnels.map(({ to }) => `https://${to}`)).toEqual([url]);
    expect(tunnels[0]?.headers['proxy-authorization']).toBe(`Basic ${Buffer.from('me:pw').toString('base64')}`);
    expect(JSON.stringify(tunnels)).not.toContain('key-123456');
    for (const socket of sockets) socket.destroy();
  });
});

describe('the proxy', () => {
  const proxy = { protocol: 'http', host: 'proxy', port: 3128 };
  it.each([
    ['http://host/a', {}, false],
    ['http://host/a', { HTTP_PROXY: 'http://proxy:3128' }, proxy],
    ['http://host/a', { http_proxy: 'proxy:3128' }, proxy],
    ['https://host/a', { HTTP_PROXY: 'http://proxy:3128' }, false],
    [
      'https://host/a',
      { HTTPS_PROXY: 'http://u:p%40@proxy:3128' },
      { ...proxy, auth: { username: 'u', password: 'p@' } },
    ],
    ['http://host/a', { HTTP_PROXY: 'http://proxy:3128', NO_PROXY: '*' }, false],
    ['http://a.internal/', { HTTP_PROXY: 'http://proxy:3128', NO_PROXY: 'x, .internal' }, false],
    ['http://internal/', { HTTP_PROXY: 'http://proxy:3128', NO_PROXY: '.internal' }, false],
    ['http://notinternal/', { HTTP_PROXY: 'http://proxy:3128', NO_PROXY: 'internal' }, proxy],
    ['http://10.0.0.1:5000/', { HTTP_PROXY: 'http://proxy:3128', NO_PROXY: '10.0.0.1:5000' }, false],
    ['http://10.0.0.1:5001/', { HTTP_PROXY: 'http://proxy:3128', NO_PROXY: '10.0.0.1:5000' }, proxy],
    ['http://127.0.0.1/', { http_proxy: 'proxy:3128', no_proxy: 'localhost,127.0.0.1' }, false],
  ])('for %s with %o is %o', (url, env, expected) => {
    expect(proxyFor(new URL(url), env)).toEqual(expected);
  });

  it('that is no address is named', () => {
    expect(() => proxyFor(new URL('http://host'), { HTTP_PROXY: 'http://:bad:' })).toThrow(/HTTP_PROXY/);
  });
});
