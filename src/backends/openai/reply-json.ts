import type { z } from 'zod';
import { HretError } from '../../errors.js';
import type { HttpReply } from '../http.js';
import { quoted, replyError, type Service } from '../reply-error.js';
import { serverSentEvents } from './sse.js';
import { rebuilt } from './stream.js';

/** The JSON of a reply; that of a stream is put together from its pieces. */
export function jsonIn(reply: HttpReply, service: Service): unknown {
  const { 'content-type': type = '' } = reply.headers;
  if (type.startsWith('text/event-stream')) return jsonInStream(reply, service);
  try {
    return JSON.parse(reply.body);
  } catch {
    throw notJson(reply, service);
  }
}

/** Asked again when it is broken: half an answer must not pass for a whole one. */
function jsonInStream(reply: HttpReply, service: Service): unknown {
  const made = rebuilt(serverSentEvents(reply.body));
  if ('whole' in made) return made.whole;
  throw new HretError('model', `${service.name}: the stream of ${service.url} is broken: ${made.broken}.`, {
    status: reply.status,
    isRetryable: true,
  });
}

/** What the service sent, as far as we read it; another shape is an error that names the first field that differs. */
export function shaped<Shape>(schema: z.ZodType<Shape>, json: unknown, reply: HttpReply, service: Service): Shape {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new HretError(
    'model',
    `${service.name}: ${service.url} answered in another shape than OpenAI's: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`,
    { status: reply.status, cause: parsed.error },
  );
}

/** A web page means a wrong address; anything else was probably cut off on its way. No cause: it would quote the body. */
function notJson(reply: HttpReply, service: Service): HretError {
  const { status, body } = reply;
  if (/^\s*</.test(body)) {
    const message = `${service.name}: ${service.url} answered with a web page instead of JSON. ${service.advice(404, '')}`;
    return new HretError('model', message, { status, stopsRun: true });
  }
  const message = `${service.name}: ${service.url} answered with broken JSON: ${quoted(body, service.redact)}.`;
  return new HretError('model', message, { status, isRetryable: true });
}

/** An error in a reply that claims to be fine, read as a refusal; the text of a stream is no JSON, so it is written anew. */
export function errorInside(error: unknown, reply: HttpReply, service: Service): HretError {
  return replyError({ ...reply, status: statusIn(error), body: JSON.stringify({ error }) }, service);
}

function statusIn(error: unknown): number {
  const code = typeof error === 'object' && error !== null && 'code' in error ? Number(error.code) : Number.NaN;
  return code >= 400 && code <= 599 ? code : 500;
}
