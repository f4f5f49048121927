import type { ServerResponse } from 'node:http';
import type { Json } from '../core/json.js';
import { type Asked, fieldsOf, type LoopbackAnswer } from './loopback-asked.js';
import { sendJson } from './loopback-reply.js';
import { type Payload, payloadOf } from './loopback-stream.js';

/** One thing that goes wrong. */
export type Fault =
  /** A refusal, for example 429 with `retry-after`. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly message?: string;
      /** The whole body, instead of `{ error: { message } }`. */
      readonly json?: Json;
    }
  /** No answer, ever. */
  | { readonly kind: 'hang' }
  /** The head of an answer and the first byte of its body, and nothing more. */
  | { readonly kind: 'hang-after-headers' }
  /** A whole reply by its length, with half a JSON in it. */
  | { readonly kind: 'truncated-json' }
  /** The connection breaks off within the body. */
  | { readonly kind: 'truncated-body' }
  | { readonly kind: 'empty-choices' }
  | { readonly kind: 'content-filter' }
  /** The answer, said to be cut off at the token limit. */
  | { readonly kind: 'length-stop' }
  /** The connection is reset before any answer. */
  | { readonly kind: 'reset' }
  /** The right answer, a byte at a time. */
  | { readonly kind: 'slow-bytes'; readonly everyMs: number };

/** Faults after which the client has an answer all the same. */
export function isAnswer(fault: Fault | undefined): boolean {
  return fault === undefined || fault.kind === 'content-filter' || fault.kind === 'length-stop';
}

/** Fails in the way of the fault. */
export function serveFault(response: ServerResponse, fault: Fault, answer: LoopbackAnswer, asked: Asked): void {
  const whole = payloadOf(answer, asked);
  switch (fault.kind) {
    case 'status':
      sendJson(response, fault.status, fault.json ?? errorJson(fault), fault.headers);
      break;
    case 'hang':
      break;
    case 'hang-after-headers':
      startBody(response, { ...whole, length: 2 ** 16 });
      response.write(whole.text[0]);
      break;
    case 'truncated-json':
      sendHalf(response, whole);
      break;
    case 'truncated-body':
      startBody(response, { ...whole, length: Buffer.byteLength(whole.text) * 2 });
      response.write(whole.text, () => response.destroy());
      break;
    case 'empty-choices':
      send(response, payloadOf({ json: { object: 'chat.completion', choices: [] } }, asked));
      break;
    case 'content-filter':
      send(response, payloadOf({ text: '', finish: 'content_filter' }, asked));
      break;
    case 'length-stop':
      send(response, payloadOf({ ...fieldsOf(answer), finish: 'length' }, asked));
      break;
    case 'reset':
      response.socket?.resetAndDestroy();
      break;
    case 'slow-bytes':
      sendSlowly(response, whole, fault.everyMs);
      break;
    default:
      fault satisfies never;
  }
}

function errorJson({ status, message = `scripted failure ${status}` }: Extract<Fault, { kind: 'status' }>): Json {
  return { error: { message, code: status } };
}

/** A whole answer. */
export function send(response: ServerResponse, payload: Payload, headers: Readonly<Record<string, string>> = {}): void {
  const bytes = Buffer.from(payload.text);
  response.writeHead(200, { 'content-type': payload.type, 'content-length': bytes.length, ...headers });
  response.end(bytes);
}

function sendHalf(response: ServerResponse, { type, text }: Payload): void {
  const bytes = Buffer.from(text);
  const half = bytes.subarray(0, bytes.length / 2);
  startBody(response, { type, length: half.length });
  response.end(half);
}

function startBody(
  response: ServerResponse,
  { type, length }: { readonly type: string; readonly length: number },
): void {
  response.writeHead(200, { 'content-type': type, 'content-length': length });
}

function sendSlowly(response: ServerResponse, { type, text }: Payload, everyMs: number): void {
  const bytes = Buffer.from(text);
  startBody(response, { type, length: bytes.length });
  let sent = 0;
  const timer = setInterval(() => {
    response.write(bytes.subarray(sent, sent + 1));
    sent += 1;
    if (sent < bytes.length) return;
    clearInterval(timer);
    response.end();
  }, everyMs);
  response.on('close', () => clearInterval(timer));
}
