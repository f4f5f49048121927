import type { ModelFunction } from '../core/model-function.js';
import type { EvaluateOptions, Params } from '../core/options.js';
import { HretError } from '../errors.js';
import type { CompareAllOptions, ComparisonWithBaseline } from './compare-many.js';
import { effectiveOptions, optionsFrom } from './effective-options.js';
import { compareAll, type EvaluationResult } from './evaluation-result.js';
import { inContext } from './in-context.js';
import { nameOfFunction } from './model-of.js';
import { comparisonTable, resultTable } from './show.js';

/** One configured run. Options are checked when it is made, names are looked up when it runs. */
export class PipelineRunner {
  readonly options: EvaluateOptions;

  constructor(options: EvaluateOptions) {
    this.options = optionsFrom(options, 'PipelineRunner');
  }

  /** Runs it: the model the options name, or the given function. Rejects when there is no number to give. */
  async run(model?: ModelFunction): Promise<EvaluationResult> {
    const { runOptions } = await import('./run-options.js');
    return runOptions(this.options, model);
  }
}

/** One model of a comparison. */
export interface ComparedModel {
  readonly model: string | ModelFunction;
  readonly modelParams?: Params;
  /** Names the model in the results; its backend and model name otherwise. */
  readonly name?: string;
}

export type CompareOptions = Omit<EvaluateOptions, 'model' | 'modelParams'> & {
  readonly models: readonly ComparedModel[];
};

/** Results of several models over the same samples, by name, with the table of their metrics. */
export class Comparison {
  readonly results: Readonly<Record<string, EvaluationResult>>;

  constructor(results: Readonly<Record<string, EvaluationResult>>) {
    this.results = results;
  }

  /** Every model against one of them, the first unless `baseline` names another; p-values adjusted after Holm. */
  against(options: CompareAllOptions = {}): Record<string, ComparisonWithBaseline> {
    return compareAll(this.results, options);
  }

  /** The table of all metrics, and for two models or more that of `against`, for people. */
  toString(): string {
    const metrics = resultTable(this.results);
    if (Object.keys(this.results).length < 2 || !isAllComparable(Object.values(this.results))) return metrics;
    return `${metrics}\n\n${comparisonTable(this.results)}`;
  }

  /** What `console.log(comparison)` prints. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Comparison\n${this.toString()}`;
  }

  /** Columns by name, one value a model: `model`, every metric, `n`. A metric a model does not have is `null`. */
  toDataFrame(): Record<string, unknown[]> {
    const models = Object.entries(this.results);
    const metrics = [...new Set(models.flatMap(([, result]) => Object.keys(result.metrics)))];
    const columnOf = (metric: string) => models.map(([, result]) => result.metrics[metric] ?? null);
    return {
      model: models.map(([name]) => name),
      ...Object.fromEntries(metrics.map((metric) => [metric, columnOf(metric)])),
      n: models.map(([, { counts }]) => counts.scored),
    };
  }
}

/** Runs and compares models; its options are defaults of every run it makes. */
export class Evaluator {
  readonly #defaults: EvaluateOptions;

  constructor(defaults: EvaluateOptions = {}) {
    this.#defaults = optionsFrom(defaults, 'Evaluator');
  }

  /** Runs the model the options name, or the given function. */
  async run(options: EvaluateOptions = {}, model?: ModelFunction): Promise<EvaluationResult> {
    const { runOptions } = await import('./run-options.js');
    return runOptions(effectiveOptions(this.#defaults, optionsFrom(options, 'Evaluator.run')), model);
  }

  /** Runs several models over the same samples, one after the other, as children of one context. */
  async compare({ models, ...options }: CompareOptions): Promise<Comparison> {
    if (!Array.isArray(models) || models.length === 0)
      throw new HretError(
        'usage',
        'Evaluator.compare: models is empty; list at least one { model, modelParams, name }.',
      );
    const shared = effectiveOptions(this.#defaults, optionsFrom(options, 'Evaluator.compare'));
    const names = models.map(nameOfCompared);
    const twice = names.find((name, place) => names.indexOf(name) !== place);
    if (twice !== undefined)
      throw new HretError('usage', `Evaluator.compare: two models are called "${twice}"; give them names.`);
    return inContext(shared.runName ?? `compare_${names.join('_vs_')}`, shared, async (context) => {
      const results: Record<string, EvaluationResult> = {};
      for (const [place, { model, modelParams }] of models.entries()) {
        const name = names[place] ?? String(place);
        const fn = typeof model === 'function' ? model : undefined;
        const own = typeof model === 'string' ? { model, ...(modelParams !== undefined && { modelParams }) } : {};
        results[name] = await context.evaluateAs(name, fn, own);
      }
      return new Comparison(results);
    });
  }
}

function nameOfCompared({ model, modelParams = {}, name }: ComparedModel): string {
  if (name !== undefined) return name;
  if (typeof model === 'function') return nameOfFunction(model);
  const modelName = modelParams.modelName ?? modelParams.model_name;
  return typeof modelName === 'string' ? `${model}/${modelName}` : model;
}

function isAllComparable([first, ...others]: readonly EvaluationResult[]): boolean {
  return first !== undefined && others.every((other) => first.tools.isComparable(first, other));
}
