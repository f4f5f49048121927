import type { Json } from '../core/json.js';
import { type Asked, fieldOf, fieldsOf, type LoopbackAnswer } from './loopback-asked.js';
import { nativeEvents } from './loopback-native.js';
import { isNative, replyJson } from './loopback-reply.js';

/** A reply as it goes over the wire. */
export interface Payload {
  readonly type: string;
  readonly text: string;
}

/** The answer whole, or in pieces where the request asks for a stream. */
export function payloadOf(answer: LoopbackAnswer, asked: Asked): Payload {
  if (isNative(asked) && asked.body.stream === true)
    return { type: 'text/event-stream', text: nativeEvents(fieldsOf(answer), asked) };
  const whole = replyJson(answer, asked);
  if (asked.body.stream !== true) return { type: 'application/json', text: JSON.stringify(whole) };
  return { type: 'text/event-stream', text: asked.api === 'responses' ? eventsOf(whole) : chunksOf(whole, asked.body) };
}

const PIECE = 3;

/** Pieces of a text, whole characters each; none of no text, so that a stream can tell the two apart. */
function piecesOf(text: Json | undefined): string[] {
  if (typeof text !== 'string') return [];
  const points = [...text];
  if (points.length === 0) return [''];
  return Array.from({ length: Math.ceil(points.length / PIECE) }, (_, n) =>
    points.slice(n * PIECE, (n + 1) * PIECE).join(''),
  );
}

/** https://platform.openai.com/docs/api-reference/chat/streaming: role first, then texts, then the reason, then the usage. */
function chunksOf(whole: Json, { stream_options: options }: Asked['body']): string {
  const choice = first(fieldOf(whole, 'choices'));
  if (choice === undefined) return `${line(whole)}data: [DONE]\n\n`;
  const head = { id: 'loopback', object: 'chat.completion.chunk', model: fieldOf(whole, 'model') ?? null };
  const chunk = (fields: Json) =>
    line({ ...head, choices: [{ index: 0, finish_reason: null, ...(fields as object) }] });
  const message = fieldOf(choice, 'message');
  const logprobs = fieldOf(choice, 'logprobs');
  const usage = fieldOf(whole, 'usage');
  const wantsUsage = fieldOf(options, 'include_usage') === true && usage !== undefined;
  const deltas =
    message === undefined
      ? piecesOf(fieldOf(choice, 'text')).map((text) => ({ text }))
      : deltasOf(message).map((delta) => ({ delta }));
  return [
    ': a comment, as servers send them to keep a connection alive\n\n',
    ...deltas.map((delta) => chunk(delta as Json)),
    chunk({ ...(message === undefined ? { text: '' } : { delta: {} }), logprobs: logprobs ?? null }),
    chunk({
      ...(message === undefined ? { text: '' } : { delta: {} }),
      finish_reason: fieldOf(choice, 'finish_reason') ?? null,
    }),
    ...(wantsUsage ? [line({ ...head, choices: [], usage })] : []),
    'data: [DONE]\n\n',
  ].join('');
}

function deltasOf(message: Json): Json[] {
  const texts = ['content', 'refusal', 'reasoning_content'].flatMap((field) =>
    piecesOf(fieldOf(message, field)).map((text) => ({ [field]: text })),
  );
  const calls = fieldOf(message, 'tool_calls');
  const toolCalls = (Array.isArray(calls) ? calls : []).flatMap((call, index) => {
    const name = fieldOf(fieldOf(call, 'function'), 'name') ?? null;
    const begun = { index, id: fieldOf(call, 'id') ?? null, type: 'function', function: { name, arguments: '' } };
    const rest = piecesOf(fieldOf(fieldOf(call, 'function'), 'arguments'));
    return [begun, ...rest.map((text) => ({ index, function: { arguments: text } }))].map((piece) => ({
      tool_calls: [piece],
    }));
  });
  return [{ role: 'assistant' }, ...texts, ...(toolCalls as Json[])];
}

/** https://platform.openai.com/docs/api-reference/responses-streaming */
function eventsOf(whole: Json): string {
  const status = fieldOf(whole, 'status');
  const ending = status === 'incomplete' ? 'incomplete' : 'completed';
  const message = (fieldOf(whole, 'output') as Json[] | undefined)?.find((item) => fieldOf(item, 'type') === 'message');
  const text = fieldOf(first(fieldOf(message, 'content')), 'text');
  const event = (type: string, fields: object) => `event: ${type}\n${line({ type, ...fields } as Json)}`;
  return [
    event('response.created', { response: { id: 'resp_loopback', status: 'in_progress', output: [] } }),
    ...piecesOf(text).map((delta) => event('response.output_text.delta', { delta })),
    event(`response.${ending}`, { response: whole }),
  ].join('');
}

function line(json: Json): string {
  return `data: ${JSON.stringify(json)}\n\n`;
}

function first(list: Json | undefined): Json | undefined {
  return Array.isArray(list) ? list[0] : undefined;
}
