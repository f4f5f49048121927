import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { onAbort } from '../core/asked.js';
import type { Abortable, HttpReply } from './http-reply.js';
import { type Connection, networkError, placeOf } from './network-errors.js';
import { type Overdue, Waiting } from './overdue.js';
import type { TimeLimit } from './time-limit.js';

export interface Watch {
  readonly timeLimit: TimeLimit;
  readonly overdue: Overdue;
}

/** One request and its reply, called by undici as they go on. */
export class Exchange extends Waiting implements Dispatcher.DispatchHandler {
  readonly #url: URL;
  readonly #connection: Connection;
  readonly #watch: Watch | undefined;
  readonly #resolve: (reply: HttpReply) => void;
  readonly #reject: (error: unknown) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #failure: { readonly reason: unknown } | undefined;
  #stopListening: (() => void) | undefined;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  readonly #chunks: Buffer[] = [];
  readonly #onBytes: ((chunk: Buffer) => void) | undefined;

  constructor(
    url: URL,
    connection: Connection,
    watch: Watch | undefined,
    resolve: (reply: HttpReply) => void,
    reject: (error: unknown) => void,
    onBytes?: (chunk: Buffer) => void,
  ) {
    super();
    this.#onBytes = onBytes;
    this.#url = url;
    this.#connection = connection;
    this.#watch = watch;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  begin(request: Abortable): void {
    this.#stopListening = onAbort(request, (reason) => this.#fail(reason));
    if (!this.hasFailed) this.#watch?.overdue.begin(this);
  }

  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  override giveUp(waitedMs: number): void {
    this.#fail(this.#watch?.timeLimit.error(placeOf(this.#url), waitedMs));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#failure !== undefined) controller.abort(abortError(this.#failure.reason));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.#status = status;
    this.#headers = headers;
    this.#connection.hasAnswered = true;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#onBytes === undefined || this.#status > 299) this.#chunks.push(chunk);
    else this.#onBytes(chunk);
  }

  onResponseEnd(): void {
    const tookMs = this.#settle();
    if (tookMs !== undefined && this.#status < 300) this.#watch?.timeLimit.answered(tookMs);
    const [first = Buffer.alloc(0), ...rest] = this.#chunks;
    const body = rest.length === 0 ? first : Buffer.concat(this.#chunks);
    this.#resolve({ status: this.#status, headers: this.#headers, body: body.toString() });
  }

  onResponseError(_: Dispatcher.DispatchController | undefined, error: Error): void {
    if (this.#failure !== undefined) return;
    this.#settle();
    this.#reject(networkError(error, this.#url, this.#connection));
  }

  /** Rejects at once; undici hears of it as soon as it has a connection to drop. */
  #fail(reason: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = { reason };
    this.#settle();
    this.#controller?.abort(abortError(reason));
    this.#reject(reason);
  }

  /** Milliseconds it took, where somebody wants to know. */
  #settle(): number | undefined {
    this.#stopListening?.();
    return this.#watch?.overdue.end(this);
  }
}

function abortError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}
