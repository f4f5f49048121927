import type { World } from '../../core/world.js';
import { SHORT_LIMIT_MS } from './backoff.js';

export interface LastWaitOptions {
  readonly limitMs: number;
  /** Aborted when somebody waits: a few seconds are left from then on. */
  readonly hurry?: AbortSignal | undefined;
  /** Whether every parcel that arrives starts the time anew. */
  readonly isRenewed: boolean;
}

/** The time that is left for a delivery once nothing more will come. */
export class LastWait {
  readonly isRenewed: boolean;
  readonly #world: Pick<World, 'now' | 'sleep'>;
  readonly #limitMs: number;
  readonly #over = new AbortController();
  #wake = new AbortController();
  #deadline: number;
  #isHurried = false;

  constructor(world: Pick<World, 'now' | 'sleep'>, { limitMs, hurry, isRenewed }: LastWaitOptions) {
    this.isRenewed = isRenewed;
    this.#world = world;
    this.#limitMs = limitMs;
    this.#deadline = world.now() + limitMs;
    if (hurry?.aborted) this.#shorten();
    else hurry?.addEventListener('abort', () => this.#shorten(), { once: true, signal: this.#over.signal });
  }

  /** When it is over, by the clock of the world. */
  get deadline(): number {
    return this.#deadline;
  }

  /** Something has arrived. */
  renew(): void {
    if (this.isRenewed && !this.#isHurried) this.#deadline = this.#world.now() + this.#limitMs;
  }

  /** Resolves with the work, or when the time is up. */
  async for(work: Promise<void> | undefined): Promise<void> {
    await Promise.race([work, this.#timeUp()]);
    this.#over.abort();
  }

  #shorten(): void {
    this.#isHurried = true;
    this.#deadline = Math.min(this.#deadline, this.#world.now() + SHORT_LIMIT_MS);
    this.#wake.abort();
    this.#wake = new AbortController();
  }

  async #timeUp(): Promise<void> {
    while (!this.#over.signal.aborted) {
      const left = this.#deadline - this.#world.now();
      if (left <= 0) return;
      const signal = AbortSignal.any([this.#over.signal, this.#wake.signal]);
      await this.#world.sleep(left, signal).catch(() => {});
    }
  }
}
