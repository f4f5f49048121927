import type { GenerateRequest, Generation, Model, Prompt } from '../../core/model.js';
import { HretError } from '../../errors.js';
import { Refused } from '../http.js';
import { type Line, modelOn } from '../openai/model.js';
import type { OpenaiOptions } from '../openai/options.js';
import { generationOf } from '../openai/reply.js';
import { bodyMaker } from '../openai/request.js';
import type { ServerSentEvent } from '../openai/sse.js';
import { rebuilt } from '../openai/stream.js';
import type { Fields } from '../openai/translation.js';
import { parsedFields } from './parsed.js';

/** A prompt that is a whole conversation; its text is what rules see. All of it names a cached answer. */
export interface ChatPrompt extends Prompt {
  readonly messages: readonly unknown[];
  /** Further fields of the request, tools for example. */
  readonly fields?: Fields;
}

/** Where the pieces of a streamed answer go, by the prompt they answer. */
const listeners = new WeakMap<object, (chunk: Fields) => void>();

/** The pieces of the answer to this prompt are given to `listener` as they come in. */
export function listenTo(prompt: ChatPrompt, listener: (chunk: Fields) => void): void {
  listeners.set(prompt, listener);
}

/** An answer that broke off after pieces of it were given away: asking anew would give the beginning twice. */
export class BrokenOff extends Error {}

/** A model that is asked with conversations, and streams where somebody listens. */
export function chatModelOn(line: Line, options: OpenaiOptions, model: string, cwd: string): Model {
  const fieldsFor = ({ prompt }: GenerateRequest): Fields => {
    const { messages, fields } = prompt as ChatPrompt;
    return { messages, ...fields };
  };
  const whole = modelOn(line, options, model, cwd, fieldsFor);
  const bodyFor = bodyMaker({ options, api: 'chat', server: line.server, model, cwd, fieldsFor });
  const service = line.serviceOf('/chat/completions', whole.id);

  const streamed = async (request: GenerateRequest, listener: (chunk: Fields) => void): Promise<Generation> => {
    const events: ServerSentEvent[] = [];
    let isGiven = false;
    try {
      for await (const event of line.http.stream(
        line.urlOf('/chat/completions'),
        line.headers,
        await bodyFor(request),
        request,
      )) {
        events.push(event);
        const chunk = parsedFields(event.data);
        if (chunk === undefined || chunk.error !== undefined) continue;
        isGiven = true;
        listener(chunk);
      }
      const made = rebuilt(events);
      if ('broken' in made) throw brokenStream(service.name, made.broken);
      return generationOf({ status: 200, headers: {}, body: JSON.stringify(made.whole) }, service);
    } catch (error) {
      if (error instanceof Refused) return generationOf(error.reply, service);
      throw isGiven ? new BrokenOff('an answer broke off', { cause: error }) : error;
    }
  };

  return {
    ...whole,
    generate(request) {
      const listener = options.stream === true ? listeners.get(request.prompt) : undefined;
      return listener === undefined ? whole.generate(request) : streamed(request, listener);
    },
  };
}

function brokenStream(name: string, how: string): HretError {
  return new HretError('model', `${name}: the stream is broken: ${how}.`, { isRetryable: true });
}
