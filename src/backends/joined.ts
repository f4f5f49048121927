import { onAbort } from '../core/asked.js';
import { HretError } from '../errors.js';
import { kindOf } from './kind-of.js';

/** The pieces of a stream as one text. When the request is given up the stream is closed and its reason is thrown, even if no further piece ever comes. */
export async function joined(
  pieces: AsyncIterable<string>,
  request: { readonly signal: AbortSignal },
  id: string,
): Promise<string> {
  const iterator = pieces[Symbol.asyncIterator]();
  let isAborted = false;
  return new Promise((resolve, reject) => {
    const stopListening = onAbort(request, (reason) => {
      isAborted = true;
      reject(reason);
      void closed(iterator);
    });
    readAll(iterator, id, () => isAborted)
      .then(resolve, reject)
      .finally(stopListening);
  });
}

async function readAll(iterator: AsyncIterator<string>, id: string, isAborted: () => boolean): Promise<string> {
  let text = '';
  while (!isAborted()) {
    const { done, value } = await iterator.next();
    if (done) break;
    if (typeof value !== 'string') {
      void closed(iterator);
      throw new HretError(
        'model',
        `${id} gave a stream with ${kindOf(value)} in it; a stream of a model function holds strings.`,
      );
    }
    text += value;
  }
  return text;
}

/** A stream that fails to close is left behind: its answer is decided already. */
async function closed(iterator: AsyncIterator<string>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {}
}
