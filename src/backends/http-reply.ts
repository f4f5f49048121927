import type { IncomingHttpHeaders } from 'node:http';

export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What can be given up: a request as the loop made it, or anything with a signal. */
export interface Abortable {
  readonly signal: AbortSignal;
}

/** A reply that is no stream, because the service refused. */
export class Refused extends Error {
  readonly reply: HttpReply;

  constructor(reply: HttpReply) {
    super(`answered ${reply.status}`);
    this.reply = reply;
  }
}
