import { HretError, type HretErrorOptions, messageOf } from '../../errors.js';

const LONGEST_QUOTE = 300;
const MAY_PASS = new Set([408, 425, 429]);

/** A refusal as an error that says whether asking again may help: 408, 425, 429 and 5xx may pass. */
export function refusal(
  place: string,
  { status, headers, text }: { readonly status: number; readonly headers: Headers; readonly text: string },
  now: number,
): HretError {
  const isRetryable = MAY_PASS.has(status) || (status >= 500 && status !== 501);
  const retryAfterMs = isRetryable ? retryAfter(headers, now) : undefined;
  const location = headers.get('location');
  const moved =
    location === null ? '' : `, pointing to ${location.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//')}`;
  const options: HretErrorOptions = { status, isRetryable, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  return new HretError('not_available', `${place} answered ${status}${moved}: ${quoted(text)}.`, options);
}

/** What kept a request from being answered. Nobody knows how long that lasts, so it may be asked again, unless the other side cannot be trusted. */
export function networkError(place: string, cause: unknown): HretError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const isUntrusted = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL|^EPROTO$/.test(code);
  const isClosed = code === 'ERR_CANCELED';
  const reason = isClosed ? 'the request was given up' : messageOf(cause);
  const named = code === '' || reason.includes(code) ? reason : `${reason} (${code})`;
  return new HretError('not_available', `${place} cannot be reached: ${named}.`, {
    cause,
    isRetryable: !isUntrusted && !isClosed,
  });
}

/** What a service says, in one line and short. It is somebody else's text: shown, never followed. */
export function quoted(text: string): string {
  const plain = [
    ...(complaintIn(text) ?? text)
      .replace(/<[^<>]*>/g, ' ')
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim(),
  ];
  if (plain.length === 0) return 'nothing';
  return `"${plain.slice(0, LONGEST_QUOTE).join('')}${plain.length > LONGEST_QUOTE ? '…' : ''}"`;
}

/** The sentence within `{ message }`, `{ error }`, `{ error: { message } }`, `{ errors: [{ message }] }`. */
function complaintIn(text: string): string | undefined {
  const outer = objectIn(parsed(text));
  const errors: unknown = Array.isArray(outer.errors) ? outer.errors[0] : undefined;
  const found = [objectIn(outer.error).message, objectIn(errors).message, outer.message, outer.error, outer.detail];
  const message = found.find((part) => typeof part === 'string');
  const name = typeof outer.error_code === 'string' ? `${outer.error_code}: ` : '';
  return message === undefined ? undefined : `${name}${message}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Milliseconds the server asks to wait: in seconds, or as a date by the server's own clock. */
function retryAfter(headers: Headers, now: number): number | undefined {
  const given = headers.get('retry-after')?.trim() ?? '';
  if (given === '') return undefined;
  const seconds = Number(given);
  if (!Number.isNaN(seconds)) return seconds >= 0 ? seconds * 1000 : undefined;
  const serverNow = Date.parse(headers.get('date') ?? '');
  const wait = Date.parse(given) - (Number.isNaN(serverNow) ? now : serverNow);
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
