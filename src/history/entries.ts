import type { Metric } from '../core/evaluator.js';
import type { RunRecord, RunStatus } from '../core/run-record.js';
import type { Json } from '../util/json.js';
import { distinctNames } from './compare-metric.js';

/** What the history shows of a metric besides its value. */
export type MetricStats = Pick<Metric, 'n' | 'stderr' | 'ci95'>;

/** What of a run decides how it is shown. A `RunRecord` has all of it. */
export type ShownRun = Pick<
  RunRecord,
  'runId' | 'name' | 'kind' | 'parentId' | 'status' | 'startedAt' | 'finishedAt' | 'elapsedMs' | 'metrics' | 'metadata'
> & {
  readonly spec?: { readonly dataset: { readonly name: string }; readonly model: { readonly id: string } };
  readonly stats: Readonly<Record<string, MetricStats>>;
};

/** The user's own metadata of a run, and what a `MetricsTracker` also tells of one; a key of the user's with one of these names gives way. */
export interface EntryMetadata {
  readonly runName: string;
  /** ISO 8601, UTC. */
  readonly startTime: string;
  readonly endTime?: string;
  /** Seconds of work. */
  readonly duration?: number;
  readonly status: RunStatus;
  readonly [key: string]: Json | undefined;
}

/** A line of the history. */
export interface HistoryEntry {
  readonly runId: string;
  /** As shown, which may be the name of the context, or begin with it. */
  readonly name: string;
  readonly kind: RunRecord['kind'];
  readonly status: RunStatus;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** The run that holds the samples, when this entry stands for a context and its only evaluation. */
  readonly evaluationId?: string;
  readonly parentId?: string;
  readonly dataset?: string;
  readonly model?: string;
  readonly metadata: EntryMetadata;
  readonly metrics: Readonly<Record<string, number>>;
  readonly stats: Readonly<Record<string, MetricStats>>;
}

/**
 * How runs, given oldest first, are shown:
 *
 * - A context with exactly one evaluation in it is one entry under the context's name: the metrics of the evaluation, and
 *   those tracked in the context itself, which win. It has finished when both have.
 * - Any other context is an entry of its own with the metrics tracked in it and `<child name>/<metric>` of every finished
 *   child, and each child is an entry `<context name>/<child name>`. Children of the same name are numbered: `a`, `a #2`.
 * - A run outside of a context is an entry under its own name.
 */
export function historyEntries(runs: readonly ShownRun[]): HistoryEntry[] {
  return new Family(runs).entries();
}

/** What a table or a comparison needs of a line of the history. */
export type HistoryLine = Pick<HistoryEntry, 'name' | 'startedAt' | 'dataset' | 'model' | 'status' | 'metrics'>;

/** The same lines with less in them: of ten thousand runs the rest takes longer to make than the lines. */
export function historyLines(runs: readonly ShownRun[]): HistoryLine[] {
  return new Family(runs).lines();
}

class Family {
  readonly #runs: readonly ShownRun[];
  readonly #contexts: ReadonlyMap<string, ShownRun>;
  readonly #children = new Map<string, ShownRun[]>();
  /** Of contexts with exactly one. */
  readonly #onlyEvaluations = new Map<string, ShownRun>();
  /** Names among the children of the same context. */
  readonly #childNames = new Map<string, string>();
  readonly #shownNames = new Map<string, string>();

  constructor(runs: readonly ShownRun[]) {
    this.#runs = runs;
    this.#contexts = new Map(runs.filter(({ kind }) => kind === 'context').map((run) => [run.runId, run]));
    for (const run of runs) {
      const context = this.#contextOf(run);
      if (context === undefined) continue;
      const siblings = this.#children.get(context.runId);
      if (siblings === undefined) this.#children.set(context.runId, [run]);
      else siblings.push(run);
    }
    for (const [contextId, siblings] of this.#children) {
      const names = distinctNames(siblings.map((run) => run.name));
      for (const [place, run] of siblings.entries()) this.#childNames.set(run.runId, names[place] ?? run.name);
      const [only, second] = siblings.filter((run) => run.kind === 'evaluation');
      if (only !== undefined && second === undefined) this.#onlyEvaluations.set(contextId, only);
    }
  }

