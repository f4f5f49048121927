import type { World } from '../core/world.js';
import { HretError, messageOf } from '../errors.js';
import { refusalOf } from './hub-errors.js';
import type { RepoKind } from './hub-repo-kind.js';
import type { HubSettings } from './hub-settings.js';

const RETRIES = 4;
const LONGEST_WAIT_MS = 120_000;
const MOST_REDIRECTS = 8;

/** A hub and the means to reach it. */
export interface HubConnection {
  /** What is asked for: datasets or models. */
  readonly kind: RepoKind;
  readonly settings: HubSettings;
  readonly world: World;
}

export interface HubRequest {
  readonly repo: string;
  /** Below the endpoint, escaped: `/api/datasets/…`. */
  readonly path: string;
  /** What is asked for, in words for messages. */
  readonly thing: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** What the hub says about a file, itself or while it sends us on to its content server. */
export interface FileMetadata {
  readonly etag?: string;
  readonly commit?: string;
  /** Bytes of the whole file. */
  readonly size?: number;
}

export interface HubReply extends FileMetadata {
  readonly response: Response;
}

/** Asks once. Throws what the user can do about a refusal; `isRetryable` when the same request may succeed later. */
export async function askHub(hub: HubConnection, request: HubRequest): Promise<HubReply> {
  const { endpoint, token } = hub.settings;
  const home = new URL(endpoint).origin;
  let url = new URL(endpoint + request.path);
  let told: FileMetadata = {};
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const isHub = url.origin === home;
    const response = await sent(hub, url, request, isHub ? token : undefined);
    const location = response.headers.get('location');
    const isRedirect = response.status >= 300 && response.status < 400 && location !== null;
    if (isHub) told = { ...told, ...metadataOf(response, isRedirect) };
    if (!isRedirect) return { ...told, response: await granted(hub, request, response) };
    await response.body?.cancel();
    url = new URL(location, url);
  }
  throw new HretError('data', `${endpoint} redirects in circles for ${request.thing} of ${request.repo}.`);
}

/** Does `work` again, up to four times, while it fails with an error worth retrying; waits as long as the hub asks. */
export async function withRetries<Made>(
  world: World,
  signal: AbortSignal | undefined,
  work: () => Promise<Made>,
  isWorthRetrying: (error: HretError) => boolean = (error) => error.isRetryable,
): Promise<Made> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const wait = error instanceof HretError && isWorthRetrying(error) ? waitBefore(error, attempt, world) : undefined;
      if (wait === undefined || attempt === RETRIES) throw error;
      await world.sleep(wait, signal);
    }
  }
}

/** `undefined` when the hub asks for more patience than a person has. */
function waitBefore(error: HretError, attempt: number, world: World): number | undefined {
  const wait = error.retryAfterMs ?? 500 * 2 ** attempt * (1 + world.random() / 4);
  return wait <= LONGEST_WAIT_MS ? wait : undefined;
}

async function sent(hub: HubConnection, url: URL, request: HubRequest, token: string | undefined): Promise<Response> {
  const { signal } = request;
  try {
    return await hub.world.fetch(url, {
      // Redirects are followed here, by hand, so that the token stays with the hub.
      redirect: 'manual',
      headers: {
        // A compressed reply would hide the size of the file.
        'accept-encoding': 'identity',
        'user-agent': 'hret',
        ...request.headers,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw unreachable(url.origin, error, signal);
  }
}

/** The error of a hub, or of its content server, that gave no answer or only a part of one; the reason itself when the user stopped it. */
export function unreachable(origin: string, cause: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted && !isTimeout(signal.reason)) return signal.reason;
  const reason = cause instanceof Error && cause.cause !== undefined ? messageOf(cause.cause) : messageOf(cause);
  return new HretError('data', `${origin} cannot be reached (${reason}). Check the network, or HF_ENDPOINT.`, {
    cause,
    isRetryable: true,
  });
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError';
}

async function granted(hub: HubConnection, request: HubRequest, response: Response): Promise<Response> {
  if (response.ok) return response;
  await response.body?.cancel();
  const { endpoint, token } = hub.settings;
  throw refusalOf(response, { ...request, kind: hub.kind, endpoint, hasToken: token !== undefined }, hub.world.now());
}

/** Headers of the hub itself; the content server's own etag says something else. */
function metadataOf({ headers, status }: Response, isRedirect: boolean): FileMetadata {
  const etag = headers.get('x-linked-etag') ?? headers.get('etag');
  const commit = headers.get('x-repo-commit');
  const whole = status === 206 || isRedirect || headers.has('content-encoding') ? null : headers.get('content-length');
  const size = headers.get('x-linked-size') ?? /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] ?? whole;
  return {
    ...(etag === null ? {} : { etag: etag.replace(/^W\//, '').replaceAll('"', '') }),
    ...(commit === null ? {} : { commit }),
    ...(size === null ? {} : { size: Number(size) }),
  };
}
