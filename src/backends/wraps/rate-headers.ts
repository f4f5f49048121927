import type { IncomingHttpHeaders } from 'node:http';

/** What a reply says about the limits of the account; absent: it does not say. */
export interface RateNotice {
  /** Of a minute. */
  readonly requestsLimit?: number;
  readonly requestsRemaining?: number;
  readonly tokensLimit?: number;
  readonly tokensRemaining?: number;
}

/** Hands the headers of replies on to whoever wants to know; a backend calls `heard` for every reply, refusals too. */
export interface ReplyHeaders {
  heard?: ((headers: IncomingHttpHeaders) => void) | undefined;
}

const MINUTE_MS = 60_000;

/**
 * Reads the headers of OpenAI and those who do as it does (https://platform.openai.com/docs/guides/rate-limits:
 * `x-ratelimit-limit-requests`, `-remaining-`, `-reset-`, and the same for tokens), and of Anthropic
 * (https://docs.anthropic.com/en/api/rate-limits: `anthropic-ratelimit-requests-limit` …). A limit that
 * takes longer than a minute to be whole again is not one of a minute, and left out.
 */
export function rateNoticeIn(headers: IncomingHttpHeaders, now: number): RateNotice | undefined {
  if (headers['x-ratelimit-limit-requests'] !== undefined || headers['x-ratelimit-limit-tokens'] !== undefined) {
    return notice(headers, now, (kind, what) => `x-ratelimit-${what}-${kind}`);
  }
  if (headers['anthropic-ratelimit-requests-limit'] !== undefined) {
    return notice(headers, now, (kind, what) => `anthropic-ratelimit-${kind}-${what}`);
  }
  return undefined;
}

type Kind = 'requests' | 'tokens';

function notice(
  headers: IncomingHttpHeaders,
  now: number,
  nameOf: (kind: Kind, what: 'limit' | 'remaining' | 'reset') => string,
): RateNotice {
  const read = (kind: Kind) => {
    const limit = countIn(headers[nameOf(kind, 'limit')]);
    const remaining = countIn(headers[nameOf(kind, 'remaining')]);
    const resetMs = waitIn(headers[nameOf(kind, 'reset')], now);
    const isLonger = resetMs !== undefined && resetMs > MINUTE_MS;
    return limit === undefined || limit === 0 || isLonger ? undefined : { limit, remaining };
  };
  const requests = read('requests');
  const tokens = read('tokens');
  return {
    ...(requests !== undefined && { requestsLimit: requests.limit }),
    ...(requests?.remaining !== undefined && { requestsRemaining: requests.remaining }),
    ...(tokens !== undefined && { tokensLimit: tokens.limit }),
    ...(tokens?.remaining !== undefined && { tokensRemaining: tokens.remaining }),
  };
}

function countIn(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string' || !/^\d+$/.test(header.trim())) return undefined;
  return Number(header);
}

/** Milliseconds: `6m0s`, `1.5s`, `12ms`, a number of seconds, or a date. */
export function waitIn(header: string | string[] | undefined, now: number): number | undefined {
  if (typeof header !== 'string' || header.trim() === '') return undefined;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const parts = [...text.matchAll(/(?<!\d)(\d+(?:\.\d+)?)(ms|h|m|s|d)/g)];
  if (parts.length > 0 && parts.map(([part]) => part).join('') === text) {
    return parts.reduce((sum, [, amount = '0', unit = 's']) => sum + Number(amount) * (UNITS[unit] ?? 0), 0);
  }
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