  entries(): HistoryEntry[] {
    return this.#shown().map((run) => this.#entry(run));
  }

  lines(): HistoryLine[] {
    return this.#shown().map((run) => this.#line(run));
  }

  #shown(): readonly ShownRun[] {
    if (this.#onlyEvaluations.size === 0) return this.#runs;
    const hidden = new Set(this.#onlyEvaluations.values());
    return this.#runs.filter((run) => !hidden.has(run));
  }

  #entry(run: ShownRun): HistoryEntry {
    const evaluation = this.#onlyEvaluations.get(run.runId);
    const { runId, kind, parentId, finishedAt } = run;
    const line = this.#line(run);
    const { name, status } = line;
    return {
      ...line,
      runId,
      kind,
      ...(finishedAt !== undefined && { finishedAt }),
      ...(evaluation !== undefined && { evaluationId: evaluation.runId }),
      ...(parentId !== undefined && { parentId }),
      metadata: { ...evaluation?.metadata, ...run.metadata, ...timesOf(run), runName: name, status },
      stats: this.#numbers(run, evaluation).stats,
    };
  }

  #line(run: ShownRun): HistoryLine {
    const evaluation = this.#onlyEvaluations.get(run.runId);
    const name = this.#shownName(run);
    const status = run.status === 'finished' && evaluation !== undefined ? evaluation.status : run.status;
    const { metrics } = this.#numbers(run, evaluation);
    const { spec } = evaluation ?? run;
    if (spec === undefined) return { name, startedAt: run.startedAt, status, metrics };
    return { name, startedAt: run.startedAt, status, metrics, dataset: spec.dataset.name, model: spec.model.id };
  }

  /** The run's own win over those of its evaluation, and both over those named after a child. */
  #numbers(run: ShownRun, evaluation: ShownRun | undefined): Pick<ShownRun, 'metrics' | 'stats'> {
    const children = this.#children.get(run.runId);
    if (children === undefined) return run;
    const others = children.filter((child) => child !== evaluation && child.status === 'finished');
    const parts = [...others.map((child) => this.#underItsName(child)), ...(evaluation ? [evaluation] : []), run];
    return {
      metrics: Object.assign({}, ...parts.map((part) => part.metrics)),
      stats: Object.assign({}, ...parts.map((part) => part.stats)),
    };
  }

  #underItsName(child: ShownRun): Pick<ShownRun, 'metrics' | 'stats'> {
    const name = this.#childNames.get(child.runId) ?? child.name;
    return { metrics: prefixed(name, child.metrics), stats: prefixed(name, child.stats) };
  }

  #shownName(run: ShownRun): string {
    const context = this.#contextOf(run);
    if (context === undefined) return run.name;
    const known = this.#shownNames.get(run.runId);
    if (known !== undefined) return known;
    // First its own name, so that contexts that somebody made each other's parents come to an end.
    this.#shownNames.set(run.runId, run.name);
    const shown = `${this.#shownName(context)}/${this.#childNames.get(run.runId) ?? run.name}`;
    this.#shownNames.set(run.runId, shown);
    return shown;
  }

  #contextOf({ parentId }: ShownRun): ShownRun | undefined {
    return parentId === undefined ? undefined : this.#contexts.get(parentId);
  }
}

function prefixed<Value>(name: string, values: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([metric, value]) => [`${name}/${metric}`, value]));
}

function timesOf({
  startedAt,
  finishedAt,
  elapsedMs,
}: ShownRun): Pick<EntryMetadata, 'startTime' | 'endTime' | 'duration'> {
  if (finishedAt === undefined) return { startTime: startedAt };
  const duration = (elapsedMs ?? Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  return { startTime: startedAt, endTime: finishedAt, duration };
}
