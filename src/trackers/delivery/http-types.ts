import type { Readable } from 'node:stream';
import type { Json } from '../../core/json.js';
import type { World } from '../../core/world.js';

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
