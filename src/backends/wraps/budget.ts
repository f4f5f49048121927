import { onAbort } from '../../core/asked.js';
import type { NextTokensRequest, Prompt, Usage, Wrap } from '../../core/model.js';
import { HretError } from '../../errors.js';
import type { Pricing } from '../prices/price.js';
import type { BudgetManager } from './budget-manager.js';
import { TokenGuess, type TokenGuessOptions } from './token-guess.js';

/** One purse that several models may pay from. */
export class Purse {
  readonly #manager: BudgetManager;
  readonly #user: string;
  readonly #open: () => Promise<void>;
  #opened: Promise<void> | undefined;
  #inFlight = 0;
  /** Grows with every request that is paid. */
  #paid = 0;
  readonly #waiting = new Set<() => void>();

  /** `open` makes the budget; called once, before the first request. */
  constructor(manager: BudgetManager, user: string, open: () => Promise<void>) {
    this.#manager = manager;
    this.#user = user;
    this.#open = open;
  }

  /**
   * Sets aside what a request may cost. When that is more than there is, waits for requests in flight, which mostly cost
   * less than was set aside for them; when none is in flight, the budget is used up.
   */
  async take(usd: number, request: { readonly signal: AbortSignal }): Promise<string> {
    this.#opened ??= this.#open();
    await this.#opened;
    for (;;) {
      const paid = this.#paid;
      const hold = await this.#manager.hold(this.#user, usd);
      if (hold.isHeld) {
        this.#inFlight++;
        return hold.id;
      }
      if (this.#inFlight > 0) await this.#nextPayment(request);
      else if (this.#paid === paid) throw usedUp(hold.spentUsd, hold.totalUsd, usd);
      request.signal.throwIfAborted();
    }
  }

  async pay(id: string, model: string, usd: number): Promise<void> {
    try {
      await this.#manager.settle(this.#user, id, model, usd);
    } finally {
      this.#inFlight--;
      this.#paid++;
      for (const wake of [...this.#waiting]) wake();
    }
  }

  #nextPayment(request: { readonly signal: AbortSignal }): Promise<void> {
    if (this.#inFlight === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        stopListening();
        resolve();
      };
      this.#waiting.add(wake);
      let stopListening = () => {};
      stopListening = onAbort(request, wake);
    });
  }
}

export interface BudgetOptions extends TokenGuessOptions {
  readonly purse: Purse;
  readonly pricing: () => Promise<Pricing | undefined>;
}

/**
 * Asks only what can be paid: before a request what it may cost at most is set aside (the prompt by estimate, the answer
 * with `maxTokens`), after it what it did cost is counted. When the money does not suffice, the run stops, and can go on with
 * more. Requests in flight are waited for first, so that nothing that was paid is lost.
 */
export function budget({ purse, pricing, ...tokens }: BudgetOptions): Wrap {
  return (model) => {
    const guess = new TokenGuess(tokens);
    const { nextTokens } = model;
    const paid = async <Made extends Priced>(
      request: { readonly prompt: Prompt; readonly signal: AbortSignal },
      most: (promptTokens: number) => { readonly inputTokens: number; readonly outputTokens: number },
      ask: () => Promise<Made>,
      heard: (promptTokens: number, usage: Usage) => void,
    ): Promise<Made> => {
      const known = await pricing();
      if (known === undefined) throw withoutPrice(model.id);
      const promptTokens = guess.promptTokens(request);
      const mostUsd = known.costOf(most(promptTokens)) ?? 0;
      const id = await purse.take(mostUsd, request);
      let costUsd = mostUsd;
      try {
        const made = await ask();
        if (made.usage !== undefined) heard(promptTokens, made.usage);
        costUsd = costOf(made, known) ?? mostUsd;
        return made;
      } catch (error) {
        if (wasNotDone(error)) costUsd = 0;
        throw error;
      } finally {
        await purse.pay(id, model.id, costUsd);
      }
    };
    return {
      ...model,
      generate: (request) =>
        paid(
          request,
          (promptTokens) => ({ inputTokens: guess.inputTokens(promptTokens), outputTokens: guess.outputTokens }),
          () => model.generate(request),
          (promptTokens, usage) => guess.learn(promptTokens, usage),
        ),
      ...(nextTokens !== undefined && {
        nextTokens: (request: NextTokensRequest) =>
          paid(
            request,
            (promptTokens) => ({
              inputTokens: guess.inputTokens(promptTokens) + request.prefix.length,
              outputTokens: 1,
            }),
            () => nextTokens(request),
            () => {},
          ),
      }),
    };
  };
}

interface Priced {
  readonly usage?: Usage;
  readonly costUsd?: number;
}

function costOf({ costUsd, usage }: Priced, known: Pricing): number | undefined {
  return costUsd ?? (usage === undefined ? undefined : known.costOf(usage));
}

/** A refusal costs nothing. What was given up, or answered too late, may have been done and billed all the same. */
function wasNotDone(error: unknown): boolean {
  return error instanceof HretError && error.code === 'model';
}

function usedUp(spentUsd: number, totalUsd: number, usd: number): HretError {
  return new HretError(
    'budget',
    `The budget of $${shown(totalUsd)} is used up: $${shown(spentUsd)} is spent, and the next request may cost $${shown(usd)}. Set a larger budget.usd and go on; what was answered is kept.`,
    { stopsRun: true },
  );
}

function withoutPrice(id: string): HretError {
  return new HretError(
    'usage',
    `A budget cannot be kept, because nobody says what ${id} costs. Give its price: modelParams.prices = { "<model name>": { inputPerMillion, outputPerMillion } }.`,
    { stopsRun: true },
  );
}

function shown(usd: number): string {
  return String(Number(usd.toPrecision(4)));
}
