import type { GenerateRequest, Generation, LikelihoodRequest, Model, Wrap } from '../../core/model.js';
import type { World } from '../../core/world.js';
import { HretError, messageOf } from '../../errors.js';
import { isContextOverflow } from './context-overflow.js';

export interface FallbackOptions extends Pick<World, 'now' | 'warn'> {
  /** Asked in this order when the model has failed for good. */
  readonly models: readonly Model[];
  /** Asked instead of these when a prompt was too long for the model; absent: the same. */
  readonly contextWindow?: readonly Model[] | undefined;
  /** Failures in a row after which a model is left alone for a while. */
  readonly afterFailures?: number | undefined;
  readonly coolForMs?: number | undefined;
}

/**
 * Asks other models when one has failed for good, its retries included. A model that failed three times in a row is
 * not asked for a minute, as long as there is another one. An answer of a fallback says so in `metadata.fallback`, and the
 * run warns of it once for each model: two models in one score are never mixed in silence.
 */
export function fallbacks(options: FallbackOptions): Wrap {
  return (primary) => {
    const everybody = [primary, ...options.models];
    const cooldown = new Cooldown(options);

    const generate = async (request: GenerateRequest): Promise<Generation> => {
      let failure: HretError | undefined;
      for (const model of cooldown.inOrder(everybody)) {
        try {
          const generation = await model.generate(request);
          cooldown.succeeded(model);
          return model === primary ? generation : marked(generation, model, primary, failure, options);
        } catch (error) {
          request.signal.throwIfAborted();
          if (!mayBeReplaced(error)) throw error;
          if (isContextOverflow(error)) return generateLonger(request, error, model);
          cooldown.failed(model);
          failure = error;
        }
      }
      throw failure ?? new HretError('model', `${primary.id}: nobody was asked`);
    };

    /** A prompt that is too long says nothing against the model. */
    const generateLonger = async (request: GenerateRequest, first: HretError, asked: Model): Promise<Generation> => {
      const others = options.contextWindow ?? everybody.slice(everybody.indexOf(asked) + 1);
      let failure = first;
      for (const model of others) {
        try {
          return marked(await model.generate(request), model, primary, failure, options);
        } catch (error) {
          request.signal.throwIfAborted();
          if (!mayBeReplaced(error)) throw error;
          failure = error;
        }
      }
      throw failure;
    };

    const { logLikelihoods } = primary;
    const others = [...options.models, ...(options.contextWindow ?? [])];
    return {
      ...primary,
      generate,
      // Log-likelihoods of two models cannot stand side by side in one ranking, so nobody stands in for them.
      ...(logLikelihoods !== undefined && {
        logLikelihoods: (request: LikelihoodRequest) => logLikelihoods(request),
      }),
      async close() {
        await Promise.all([primary, ...new Set(others)].map((model) => model.close?.()));
      },
    };
  };
}

/** Not what concerns the run as a whole: an abort, an empty purse. Errors that are not ours are defects and go on as they are. */
function mayBeReplaced(error: unknown): error is HretError {
  return error instanceof HretError && error.code !== 'interrupted' && error.code !== 'budget';
}

function marked(
  generation: Generation,
  model: Model,
  primary: Model,
  failure: HretError | undefined,
  { warn }: FallbackOptions,
): Generation {
  warn(
    `${primary.id} did not answer every sample: some answers are from ${model.id} (metadata.model.fallback says which).`,
  );
  const reason = failure === undefined ? `${primary.id} is left alone after failures` : messageOf(failure);
  return {
    ...generation,
    metadata: { ...generation.metadata, fallback: { model: model.id, insteadOf: primary.id, reason } },
  };
}

/** Who is left alone, and until when. */
class Cooldown {
  readonly #now: World['now'];
  readonly #afterFailures: number;
  readonly #coolForMs: number;
  readonly #failures = new Map<Model, number>();
  readonly #coolUntil = new Map<Model, number>();

  constructor({ now, afterFailures = 3, coolForMs = 60_000 }: FallbackOptions) {
    this.#now = now;
    this.#afterFailures = afterFailures;
    this.#coolForMs = coolForMs;
  }

  /** Without those that cool down; when all do, everybody is asked as if none did. */
  inOrder(models: readonly Model[]): readonly Model[] {
    if (this.#coolUntil.size === 0) return models;
    const now = this.#now();
    const warm = models.filter((model) => (this.#coolUntil.get(model) ?? now) <= now);
    return warm.length === 0 ? models : warm;
  }

  succeeded(model: Model): void {
    this.#failures.delete(model);
    this.#coolUntil.delete(model);
  }

  failed(model: Model): void {
    const failures = (this.#failures.get(model) ?? 0) + 1;
    this.#failures.set(model, failures);
    if (failures >= this.#afterFailures) this.#coolUntil.set(model, this.#now() + this.#coolForMs);
  }
}
