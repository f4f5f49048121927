import { HretError } from '../errors.js';
import type { HttpReply } from './http.js';

/** Who was asked, for messages. */
export interface Service {
  /** The model's id. */
  readonly name: string;
  /** The address, without anything secret. */
  readonly url: string;
  readonly redact: (text: string) => string;
  /** What to set when the service refuses a key, a model or a path. */
  readonly advice: (status: number, message: string) => string;
  readonly now: () => number;
}

/** What a service says about its refusal. */
export interface Complaint {
  readonly message: string;
  /** `insufficient_quota`, `context_length_exceeded` …, as far as it gives any. */
  readonly codes: readonly string[];
}

const LONGEST_QUOTE = 300;
/** Of an error page, so that tags that never close take no time. */
const LONGEST_PAGE = 20_000;
const MUST_BE_MENDED = new Set([401, 402, 403, 404, 405]);
const MAY_PASS = new Set([408, 409, 425, 429]);
const OUT_OF_MONEY = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active']);
const MODEL_LACKS_IT = new Set([
  ...['unsupported_parameter', 'unsupported_value', 'model_not_found'],
  // LiteLLM's proxy, of any key but its master key when it has no database.
  'no_db_connection',
]);
/** LiteLLM's proxy says this with status 400. */
const UNKNOWN_MODEL = /Invalid model name passed in model=/;

/**
 * A refusal as an error that says how to go on. 408, 409, 425, 429 and 5xx may pass: asked again. A wrong key, path or
 * model, an empty account, or a parameter the model does not know: no other sample can succeed, the run stops. Any other
 * (400, 413, 422: a prompt that is too long, an image it cannot read) concerns this sample alone.
 */
export function replyError(reply: HttpReply, service: Service): HretError {
  const { status } = reply;
  const complaint = complaintIn(reply.body);
  const isBroke = complaint.codes.some((code) => OUT_OF_MONEY.has(code));
  const isRetryable = !isBroke && (MAY_PASS.has(status) || status >= 500);
  const isUnsupported =
    complaint.codes.some((code) => MODEL_LACKS_IT.has(code)) || UNKNOWN_MODEL.test(complaint.message);
  const stopsRun = isBroke || isUnsupported || MUST_BE_MENDED.has(status) || status < 400;
  const retryAfterMs = isRetryable ? retryAfter(reply, service.now()) : undefined;
  const advice = isBroke ? 'The account has no credit left.' : service.advice(status, complaint.message);
  return new HretError(
    status === 408 || status === 504 ? 'timeout' : 'model',
    messageFor(reply, complaint, service, advice),
    {
      status,
      isRetryable,
      stopsRun,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
  );
}

/** What the service says, without secrets, and short. */
export function quoted(text: string, redact: (text: string) => string): string {
  const points = [...redact(text).replace(/\s+/g, ' ').trim()];
  const short = points.length > LONGEST_QUOTE ? `${points.slice(0, LONGEST_QUOTE).join('')}…` : points.join('');
  return short === '' ? 'nothing' : `"${short}"`;
}

/** Reads the shapes in use: `{ error: { message, code, type } }`, `{ error: "…" }`, `{ message }`, `{ detail }`, or bare text. */
export function complaintIn(body: string): Complaint {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return { message: body.slice(0, LONGEST_PAGE).replace(/<(style|script).*?<\/\1>|<[^<>]*>/gs, ' '), codes: [] };
  }
  const outer = objectOr(parsed);
  const inner = objectOr(outer.error);
  const message = [inner.message, outer.error, outer.message, outer.detail].find((text) => typeof text === 'string');
  const codes = [inner.code, inner.type, outer.code].filter((code) => typeof code === 'string');
  return { message: message ?? body, codes };
}

function messageFor(reply: HttpReply, complaint: Complaint, service: Service, advice: string): string {
  const { status, headers } = reply;
  const moved = typeof headers.location === 'string' ? ` and points to ${service.redact(headers.location)}` : '';
  const said = `${service.name}: ${service.url} answered ${status}${moved}: ${quoted(complaint.message, service.redact)}.`;
  return advice === '' ? said : `${said} ${advice}`;
}

/** Milliseconds the server asks to wait: `retry-after-ms`, or `retry-after` in seconds or as a date by the server's own clock. */
function retryAfter({ headers }: HttpReply, now: number): number | undefined {
  const exact = Number(headers['retry-after-ms'] ?? Number.NaN);
  if (exact >= 0) return exact;
  const given = headers['retry-after'];
  if (given === undefined || given.trim() === '') return undefined;
  const seconds = Number(given);
  if (!Number.isNaN(seconds)) return seconds >= 0 ? seconds * 1000 : undefined;
  const date = Date.parse(given);
  if (Number.isNaN(date)) return undefined;
  const serverNow = Date.parse(headers.date ?? '');
  return Math.max(0, date - (Number.isNaN(serverNow) ? now : serverNow));
}

function objectOr(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
