import type { World } from '../../core/world.js';
import type { HretError } from '../../errors.js';
import { delayBefore, MOST_FAILURES, SHORT_LIMIT_MS } from './backoff.js';
import { LastWait, type LastWaitOptions } from './last-wait.js';

/** Between two deliveries: parcels that come in meanwhile go together. */
const PAUSE_MS = 500;
/** More failures in a row than this, and there is little hope for a last wait. */
const FEW_FAILURES = 2;

/** When a delivery goes on: after a pause, after a failure, and for how long once nothing more will come. */
export class Patience {
  readonly #world: Pick<World, 'now' | 'sleep' | 'random'>;
  readonly #wake = new AbortController();
  readonly #stop = new AbortController();
  #failures = 0;
  #lastWait: LastWait | undefined;

  constructor(world: Pick<World, 'now' | 'sleep' | 'random'>) {
    this.#world = world;
  }

  /** Whether nothing more will come. */
  get isLast(): boolean {
    return this.#lastWait !== undefined;
  }

  /** Whether nobody waits any more. */
  get isOver(): boolean {
    return this.#stop.signal.aborted;
  }

  /** A limit for the last wait, of a few seconds when the system has been failing for a while. */
  limitFor(limitMs: number): number {
    return this.#failures > FEW_FAILURES ? Math.min(limitMs, SHORT_LIMIT_MS) : limitMs;
  }

  /** Nothing more will come: the last wait begins, and whoever rests goes on at once. */
  beginLastWait(options: LastWaitOptions): void {
    this.#lastWait = new LastWait(this.#world, options);
    this.#wake.abort();
  }

  /** Resolves with the delivery, or when its time is up; nobody waits any more then. */
  async lastWait(delivering: Promise<void> | undefined): Promise<void> {
    await this.#lastWait?.for(delivering);
    this.#stop.abort();
  }

  /** Something has arrived. */
  succeed(): void {
    this.#failures = 0;
    this.#lastWait?.renew();
  }

  async pause(): Promise<void> {
    if (!this.isLast) await this.#rest(PAUSE_MS);
  }

  /** Whether there is time for another try. What the server asks for is waited for; our own caution ends with the last wait. */
  async waitAfter({ retryAfterMs = 0 }: HretError): Promise<boolean> {
    const { now, random } = this.#world;
    const allowed = now() + retryAfterMs;
    this.#failures++;
    const delay = delayBefore(this.#failures, random(), this.isLast);
    if (this.isLast) await this.#sleep(delay);
    else await this.#rest(Math.max(delay, retryAfterMs));
    if (this.#lastWait?.isRenewed && this.#failures >= MOST_FAILURES) return false;
    const deadline = this.#lastWait?.deadline ?? Number.POSITIVE_INFINITY;
    if (allowed > deadline) return false;
    if (allowed > now()) await this.#sleep(allowed - now());
    return !this.isOver && now() <= deadline;
  }

  /** Ends at once when the last wait begins. */
  async #rest(ms: number): Promise<void> {
    await this.#world.sleep(ms, this.#wake.signal).catch(() => {});
  }

  /** Ends when nobody waits any more. */
  async #sleep(ms: number): Promise<void> {
    await this.#world.sleep(ms, this.#stop.signal).catch(() => {});
  }
}
