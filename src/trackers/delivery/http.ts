import type { Readable } from 'node:stream';
import type { AxiosInstance } from 'axios';
import type { Json } from '../../core/json.js';
import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';
import { REDACTED, Secrets } from '../../util/redact.js';
import { isSecretParameter } from '../../util/secret-names.js';
import { networkError, quoted, refusal } from './http-error.js';
import { proxyFor } from './proxy.js';

/** PEM texts, and whether a certificate nobody vouches for is good enough. */
export interface TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly isInsecure?: boolean;
}

export interface TrackerHttpOptions {
  /** Paths are put behind it. */
  readonly baseUrl: string;
  /** Whether messages name only the host, because the path is a key. */
  readonly isAddressSecret?: boolean;
  /** Sent to `baseUrl` and to no other host: keys belong here. */
  readonly headers?: Readonly<Record<string, string>>;
  /** HTTP_PROXY, HTTPS_PROXY and NO_PROXY are read from it. */
  readonly env: World['env'];
  readonly now: World['now'];
  readonly tls?: TlsOptions;
  /** Milliseconds of silence after which a request is given up; 30 s unless said otherwise. */
  readonly timeoutMs?: number;
}

export interface TrackerRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** A path below `baseUrl`, or a whole address, for example one the server gave for an upload. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: Json | object;
  /** Sent as it is. A stream cannot be sent again: make a new one for every delivery. */
  readonly body?: string | Uint8Array | Readable;
}

export interface TrackerReply {
  readonly status: number;
  readonly headers: Headers;
  /** The text of the body, up to 64 MiB. */
  readonly text: string;
  /** The body as JSON; an `HretError` when it is none. What is in it is up to the server: check it with a schema. */
  json(): unknown;
}

/** HTTP as tracker services speak it, on axios, which is imported when the first request is made. */
export interface TrackerHttp {
  /**
   * Sends one request. Any reply but 2xx is an `HretError` with `status`: `isRetryable` for 408, 425, 429, 5xx and what the
   * network did, `retryAfterMs` where the server says so. Addresses in messages have no user info and no secret parameters,
   * and no header sent appears in one. Redirects are not followed: a POST would become a GET, and keys would travel along.
   */
  request(request: TrackerRequest): Promise<TrackerReply>;
  get(path: string, query?: TrackerRequest['query']): Promise<TrackerReply>;
  post(path: string, json: Json | object): Promise<TrackerReply>;
  put(path: string, body: string | Uint8Array | Readable, headers?: TrackerRequest['headers']): Promise<TrackerReply>;
  /** Gives up what is in flight and drops the connections. */
  close(): void;
}

const TIMEOUT_MS = 30_000;
const LARGEST_REPLY = 64 * 2 ** 20;

export function trackerHttp(options: TrackerHttpOptions): TrackerHttp {
  const base = baseOf(options.baseUrl);
  const secrets = secretsOf(options, base);
  const redact = (text: string) => secrets.redact(text);
  const stop = new AbortController();
  let opening: Promise<AxiosInstance> | undefined;

  const request = async (asked: TrackerRequest): Promise<TrackerReply> => {
    opening ??= open(options);
    const url = addressOf(base, asked);
    const place = redact(options.isAddressSecret ? url.origin : shownAddress(url));
    const client = await opening;
    const { status, headers, text } = await client
      .request<ArrayBuffer>({
        method: asked.method,
        url: url.href,
        headers: headersFor(url, base, options, asked),
        data: asked.json === undefined ? asked.body : Buffer.from(JSON.stringify(asked.json)),
        proxy: proxyFor(url, options.env),
        signal: stop.signal,
      })
      .then(
        (reply) => ({
          status: reply.status,
          headers: headersOf(reply.headers),
          text: Buffer.from(reply.data ?? []).toString('utf8'),
        }),
        (error: unknown) => {
          throw redacted(networkError(place, error), redact);
        },
      );
    if (status < 200 || status > 299) throw redacted(refusal(place, { status, headers, text }, options.now()), redact);
    return { status, headers, text, json: () => parse(text, place, redact) };
  };
  return {
    request,
    get: (path, query) => request({ method: 'GET', path, ...(query !== undefined && { query }) }),
    post: (path, json) => request({ method: 'POST', path, json }),
    put: (path, body, headers) => request({ method: 'PUT', path, body, ...(headers !== undefined && { headers }) }),
    close() {
      stop.abort();
      opening?.then(
        ({ defaults }) => {
          defaults.httpAgent.destroy();
          defaults.httpsAgent.destroy();
        },
        () => {},
      );
    },
  };
}

