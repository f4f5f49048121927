import type { Json, JsonObject } from '../core/json.js';
import type { RunRecord } from '../core/run-record.js';
import { HretError } from '../errors.js';
import { type FinishedRun, MetricsTracker, type TrackedRun } from '../history/metrics-tracker.js';
import type { ContextState } from './save-context.js';

/** The context's own run, whatever runs the user opens in its tracker. */
export class ContextRun {
  readonly name: string;
  readonly tracker = new MetricsTracker();
  readonly #tracked: TrackedRun;
  readonly #startedAt = Date.now();
  #id: string | undefined;

  constructor(name: string, metadata: JsonObject | undefined) {
    this.name = name;
    this.#tracked = this.tracker.startRun(name, { ...metadata });
  }

  get metrics(): Readonly<Record<string, number>> {
    return this.#tracked.metrics;
  }

  get metadata(): JsonObject {
    return { ...(this.#tracked.runMetadata as Record<string, Json>) };
  }

  logMetrics(metrics: Readonly<Record<string, number>>): void {
    this.#tracked.logMetrics(metrics);
  }

  async id(): Promise<string> {
    const { newRunId } = await import('../history/run-id.js');
    this.#id ??= newRunId(this.name, this.#startedAt);
    return this.#id;
  }

  /** Its record at this moment. */
  async record(state: Omit<ContextState, 'runId' | 'name' | 'startedAt' | 'metadata'>): Promise<RunRecord> {
    const { contextRecord } = await import('./save-context.js');
    const { name, metadata } = this;
    return contextRecord({ ...state, runId: await this.id(), name, metadata, startedAt: this.#startedAt });
  }

  /** The user may have ended it already. */
  end(status: 'finished' | 'failed' | 'interrupted'): FinishedRun {
    if (this.#tracked.isOpen) return this.#tracked.end(status);
    const ended = this.tracker.getHistory().find(({ metadata }) => metadata.runName === this.name);
    if (ended === undefined)
      throw new HretError('usage', `The run of the context "${this.name}" was taken out of its tracker.`);
    return ended;
  }
}
