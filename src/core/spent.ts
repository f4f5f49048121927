import { HretError, messageOf } from '../errors.js';
import type { Model, Wrap } from './model.js';
import { type Took, tookTogether } from './took-together.js';

/** A failure of something that had asked before it failed: what those answers took is to be counted all the same. */
export class FailedAfterAnswers extends HretError {
  readonly took: Took;

  constructor(error: unknown, took: Took) {
    const given = error instanceof HretError ? error : undefined;
    const { status, isRetryable, retryAfterMs, stopsRun, runId } = given ?? {};
    super(given?.code ?? 'model', messageOf(error), {
      cause: given?.cause ?? error,
      ...(status !== undefined && { status }),
      ...(isRetryable !== undefined && { isRetryable }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(stopsRun !== undefined && { stopsRun }),
      ...(runId !== undefined && { runId }),
    });
    this.took = took;
  }
}

/** What the answers to one request of the loop took; all that is asked for it has the same signal. */
export class SpentBySignal {
  readonly #took = new WeakMap<AbortSignal, Took[]>();

  /** The model, with its answers noted down. */
  noted(model: Model): Model {
    const note = async <Made extends Took>(signal: AbortSignal | undefined, asked: Promise<Made>): Promise<Made> => {
      const made = await asked;
      if (signal !== undefined) this.#took.get(signal)?.push(made);
      return made;
    };
    const { nextTokens } = model;
    return {
      ...model,
      generate: (request) => note(request.signal, model.generate(request)),
      ...(nextTokens && { nextTokens: (request) => note(request.signal, nextTokens(request)) }),
    };
  }

  /** The same of a judge: its cost is a part of what the answer cost, its tokens are not the model's. */
  notedJudge(judge: Model): Model {
    return {
      ...judge,
      generate: async (request) => {
        const made = await judge.generate(request);
        const { costUsd } = made;
        if (costUsd !== undefined) this.#took.get(request.signal)?.push({ costUsd });
        return made;
      },
    };
  }

  /** Around everything: when it fails, the error says what was answered until then. */
  readonly told: Wrap = (model) => ({
    ...model,
    generate: async (request) => {
      const took: Took[] = [];
      const { signal } = request;
      this.#took.set(signal, took);
      try {
        return await model.generate(request);
      } catch (error) {
        throw took.length === 0 ? error : new FailedAfterAnswers(error, tookTogether(took));
      }
    },
  });
}
