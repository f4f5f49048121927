import type { LikelihoodRequest, Model, Wrap } from '../core/model.js';
import { HretError } from '../errors.js';
import { onAbort } from './on-abort.js';
import { Overdue, type StartTimer } from './overdue.js';

export interface PatienceOptions {
  /** Never less than this, however fast the model is. */
  readonly floorMs?: number;
  /** Never more than this, and the limit until enough answers were seen. */
  readonly ceilingMs?: number;
  readonly now?: () => number;
  readonly startTimer?: StartTimer;
}

const FACTOR = 20;
const WINDOW = 100;
const ENOUGH = 20;

/**
 * Gives up on requests that hang, for models whose user set no time limit.
 *
 * Servers do drop requests: behind a load balancer one in some hundred may never be answered while all the others take
 * half a second. A fixed limit cannot serve both a small model (300 s for each lost request) and a reasoning model (30 s
 * cuts right answers off), so the limit is learnt: 20 times the slowest of the last 100 answers of this very model, but
 * never below 10 s nor above 300 s; until 20 answers were seen it is 300 s. A request past the limit is aborted and fails
 * as a retryable `timeout`, so that `retry` around this wrap asks again. Whoever sets `timeoutMs` says how long an answer
 * may take, and this wrap is left out.
 */
export function patience(options: PatienceOptions = {}): Wrap {
  const { floorMs = 10_000, ceilingMs = 300_000, now, startTimer } = options;
  return (model) => {
    const latest = new Latest();
    const limitMs = () =>
      latest.count < ENOUGH ? ceilingMs : Math.min(ceilingMs, Math.max(floorMs, FACTOR * latest.slowest()));
    const overdue = new Overdue({ limitMs, now, startTimer });

    const controllers = new Controllers();
    const patiently = async <Made>(outer: AbortSignal, ask: (signal: AbortSignal) => Promise<Made>): Promise<Made> => {
      const controller = controllers.take();
      const stopListening = onAbort(outer, (reason) => controller.abort(reason));
      const waiting = overdue.begin((waitedMs) => controller.abort(hang(model, waitedMs, limitMs(), latest)));
      try {
        const made = await ask(controller.signal);
        latest.add(overdue.tookMs(waiting));
        return made;
      } finally {
        overdue.end(waiting);
        stopListening();
        controllers.giveBack(controller);
      }
    };

    const { logLikelihoods } = model;
    // Written out, because spreading an object with a getter is slow.
    return {
      ...model,
      generate: (request) =>
        patiently(request.signal, (signal) => {
          const { prompt, sample, draw } = request;
          return model.generate({ prompt, sample, draw, signal });
        }),
      ...(logLikelihoods !== undefined && {
        logLikelihoods: (request: LikelihoodRequest) =>
          patiently(request.signal, (signal) => logLikelihoods({ ...request, signal })),
      }),
    };
  };
}

function hang(model: Model, waitedMs: number, limitMs: number, latest: Latest): HretError {
  const known =
    latest.count < ENOUGH
      ? `longer than any answer is waited for (${seconds(limitMs)})`
      : `while the slowest of the last ${Math.min(latest.count, WINDOW)} answers took ${seconds(latest.slowest())}`;
  return new HretError(
    'timeout',
    `${model.id}: no answer after ${seconds(waitedMs)}, ${known}; taken for a hang. Set timeoutMs if answers may take that long.`,
    { isRetryable: true },
  );
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** How long the latest answers took. */
class Latest {
  readonly #times = new Float64Array(WINDOW);
  count = 0;

  add(ms: number): void {
    this.#times[this.count % WINDOW] = ms;
    this.count += 1;
  }

  slowest(): number {
    return this.#times.reduce((slowest, ms) => Math.max(slowest, ms), 0);
  }
}

/**
 * Controllers serve again when nothing was aborted: a new one with its signal costs more than the rest of this wrap. So a
 * model must not go on listening to the signal of a request it has answered.
 */
class Controllers {
  readonly #free: AbortController[] = [];

  take(): AbortController {
    return this.#free.pop() ?? new AbortController();
  }

  giveBack(controller: AbortController): void {
    if (!controller.signal.aborted) this.#free.push(controller);
  }
}
