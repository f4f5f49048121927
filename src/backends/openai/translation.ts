import type { Http, HttpReply } from '../http.js';
import { type ServerSentEvent, SseParser, serverSentEvents } from './sse.js';

export type Fields = Readonly<Record<string, unknown>>;

/** Turns the events of a stream into pieces of a chat in OpenAI's form; `done` after the last of a whole answer. */
export type PieceReader = (event: ServerSentEvent) => readonly (Fields | 'done')[];

/** How a service that speaks another protocol is asked as if it spoke OpenAI's. */
export interface Translation {
  /** Of a call, with the model and the version it needs. */
  pathOf(model: string, isStream: boolean): string;
  /** The body of a chat in the service's form. What is no field of a chat is sent as it is. */
  request(body: Fields): Fields;
  /** A reply as a chat completion; `undefined` when it has another shape than the service's. */
  reply(json: unknown): Fields | undefined;
  pieces(): PieceReader;
  /** Headers that depend on what is sent, a signature for example. */
  headersFor?(url: URL, body: string): Readonly<Record<string, string>>;
}

/** The connection to a service of another protocol, for those who speak OpenAI's: bodies and replies are translated on the way. */
export function translated(http: Http, { request, reply, pieces, headersFor }: Translation): Http {
  const sent = (url: URL, headers: Readonly<Record<string, string>>, body: unknown) => {
    const text = JSON.stringify(request(body as Fields));
    return { text, headers: { ...headers, ...headersFor?.(url, text) } };
  };
  return {
    ...http,
    async postJson(url, headers, body, asked) {
      const { text, headers: all } = sent(url, headers, body);
      const got = await http.postText(url, all, text, asked);
      return got.status < 200 || got.status > 299 ? got : { ...got, body: translatedBody(got, reply, pieces) };
    },
    async *stream(url, headers, body, asked) {
      const { text, headers: all } = sent(url, headers, body);
      const parser = new SseParser();
      const read = pieces();
      for await (const bytes of http.streamText(url, all, text, asked)) {
        for (const event of parser.push(bytes)) yield* read(event).map(asEvent);
      }
      for (const event of parser.end()) yield* read(event).map(asEvent);
    },
  };
}

function translatedBody(got: HttpReply, reply: Translation['reply'], pieces: Translation['pieces']): string {
  const { 'content-type': type = '' } = got.headers;
  if (type.startsWith('text/event-stream')) {
    const read = pieces();
    const events = serverSentEvents(got.body).flatMap((event) => read(event).map(asEvent));
    return events.map(({ data }) => `data: ${data}\n\n`).join('');
  }
  try {
    const whole = reply(JSON.parse(got.body));
    return whole === undefined ? got.body : JSON.stringify(whole);
  } catch {
    return got.body; // broken JSON, which whoever reads it complains of
  }
}

function asEvent(piece: Fields | 'done'): ServerSentEvent {
  return { data: piece === 'done' ? '[DONE]' : JSON.stringify(piece) };
}
