import { HretError } from '../../errors.js';
import { pushed } from '../../util/pushed.js';
import { ask } from './ask.js';
import { callOf } from './call.js';
import { told } from './callbacks.js';
import { askInForm } from './in-form.js';
import { chunkFrom, responseFrom } from './response.js';
import type { ChatChunk, CompletionOptions, ModelResponse } from './types.js';

/** One answer, whole. */
export async function complete(given: CompletionOptions): Promise<ModelResponse> {
  const call = callOf(given);
  return told(call.options, async () => askInForm(call));
}

/** One answer in pieces, as they come in. Asking ends when nobody reads any more. */
export async function* completeStreaming(given: CompletionOptions): AsyncGenerator<ChatChunk, void, undefined> {
  const call = callOf({ ...given, stream: true });
  const { options, messages } = call;
  const stopping = new AbortController();
  const signal = options.signal === undefined ? stopping.signal : AbortSignal.any([options.signal, stopping.signal]);
  try {
    yield* pushed<ChatChunk>(async (push) => {
      let isGiven = false;
      await told(options, async () => {
        const generation = await ask(call, messages, signal, (chunk) => {
          isGiven = true;
          push(chunk);
        });
        // From a cache, a mock or a service that does not stream: the whole is one piece.
        if (!isGiven) for (const chunk of chunkFrom(generation, options.model)) push(chunk);
        return responseFrom(generation, options.model);
      });
    });
  } finally {
    stopping.abort(new HretError('interrupted', 'completion: nobody reads the stream any more.'));
  }
}
