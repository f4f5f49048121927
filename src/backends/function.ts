import { z } from 'zod';
import type { GenerateRequest, Generation, Model, Turn } from '../core/model.js';
import type { CallContext, ModelFunction, ModelReply } from '../core/model-function.js';
import type { ModelPlugin } from '../core/plugin.js';
import { joined } from './joined.js';
import { generationFrom } from './model-output.js';

/**
 * A user's function as a model. It is called with the text of the prompt, the sample and `{ signal }`, and `this` is
 * `thisValue`; what it throws goes on unchanged. The signal is made when the function reads it, so a function that does
 * not care costs no `AbortController`.
 */
export function functionModel(fn: ModelFunction, id: string, thisValue?: unknown): Model {
  const answer = (reply: ModelReply, request: GenerateRequest): Generation | Promise<Generation> => {
    if (typeof reply === 'string') return { text: reply, finish: 'stop' };
    if (!isStream(reply)) return generationFrom(reply, id);
    return joined(reply, request, id).then((text) => ({ text, finish: 'stop' }));
  };
  return {
    id,
    generate(request) {
      try {
        const reply = fn.call(thisValue, request.prompt.text, request.sample, new LazyContext(request));
        if (isPromise(reply)) return Promise.resolve(reply).then((settled) => answer(settled, request));
        return Promise.resolve(answer(reply, request));
      } catch (error) {
        return Promise.reject(error);
      }
    },
  };
}

class LazyContext implements CallContext {
  readonly #request: GenerateRequest;

  constructor(request: GenerateRequest) {
    this.#request = request;
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }

  get earlier(): readonly Turn[] {
    return this.#request.prompt.earlier ?? [];
  }
}

function isPromise(reply: unknown): reply is PromiseLike<ModelReply> {
  return typeof reply === 'object' && reply !== null && 'then' in reply && typeof reply.then === 'function';
}

function isStream(reply: unknown): reply is AsyncIterable<string> {
  return typeof reply === 'object' && reply !== null && Symbol.asyncIterator in reply;
}

const options = z.strictObject({
  fn: z.custom<ModelFunction>((value) => typeof value === 'function', {
    error: 'expected a function (input, sample, { signal }) => string',
  }),
  name: z.string().min(1).optional().describe('name in records; default: the name of the function'),
  module: z
    .never({ error: 'this backend takes a function, not a path: import the module and hand over { fn }' })
    .optional(),
});

/** A function of yours by the name of a backend, where options are objects and not text. */
export const plugin: ModelPlugin<z.output<typeof options>> = {
  name: 'function',
  summary: 'a function of yours: modelParams { fn }, in programs only',
  options,
  create: ({ fn, name }) => functionModel(fn, name ?? (fn.name || 'function')),
};
