/** W&B takes a run for crashed when it hears nothing of it for some minutes. */
const EVERY_MS = 30_000;

/** Says at intervals that the run is alive. A beat that fails does not matter: the next delivery tells what is wrong. */
export class Heartbeat {
  readonly #beat: () => Promise<void>;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #pending: Promise<void> = Promise.resolve();

  constructor(beat: () => Promise<void>, everyMs = EVERY_MS) {
    this.#beat = beat;
    this.#everyMs = everyMs;
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => {
      this.#pending = this.#beat().catch(() => undefined);
    }, this.#everyMs);
    this.#timer.unref();
  }

  /** Resolves when no beat is on its way any more: one that came after the end would open the run again. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#pending;
  }
}
