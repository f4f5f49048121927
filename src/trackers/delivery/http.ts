import type { AxiosInstance } from 'axios';
import { HretError } from '../../errors.js';
import { addressOf, baseOf, shownAddress } from './http-address.js';
import { openClient } from './http-client.js';
import { networkError, quoted, refusal } from './http-error.js';
import { redacted, secretsOf } from './http-secrets.js';
import type { TrackerHttp, TrackerHttpOptions, TrackerReply, TrackerRequest } from './http-types.js';
import { proxyFor } from './proxy.js';

export function trackerHttp(options: TrackerHttpOptions): TrackerHttp {
  const base = baseOf(options.baseUrl);
  const secrets = secretsOf(options, base);
  const redact = (text: string) => secrets.redact(text);
  const stop = new AbortController();
  let opening: Promise<AxiosInstance> | undefined;

  const request = async (asked: TrackerRequest): Promise<TrackerReply> => {
    opening ??= openClient(options);
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
