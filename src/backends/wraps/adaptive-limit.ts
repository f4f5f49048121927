const START = 64;
const SLOW_START_FACTOR = 2;
const GROWTH = 1.05;
const CUT = 0.8;
const USED_ENOUGH = 0.8;
const COOLDOWN_MS = 15_000;

/**
 * How many requests may be in flight, found out from what the service says.
 *
 * Begins with 64 and doubles with every clean round (as many good answers as the limit is) until the service first
 * refuses with 429; from then on a clean round adds 5 %. A refusal takes a fifth off, once: refusals of the next 15 s, or
 * of the time the service asked to wait, belong to the same episode. A 5xx stops growth for as long, since it says
 * nothing about our share. The limit grows only while four fifths of it are in use, so that it never runs away from what
 * was tried.
 */
export class AdaptiveLimit {
  #value = START;
  #isSlowStart = true;
  #cleanAnswers = 0;
  #mostInFlight = 0;
  /** No cut and no growth before this. */
  #calmAt = Number.NEGATIVE_INFINITY;
  #growsAt = Number.NEGATIVE_INFINITY;

  get value(): number {
    return this.#value;
  }

  began(inFlight: number): void {
    if (inFlight > this.#mostInFlight) this.#mostInFlight = inFlight;
  }

  /** A good answer to a request that was asked once. */
  succeeded(now: number): void {
    if (++this.#cleanAnswers < this.#value) return;
    const isUsed = this.#mostInFlight >= USED_ENOUGH * this.#value;
    this.#beginRound();
    if (!isUsed || now < this.#growsAt) return;
    this.#value = Math.ceil(this.#value * (this.#isSlowStart ? SLOW_START_FACTOR : GROWTH));
  }

  /** 429. */
  refused(now: number, retryAfterMs = 0): void {
    const isNewEpisode = now >= this.#calmAt;
    this.#calmAt = Math.max(this.#calmAt, now + Math.max(COOLDOWN_MS, retryAfterMs));
    this.#growsAt = Math.max(this.#growsAt, this.#calmAt);
    this.#isSlowStart = false;
    if (isNewEpisode) this.#value = Math.max(1, Math.floor(CUT * Math.min(this.#value, this.#mostInFlight)));
    this.#beginRound();
  }

  /** A 5xx or a connection that broke. */
  troubled(now: number): void {
    this.#growsAt = Math.max(this.#growsAt, now + COOLDOWN_MS);
    this.#beginRound();
  }

  #beginRound(): void {
    this.#cleanAnswers = 0;
    this.#mostInFlight = 0;
  }
}
