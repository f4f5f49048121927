/** One event of a stream: what it is called, if anything, and its data. */
export interface ServerSentEvent {
  readonly event?: string;
  readonly data: string;
}

/**
 * Server-sent events out of pieces of bytes, cut anywhere: within a line, within a character, between CR and LF.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream; `id` and `retry` are of no use
 * here. An event that the end of the stream leaves unfinished is given all the same, since servers forget the last empty line;
 * whoever reads the data sees whether it is whole.
 */
export class SseParser {
  readonly #decoder = new TextDecoder();
  #rest = '';
  #data: string[] = [];
  #event = '';

  push(bytes: Uint8Array): ServerSentEvent[] {
    return this.#read(this.#decoder.decode(bytes, { stream: true }), false);
  }

  end(): ServerSentEvent[] {
    const events = this.#read(this.#decoder.decode(), true);
    return [...events, ...this.#line('')];
  }

  #read(text: string, isEnd: boolean): ServerSentEvent[] {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    let rest = lines.pop() ?? '';
    // A CR at the very end may be half of a CR LF.
    if (isEnd) {
      lines.push(rest.replace(/\r$/, ''));
      rest = '';
    }
    this.#rest = rest;
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): ServerSentEvent[] {
    if (line === '') return this.#dispatch();
    const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#event = value;
    return [];
  }

  #dispatch(): ServerSentEvent[] {
    const event: ServerSentEvent = {
      ...(this.#event !== '' && { event: this.#event }),
      data: this.#data.join('\n'),
    };
    const isEmpty = this.#data.length === 0;
    this.#data = [];
    this.#event = '';
    return isEmpty ? [] : [event];
  }
}

/** The events of a whole body. */
export function serverSentEvents(body: string): ServerSentEvent[] {
  const parser = new SseParser();
  return [...parser.push(Buffer.from(body)), ...parser.end()];
}
