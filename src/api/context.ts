import { resolve as resolvePath, sep } from 'node:path';
import { currentConfig } from '../config/settings.js';
import type { ModelFunction } from '../core/model-function.js';
import type { EvaluateOptions, Params } from '../core/options.js';
import { flushPending } from '../core/pending.js';
import { HretError, messageOf } from '../errors.js';
import type { FinishedRun, MetricsTracker } from '../history/metrics-tracker.js';
import { contextMetrics } from './context-metrics.js';
import { ContextRun } from './context-run.js';
import { ContextTracking } from './context-tracking.js';
import { effectiveOptions, optionsFrom } from './effective-options.js';
import type { EvaluationResult } from './evaluation-result.js';
import { warnUser } from './log.js';
import { nameOfFunction, underlying } from './model-of.js';
import { tellLoggers } from './tell-loggers.js';

/** Called when the context is over, with the run and the results of its evaluations. */
export type MlopsIntegration = (runResult: FinishedRun, results: readonly EvaluationResult[]) => void | Promise<void>;

/** Several evaluations that belong together: one parent in the history and in every tracker, one child for each evaluation. */
export class EvaluationContext {
  readonly name: string;
  /** Holds the context's own numbers; what is put into `runMetadata` is kept with the run. */
  readonly metricsTracker: MetricsTracker;
  readonly #run: ContextRun;
  readonly #options: EvaluateOptions;
  readonly #results: EvaluationResult[] = [];
  readonly #childNames = new Set<string>();
  readonly #integrations: MlopsIntegration[] = [];
  readonly #tracking: ContextTracking;
  #isOver = false;

  constructor(name: string, options: EvaluateOptions) {
    this.name = name;
    this.#options = options;
    this.#run = new ContextRun(name, options.metadata);
    this.metricsTracker = this.#run.tracker;
    this.#tracking = new ContextTracking({
      options,
      outputDir: () => this.#outputDir(),
      record: () => this.#run.record({ status: 'running' }),
    });
  }

  /** Results so far, in the order they were finished. */
  get results(): readonly EvaluationResult[] {
    return this.#results;
  }

  /** The options of this context, settings included. */
  get options(): EvaluateOptions {
    return this.#options;
  }

  /** Runs a model function over the context's dataset; without one, the model the options name. A decorated function is unwrapped and run once. */
  async evaluate(model?: ModelFunction | undefined, options: EvaluateOptions = {}): Promise<EvaluationResult> {
    const name = model === undefined ? (options.model ?? this.#options.model ?? 'model') : nameOfFunction(model);
    return this.evaluateAs(name, model, options);
  }

  /** Runs several models over the same dataset, one after the other. */
  async benchmark<Name extends string>(
    models: Readonly<Record<Name, ModelFunction>>,
    options: EvaluateOptions = {},
  ): Promise<Record<Name, EvaluationResult>> {
    const { runName, ...rest } = options;
    const results: Partial<Record<Name, EvaluationResult>> = {};
    for (const name of Object.keys(models) as Name[]) {
      results[name] = await this.evaluateAs(name, models[name], {
        ...rest,
        ...(runName !== undefined && { runName: `${runName}/${name}` }),
      });
    }
    return results as Record<Name, EvaluationResult>;
  }

  /** @internal */
  async evaluateAs(
    name: string,
    model: ModelFunction | undefined,
    options: EvaluateOptions,
    thisValue?: unknown,
  ): Promise<EvaluationResult> {
    if (this.#isOver) throw new HretError('usage', `The context "${this.name}" is over; evaluate inside its body.`);
    const checked = optionsFrom(options, 'evaluate');
    await this.#tracking.begin(checked.trackers);
    const { runFunction } = await import('./run-function.js');
    const result = await runFunction({
      name: this.#uniqueChildName(options.runName ?? name),
      modelName: name,
      ...(model !== undefined && { fn: underlying(model) }),
      ...(thisValue !== undefined && { thisValue }),
      options: await this.#optionsOfChild(checked),
      parentId: await this.#run.id(),
    });
    this.#results.push(result);
    return result;
  }

  async #optionsOfChild(own: EvaluateOptions): Promise<EvaluateOptions> {
    return {
      ...effectiveOptions(this.#options, own),
      metadata: { ...this.#run.metadata, ...own.metadata },
      trackers: await this.#tracking.ofEvaluation(own.trackers),
    };
  }

  /** Adds numbers to the context's own run. */
  logMetrics(metrics: Readonly<Record<string, number>>): void {
    this.#run.logMetrics(metrics);
  }

  /** Calls your function when the context is over. If it throws, that is a warning: the run is not lost. */
  addMlopsIntegration(integration: MlopsIntegration): void {
    this.#integrations.push(integration);
  }

  /** Mirrors this context to MLflow: a run of its own, and one inside it for each evaluation, those that are over already too. */
  logToMlflow(options: { readonly experimentName?: string } & Params = {}): void {
    this.#tracking.add({ name: 'mlflow', options });
  }

  /** Mirrors this context to Weights & Biases: a group with a run for the context and one for each evaluation. */
  logToWandb(options: { readonly projectName?: string } & Params = {}): void {
    this.#tracking.add({ name: 'wandb', options });
  }

  /** Mirrors this context to TensorBoard event files. */
  logToTensorboard(options: { readonly logDir?: string } & Params = {}): void {
    this.#tracking.add({ name: 'tensorboard', options });
  }

  /** Writes run metadata, metrics and all results as one JSON file under `outputDir`, atomically. Resolves to its path. */
  async saveResults(fileName = `${this.name}.json`): Promise<string> {
    const outputDir = resolvePath(this.#outputDir());
    const path = resolvePath(outputDir, fileName);
    if (!path.startsWith(outputDir + sep))
      throw new HretError('usage', `saveResults: "${fileName}" lies outside the output folder ${outputDir}.`);
    const { saveContext } = await import('./save-context.js');
    await saveContext(path, {
      runMetadata: this.#run.metadata,
      metrics: contextMetrics(this.#run.metrics, this.#results),
      results: this.#results,
    });
    return path;
  }

  /** @internal Ends the context: keeps it, tells the trackers, then the integrations. */
  async end(status: 'finished' | 'failed' | 'interrupted', error?: unknown): Promise<void> {
    await flushPending();
    this.#isOver = true;
    const own = this.#run.end(status);
    await this.#tracking.begin().catch((mistake: unknown) => warnUser(messageOf(mistake)));
    const record = await this.#run.record({
      status,
      metrics: own.metrics,
      children: this.#results.map((result) => result.info.runId),
      ...(error !== undefined && { error: messageOf(error) }),
    });
    try {
      const { keepRecord } = await import('./save-context.js');
      await keepRecord(this.#outputDir(), record);
    } finally {
      await this.#tracking.end(record);
    }
    const runResult: FinishedRun = {
      metadata: { ...own.metadata, ...this.#run.metadata },
      metrics: contextMetrics(this.#run.metrics, this.#results),
    };
    await tellLoggers(runResult, this.#results, this.#integrations);
  }

  #outputDir(): string {
    return this.#options.outputDir ?? currentConfig().outputDir;
  }

  #uniqueChildName(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.#childNames.has(name); count++) name = `${wanted} #${count}`;
    this.#childNames.add(name);
    return name;
  }
}
