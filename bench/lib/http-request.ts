const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n');

export interface HttpRequest {
  readonly path: string;
  /** As it was sent: in a chunked body the lengths of the chunks stand between them. */
  readonly body: Buffer;
}

/** Cuts the bytes of one connection into requests; just enough of HTTP/1.1 for clients on this machine. */
export class RequestReader {
  #unread: Buffer = Buffer.alloc(0);

  *read(chunk: Buffer): Generator<HttpRequest> {
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
    for (;;) {
      const headEnd = this.#unread.indexOf(HEAD_END);
      if (headEnd === -1) return;
      const head = this.#unread.toString('latin1', 0, headEnd);
      const bodyStart = headEnd + HEAD_END.length;
      const bodyEnd = this.#bodyEnd(head, bodyStart);
      if (bodyEnd === undefined || bodyEnd > this.#unread.length) return;
      const body = this.#unread.subarray(bodyStart, bodyEnd);
      this.#unread = this.#unread.subarray(bodyEnd);
      yield { path: head.slice(head.indexOf(' ') + 1, head.indexOf(' ', head.indexOf(' ') + 1)), body };
    }
  }

  /** `undefined` while the end of a chunked body is not there. */
  #bodyEnd(head: string, bodyStart: number): number | undefined {
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length !== undefined) return bodyStart + Number(length);
    if (!/\r\ntransfer-encoding: *chunked/i.test(head)) return bodyStart;
    const last = this.#unread.indexOf(LAST_CHUNK, bodyStart);
    return last === -1 ? undefined : last + LAST_CHUNK.length;
  }
}
