import { type HttpReply, Refused } from './http-reply.js';

/** What is pushed while something is asked, in its order; ends when the reply does. */
export async function* pushed(ask: (push: (bytes: Buffer) => void) => Promise<HttpReply>): AsyncGenerator<Uint8Array> {
  const waiting: Buffer[] = [];
  let wake = () => {};
  let end: { readonly reply: HttpReply } | { readonly error: unknown } | undefined;
  const over = (ended: typeof end) => {
    end = ended;
    wake();
  };
  ask((bytes) => {
    waiting.push(bytes);
    wake();
  }).then(
    (reply) => over({ reply }),
    (error: unknown) => over({ error }),
  );
  for (;;) {
    yield* waiting.splice(0);
    if (waiting.length > 0) continue;
    if (end === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      continue;
    }
    if ('error' in end) throw end.error;
    if (end.reply.status > 299) throw new Refused(end.reply);
    return;
  }
}
