import type { GenerateRequest, Generation, Model } from '../core/model.js';
import type { ModelFunction } from '../core/model-function.js';
import { HretError } from '../errors.js';

/** One scripted answer: a text, a generation of which the rest is filled in, or an error to throw. */
export type ScriptedAnswer = string | (Partial<Generation> & { readonly text: string }) | Error;

export interface ScriptedOptions {
  readonly id?: string;
  /** Waits so long before it answers; an abort ends the wait. */
  readonly latencyMs?: number;
  /** Requests, counted from 0, that fail with a `model` error. */
  readonly failAt?: number | readonly number[];
}

/** A model that plays its part, and what it was asked. */
export interface ScriptedModel extends Model {
  /** In the order they came. */
  readonly requests: readonly GenerateRequest[];
  /** The same model as a plain model function. */
  readonly fn: ModelFunction;
}

/**
 * A model for tests: answers from a list, over and over in its order, or by a function of the request.
 *
 * @example
 * const model = scriptedModel(['정답은 B']);
 * const echo = scriptedModel((request) => request.prompt.text);
 */
export function scriptedModel(
  answers: readonly ScriptedAnswer[] | ((request: GenerateRequest) => ScriptedAnswer | Promise<ScriptedAnswer>),
  options: ScriptedOptions = {},
): ScriptedModel {
  const { id = 'scripted', latencyMs = 0, failAt = [] } = options;
  if (typeof answers !== 'function' && answers.length === 0)
    throw new HretError('usage', 'scriptedModel needs at least one answer.');
  const failing = new Set([failAt].flat());
  const requests: GenerateRequest[] = [];

  const generate = async (request: GenerateRequest): Promise<Generation> => {
    const place = requests.push(request) - 1;
    if (latencyMs > 0) await wait(latencyMs, request.signal);
    if (failing.has(place)) throw new HretError('model', `${id}: request ${place} fails as scripted`);
    const answer = typeof answers === 'function' ? await answers(request) : answers[place % answers.length];
    if (answer instanceof Error) throw answer;
    return { finish: 'stop', ...(typeof answer === 'object' ? answer : { text: answer ?? '' }) };
  };

  return {
    id,
    requests,
    generate,
    fn: async (input, sample, { signal }) =>
      (await generate({ prompt: { text: input }, sample, draw: 0, signal })).text,
  };
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