async function open({ tls = {}, timeoutMs = TIMEOUT_MS }: TrackerHttpOptions): Promise<AxiosInstance> {
  const [{ default: axios }, { Agent: HttpAgent }, { Agent: HttpsAgent }] = await Promise.all([
    import('axios'),
    import('node:http'),
    import('node:https'),
  ]);
  const { isInsecure = false, ...pems } = tls;
  return axios.create({
    adapter: 'http',
    timeout: timeoutMs,
    maxRedirects: 0,
    maxContentLength: LARGEST_REPLY,
    maxBodyLength: Number.POSITIVE_INFINITY,
    responseType: 'arraybuffer',
    transformRequest: [(data: unknown) => data],
    validateStatus: () => true,
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true, ...pems, rejectUnauthorized: !isInsecure }),
  });
}

function baseOf(baseUrl: string): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new HretError(
    'usage',
    `"${shownAddress(baseUrl)}" is not the address of a server; expected http:// or https://.`,
  );
}

function addressOf(base: URL, { path, query = {} }: TrackerRequest): URL {
  const url = /^https?:\/\//i.test(path) ? new URL(path) : below(base, path);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.append(name, String(value));
  return url;
}

function below(base: URL, path: string): URL {
  const url = new URL(base);
  const [own = '', search] = path.split('?', 2);
  url.pathname = `${base.pathname.replace(/\/$/, '')}/${own.replace(/^\//, '')}`;
  if (search !== undefined) url.search = search;
  return url;
}

/** The keys of the service stay with the service: an upload goes to a storage that has its own in the address. */
function headersFor(
  url: URL,
  base: URL,
  { headers = {} }: TrackerHttpOptions,
  asked: TrackerRequest,
): Record<string, string> {
  return {
    ...(asked.json !== undefined && { 'content-type': 'application/json' }),
    ...(url.origin === base.origin && headers),
    ...asked.headers,
  };
}

function headersOf(given: object): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === 'string' || typeof value === 'number') headers.set(name, String(value));
    else if (Array.isArray(value)) headers.set(name, value.join(', '));
  }
  return headers;
}

/** Host and path for people: no user info, and no parameter that may be a key. */
function shownAddress(address: URL | string): string {
  if (typeof address === 'string') return address.replace(/\/\/[^/?#]*@/, `//${REDACTED}@`).replace(/[?#].*$/s, '');
  const url = new URL(address);
  url.username = '';
  url.password = '';
  for (const name of [...url.searchParams.keys()]) {
    if (isSecretParameter(name)) url.searchParams.set(name, REDACTED);
  }
  return readable(url.href);
}

function readable(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

/** Everything that is nobody's business and that a server may quote. */
function secretsOf({ headers = {} }: TrackerHttpOptions, { password }: URL): Secrets {
  const secrets = new Secrets();
  for (const [name, value] of Object.entries(headers)) {
    if (!isSecretParameter(name)) continue;
    secrets.add(value);
    secrets.add(value.replace(/^(bearer|basic|token)\s+/i, ''));
  }
  if (password !== '') secrets.add(decodeURIComponent(password));
  return secrets;
}

/** The cause is left out: axios keeps the whole request in it, headers included. */
function redacted(error: HretError, redact: (text: string) => string): HretError {
  const { code, message, status, isRetryable, retryAfterMs } = error;
  return new HretError(code, redact(message), {
    isRetryable,
    ...(status !== undefined && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

function parse(text: string, place: string, redact: (text: string) => string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HretError(
      'not_available',
      `${place} answered something that is not JSON: ${redact(quoted(text))}. Is it the right address?`,
    );
  }
}
