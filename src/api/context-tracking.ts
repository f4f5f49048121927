import type { EvaluateOptions } from '../core/options.js';
import type { RunRecord } from '../core/run-record.js';
import type { NamedTracker } from '../core/tracker.js';
import { hurryOf } from './closing.js';
import type { ContextTrackers } from './context-trackers.js';
import type { TrackerChoice } from './resolve-trackers.js';
import { sharedInterrupt } from './shared-interrupt.js';
import { TrackerChoices } from './tracker-choices.js';

export interface ContextTrackingOptions {
  readonly options: EvaluateOptions;
  readonly outputDir: () => string;
  /** The context's record at this moment, while it is open. */
  readonly record: () => Promise<RunRecord>;
}

/** What a context has to do with trackers. Light: what talks to them is imported when there are any. */
export class ContextTracking {
  readonly #context: ContextTrackingOptions;
  readonly #choices: TrackerChoices;
  /** Runs of its evaluations, in the order they began, failed ones too. */
  readonly #runIds: string[] = [];
  #trackers: ContextTrackers | undefined;
  #beginning: Promise<void> = Promise.resolve();

  constructor(context: ContextTrackingOptions) {
    this.#context = context;
    this.#choices = new TrackerChoices(context.options.trackers);
  }

  /** Mirrors the context to one more tracker. */
  add(tracker: NamedTracker): void {
    this.#choices.add(tracker);
  }

  /**
   * Lets trackers hear that the context has begun: its own, and those named for one evaluation. At the first evaluation,
   * so that everything said before it counts, and a mistake stops it before anything is asked.
   */
  async begin(ofEvaluation: readonly TrackerChoice[] = []): Promise<void> {
    const begun = this.#beginning.then(() => this.#begin(ofEvaluation));
    this.#beginning = begun.catch(() => {});
    return begun;
  }

  /** The trackers of an evaluation, which may have named its own. */
  async ofEvaluation(own: readonly TrackerChoice[] | undefined): Promise<TrackerChoice[]> {
    const { childTrackers, namingTracker } = await import('./context-trackers.js');
    const naming = namingTracker((runId) => this.#runIds.push(runId));
    return [...(own ?? childTrackers(this.#choices.all)), naming];
  }

  /** Tells everybody that the context is over. */
  async end(record: RunRecord): Promise<void> {
    await this.#trackers?.end(record, hurryOf(this.#context.options.signal, sharedInterrupt()).hurry);
  }

  async #begin(ofEvaluation: readonly TrackerChoice[]): Promise<void> {
    const { own, others } = this.#choices.unheard(ofEvaluation);
    if (own.length + others.length === 0) return;
    const { options, outputDir } = this.#context;
    if (this.#trackers === undefined) {
      const [{ ContextTrackers: Trackers }, { sittingFor }] = await Promise.all([
        import('./context-trackers.js'),
        import('./save-context.js'),
      ]);
      this.#trackers = new Trackers(sittingFor(outputDir(), options));
    }
    const record = await this.#context.record();
    await this.#trackers.begin(own, record, [...this.#runIds]);
    this.#choices.heard(own);
    await this.#trackers.begin(others, record, []);
    this.#choices.heard(others);
  }
}
