import type { RunStatus } from '../core/run-record.js';
import { showValue } from '../core/show-value.js';
import { HretError } from '../errors.js';
import { type ComparedRuns, compareMetric } from './compare-metric.js';
import { deepCopy } from './deep-copy.js';

/** How a run can end. */
export type EndStatus = Exclude<RunStatus, 'running'>;

/** A run that has ended. */
export interface FinishedRun {
  readonly metadata: {
    readonly runName: string;
    /** ISO 8601, UTC. */
    readonly startTime: string;
    readonly endTime: string;
    /** Seconds. */
    readonly duration: number;
    readonly status: EndStatus;
    /** What was put into `runMetadata`; a key with one of the names above gives way. */
    readonly [key: string]: unknown;
  };
  readonly metrics: Readonly<Record<string, number>>;
}

/** A run of a `MetricsTracker`. Use it instead of the tracker's own methods where several runs are open at once. */
export interface TrackedRun {
  readonly name: string;
  /** Your notes on the run: hyperparameters, a commit. An object of your own to fill; frozen once the run has ended. */
  readonly runMetadata: Record<string, unknown>;
  /** What was logged so far. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly isOpen: boolean;
  /** Adds to the run's metrics; a later value of the same metric replaces the earlier one. */
  logMetrics(metrics: Readonly<Record<string, number>>): void;
  /** Ends this run, whatever other runs are open. */
  end(status?: EndStatus): FinishedRun;
}

/**
 * Keeps numbers of runs in memory, without files or network. Runs may be open side by side and inside each other:
 * the tracker's methods mean the run that was started last and is still open, a run's own methods always that run.
 *
 * @example
 * const tracker = new MetricsTracker();
 * tracker.startRun('baseline', { lr: 0.001 });
 * tracker.logMetrics({ accuracy: 0.85, latencyMs: 120 });
 * tracker.endRun();
 * tracker.compareRuns('accuracy'); // { baseline: 0.85, _stats: { best: 0.85, … } }
 */
export class MetricsTracker {
  readonly #now: () => number;
  readonly #open: OpenRun[] = [];
  readonly #history: FinishedRun[] = [];
  readonly #names = new Set<string>();
  #runMetadata: Record<string, unknown> = {};

  constructor({ now = Date.now }: { readonly now?: () => number } = {}) {
    this.#now = now;
  }

  /** That of the innermost open run; when none is open, that of the run that ended last, or what the first run will begin with. */
  get runMetadata(): Record<string, unknown> {
    return this.#open.at(-1)?.runMetadata ?? this.#runMetadata;
  }

  /** Begins a run. Without a name it is called after the time, and told apart from others of the same second. */
  startRun(runName: string = this.#defaultName(), metadata: Readonly<Record<string, unknown>> = {}): TrackedRun {
    const isFirst = this.#names.size === 0;
    const run = new OpenRun(runName, Object.assign(isFirst ? this.#runMetadata : {}, metadata), this.#now, (ended) => {
      this.#open.splice(this.#open.indexOf(run), 1);
      this.#history.push(ended);
      this.#runMetadata = run.runMetadata;
    });
    this.#names.add(runName);
    this.#open.push(run);
    return run;
  }

  /** Adds to the metrics of the innermost open run. */
  logMetrics(metrics: Readonly<Record<string, number>>): void {
    this.#innermost('logMetrics').logMetrics(metrics);
  }

  /** Ends the innermost open run. */
  endRun(status?: EndStatus): FinishedRun {
    return this.#innermost('endRun').end(status);
  }

  /** Runs that have ended, in the order they ended; copies, yours to change. */
  getHistory(): FinishedRun[] {
    return deepCopy(this.#history);
  }

  /** One metric over the runs that have finished: `{ [runName]: value, _stats: { best, worst, average, bestRun } }`; `{}` when none has it. */
  compareRuns(metric: string): ComparedRuns {
    const runs = this.#history.map(({ metadata, metrics }) => ({
      name: metadata.runName,
      status: metadata.status,
      metrics,
    }));
    return compareMetric(runs, metric);
  }

  #innermost(method: string): OpenRun {
    const run = this.#open.at(-1);
    if (run === undefined) throw new HretError('usage', `${method}: no run is open. Call startRun() first.`);
    return run;
  }

  #defaultName(): string {
    const name = `run_${new Date(this.#now()).toISOString().replace(/[-:]|\.\d+/g, '')}`;
    if (!this.#names.has(name)) return name;
    let number = 2;
    while (this.#names.has(`${name}_${number}`)) number += 1;
    return `${name}_${number}`;
  }
}

class OpenRun implements TrackedRun {
  readonly name: string;
  readonly runMetadata: Record<string, unknown>;
  readonly #metrics = new Map<string, number>();
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #onEnd: (ended: FinishedRun) => void;
  #state: 'open' | 'ended' = 'open';

  constructor(
    name: string,
    runMetadata: Record<string, unknown>,
    now: () => number,
    onEnd: (ended: FinishedRun) => void,
  ) {
    this.name = name;
    this.runMetadata = runMetadata;
    this.#now = now;
    this.#startedAt = now();
    this.#onEnd = onEnd;
  }

  get metrics(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#metrics);
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  logMetrics(metrics: Readonly<Record<string, number>>): void {
    this.#requireOpen('logMetrics');
    const entries = Object.entries(metrics);
    for (const [name, value] of entries) requireNumber(name, value);
    for (const [name, value] of entries) this.#metrics.set(name, value);
  }

  end(status: EndStatus = 'finished'): FinishedRun {
    this.#requireOpen('end');
    if (!endStatuses.includes(status)) {
      throw new HretError('usage', `A run ends as one of ${endStatuses.join(', ')}; got ${showValue(status)}.`);
    }
    this.#state = 'ended';
    Object.freeze(this.runMetadata);
    const ended = this.#ended(status);
    this.#onEnd(ended);
    return deepCopy(ended);
  }

  #ended(status: EndStatus): FinishedRun {
    const endedAt = this.#now();
    return {
      metadata: {
        ...deepCopy(this.runMetadata),
        runName: this.name,
        startTime: new Date(this.#startedAt).toISOString(),
        endTime: new Date(endedAt).toISOString(),
        // A clock that was set back meanwhile does not make a run take less than no time.
        duration: Math.max(0, endedAt - this.#startedAt) / 1000,
        status,
      },
      metrics: Object.fromEntries(this.#metrics),
    };
  }

  #requireOpen(method: string): void {
    if (this.#state === 'open') return;
    throw new HretError('usage', `${method}: the run "${this.name}" has ended. Start another one with startRun().`);
  }
}

const endStatuses: readonly EndStatus[] = ['finished', 'failed', 'interrupted'];

function requireNumber(name: string, value: unknown): void {
  if (typeof value === 'number' && Number.isFinite(value)) return;
  const message = `logMetrics: "${name}" is ${showValue(value)}; a metric is a finite number. Leave out what could not be computed.`;
  throw new HretError('usage', message);
}
