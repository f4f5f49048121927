import { onAbort } from '../../core/asked.js';

interface Flight<Made> {
  readonly made: Promise<Made>;
  readonly controller: AbortController;
  waiters: number;
}

/** Equal requests at the same time are one request: who comes second waits for the first one's answer. */
export class SingleFlight<Made> {
  readonly #flights = new Map<string, Flight<Made>>();

  /**
   * The answer to the request of this key, and whether somebody else had asked for it already. Whoever is aborted leaves
   * at once; the request itself is aborted when nobody waits for it any more.
   */
  async join(
    key: string,
    request: { readonly signal: AbortSignal },
    ask: (signal: AbortSignal) => Promise<Made>,
  ): Promise<{ readonly made: Made; readonly isShared: boolean }> {
    request.signal.throwIfAborted();
    const known = this.#flights.get(key);
    const flight = known ?? this.#begin(key, ask);
    const made = await this.#wait(key, flight, request);
    return { made, isShared: known !== undefined };
  }

  #begin(key: string, ask: (signal: AbortSignal) => Promise<Made>): Flight<Made> {
    const controller = new AbortController();
    const flight: Flight<Made> = { made: ask(controller.signal), controller, waiters: 0 };
    this.#flights.set(key, flight);
    const end = () => this.#end(key, flight);
    flight.made.then(end, end);
    return flight;
  }

  #wait(key: string, flight: Flight<Made>, request: { readonly signal: AbortSignal }): Promise<Made> {
    flight.waiters++;
    return new Promise((resolve, reject) => {
      const stopListening = onAbort(request, (reason) => {
        reject(reason);
        if (--flight.waiters > 0) return;
        this.#end(key, flight);
        flight.controller.abort(reason);
      });
      flight.made.then(resolve, reject).finally(stopListening);
    });
  }

  /** The next request of this key begins anew. */
  #end(key: string, flight: Flight<Made>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
