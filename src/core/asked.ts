import { setMaxListeners } from 'node:events';
import type { Attempt } from './deadlines.js';
import type { Answer, ScoreInput } from './evaluator.js';
import type { GenerateRequest } from './model.js';
import type { WorkItem } from './work-items.js';

/**
 * Makes the signal when it is read. An enumerable property of each object itself, so that `{ ...request }` keeps it; one
 * getter for all of them, because a getter in an object literal is a new function each time and costs each object a shape
 * of its own.
 */
const lazySignal = {
  enumerable: true,
  configurable: true,
  get(this: Asked): AbortSignal {
    return this.attempt().signal;
  },
};

/** What the loop hands to models and evaluators. */
abstract class Asked {
  declare readonly signal: AbortSignal;
  readonly #attempt: Attempt;

  constructor(attempt: Attempt) {
    this.#attempt = attempt;
    Object.defineProperty(this, 'signal', lazySignal);
  }

  attempt(): Attempt {
    return this.#attempt;
  }

  static attemptOf(request: object): Attempt | undefined {
    return #attempt in request ? request.#attempt : undefined;
  }
}

/** A sample for a model. */
export class Request extends Asked implements GenerateRequest {
  readonly prompt: GenerateRequest['prompt'];
  readonly sample: GenerateRequest['sample'];
  readonly draw: number;

  constructor({ prompt, sample, trial }: WorkItem, attempt: Attempt) {
    super(attempt);
    this.prompt = prompt;
    this.sample = sample;
    this.draw = trial;
  }
}

/** An answer for an evaluator. */
export class Input extends Asked implements ScoreInput {
  readonly sample: ScoreInput['sample'];
  readonly answer: Answer;

  constructor({ sample }: WorkItem, answer: Answer, attempt: Attempt) {
    super(attempt);
    this.sample = sample;
    this.answer = answer;
  }
}

/**
 * Calls back with the reason when the request is given up, at once if it already is; the function it returns stops
 * listening. For a request as the loop made it no `AbortSignal` comes into being: with its listeners that costs as much as
 * writing the journal. Anything else that has a signal is listened to in the usual way.
 */
export function onAbort(request: { readonly signal: AbortSignal }, callback: (reason: unknown) => void): () => void {
  const attempt = Asked.attemptOf(request);
  return attempt === undefined ? onSignal(request.signal, callback) : attempt.onAbort(callback);
}

function onSignal(signal: AbortSignal, callback: (reason: unknown) => void): () => void {
  if (signal.aborted) {
    callback(signal.reason);
    return () => {};
  }
  const listener = () => callback(signal.reason);
  // Thirty draws of one sample may wait on one signal, which is no leak; Node warns at the eleventh listener.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}
