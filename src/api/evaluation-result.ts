import type { Counts, MetricTable, RunRecord } from '../core/run-record.js';
import type { SampleResult } from '../core/sample-result.js';
import type { ArrowTable } from '../report/arrow-table.js';
import { columnsOf } from './columns-of.js';
import type { CompareAllOptions, ComparisonWithBaseline, IndependentResultComparison } from './compare-many.js';
import type { CompareResultsOptions, ResultComparison } from './compare-results.js';
import type { ResultPower, ResultPowerOptions } from './power.js';
import { infoOf, type ResultInfo, type TrackerOutcome } from './result-info.js';

export type { ArrowTable } from '../report/arrow-table.js';

/** The JSON form of a result. */
export interface ResultJson {
  readonly metrics: Readonly<Record<string, number>>;
  readonly stats: MetricTable;
  readonly groups: Readonly<Record<string, MetricTable>>;
  readonly counts: Counts;
  readonly info: ResultInfo;
  readonly samples: readonly SampleResult[];
}

/** Reads the samples of a run back. */
export interface SampleSource {
  /** Folder of the run, or `memory`. */
  readonly location: string;
  stream(): AsyncIterable<SampleResult>;
  all(): SampleResult[];
}

/** What can be done with a result and needs more code than an import of hret should load; a result brings it along. */
export interface ResultTools {
  compare(a: EvaluationResult, b: EvaluationResult, options: CompareResultsOptions): ResultComparison;
  /** Whether they have a metric in common that they can be compared by, and a sample. */
  isComparable(a: EvaluationResult, b: EvaluationResult): boolean;
  compareAll(
    results: Readonly<Record<string, EvaluationResult>>,
    options: CompareAllOptions,
  ): Record<string, ComparisonWithBaseline>;
  compareIndependently(
    a: EvaluationResult,
    b: EvaluationResult,
    options: Pick<CompareResultsOptions, 'metric'>,
  ): IndependentResultComparison;
  scores(result: EvaluationResult, metric: string | undefined): number[];
  power(result: EvaluationResult, options: ResultPowerOptions): ResultPower;
  table(results: readonly EvaluationResult[]): string;
  comparisonText(a: EvaluationResult, b: EvaluationResult, options: CompareResultsOptions): string;
  comparisonTable(results: Readonly<Record<string, EvaluationResult>>, options: CompareAllOptions): string;
  analysisReport(result: EvaluationResult, options: AnalysisReportOptions): string;
  citationReport(result: EvaluationResult): string;
}

export interface AnalysisReportOptions {
  /** `markdown` (default), or `json`: the same as a JSON text. */
  readonly format?: 'markdown' | 'json';
  /** How many keywords, default 5. */
  readonly topN?: number;
}

/** What a run found: the numbers at once, the samples from the run's journal when they are first looked at. */
export class EvaluationResult {
  readonly #record: RunRecord;
  readonly #source: SampleSource;
  /** @internal */
  readonly tools: ResultTools;
  readonly #trackers: readonly TrackerOutcome[];
  #samples: readonly SampleResult[] | undefined;

  constructor(record: RunRecord, source: SampleSource, tools: ResultTools, trackers: readonly TrackerOutcome[] = []) {
    this.#record = record;
    this.#source = source;
    this.#trackers = trackers;
    this.tools = tools;
    Object.defineProperty(this, 'tools', { enumerable: false });
  }

  /** The run's record, as it is kept in `run.json`. */
  get record(): RunRecord {
    return this.#record;
  }

  /** Means by name; a metric nobody could compute is absent. */
  get metrics(): Readonly<Record<string, number>> {
    return this.#record.metrics;
  }

  /** n, unscored, mean, standard error and 95 % interval of every metric. */
  get stats(): MetricTable {
    return this.#record.stats;
  }

  /** The same per group. */
  get groups(): Readonly<Record<string, MetricTable>> {
    return this.#record.groups;
  }

  /** How many samples (times trials) ended in which way. */
  get counts(): Counts {
    return this.#record.counts ?? { total: 0, scored: 0, unscored: 0, failed: 0, truncated: 0 };
  }

  get info(): ResultInfo {
    return infoOf(this.#record, this.#source.location, this.#trackers);
  }

  /** Every sample in dataset order. Reads the journal on first touch and keeps it; for big runs use `stream()`. */
  get samples(): readonly SampleResult[] {
    this.#samples ??= this.#source.all();
    return this.#samples;
  }

  /** The samples in dataset order, a few at a time. */
  stream(): AsyncIterable<SampleResult> {
    return this.#source.stream();
  }

  /**
   * One value a sample, in dataset order, so that two results over the same samples line up; over trials the mean. NaN
   * marks a sample without a value, so that the others keep their place; `compareResults` pairs for you.
   */
  scores(metric?: string): number[] {
    return this.tools.scores(this, metric);
  }

  /**
   * What comparing this run with another over the same samples would show (p < 0.05, four times out of five): the smallest
   * difference, and how many samples show one point. The more alike two models answer (`correlation`), the fewer it takes.
   */
  power(options: ResultPowerOptions = {}): ResultPower {
    return this.tools.power(this, options);
  }

  toJSON(): ResultJson {
    const { metrics, stats, groups, counts, info, samples } = this;
    return { metrics, stats, groups, counts, info, samples };
  }

  /** Columns by name, one value a sample; scores and evaluation details are flattened to `score_*` and `eval_*`. */
  toDataFrame(): Record<string, unknown[]> {
    return columnsOf(this.samples);
  }

  /** `toDataFrame()` as an Arrow table, for DuckDB, Polars, Parquet and the like. Needs the package `apache-arrow`. */
  async toArrow(): Promise<ArrowTable> {
    const { arrowTable } = await import('../report/arrow-table.js');
    return arrowTable(this.toDataFrame());
  }

  /** Writes `toJSON()` to a file, atomically. */
  async saveJson(path: string): Promise<void> {
    const { writeFileAtomic } = await import('../util/atomic-file.js');
    await writeFileAtomic(path, `${JSON.stringify(this, null, 2)}\n`);
  }

  /** What the run found, in four sections: performance, groups, language, errors. Deterministic. */
  analysisReport(options: AnalysisReportOptions = {}): string {
    return this.tools.analysisReport(this, options);
  }

  /** A LaTeX paragraph, table and bibliography of the benchmarks a BenchHub run was sampled from. */
  benchhubCitationReport(): string {
    return this.tools.citationReport(this);
  }

  /** The table of the run, for people. */
  toString(): string {
    return this.tools.table([this]);
  }

  /** What `console.log(result)` prints. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `EvaluationResult ${this.info.runId}\n${this.toString()}`;
  }
}

/**
 * Compares two results sample by sample. `difference` is a minus b; a win is a sample on which a is better (for metrics
 * such as latency, where lower is better, that is the lower value). Samples are paired by id and occurrence; those
 * without a value on either side are left out and counted.
 */
export function compareResults(
  a: EvaluationResult,
  b: EvaluationResult,
  options: CompareResultsOptions = {},
): ResultComparison {
  return a.tools.compare(a, b, options);
}

/**
 * Compares several results with one of them, sample by sample. Differences are result minus baseline; `adjustedPValue` is
 * Holm's, because among twenty models that differ in nothing one is "significant" by chance.
 */
export function compareAll(
  results: Readonly<Record<string, EvaluationResult>>,
  options: CompareAllOptions = {},
): Record<string, ComparisonWithBaseline> {
  return Object.values(results)[0]?.tools.compareAll(results, options) ?? {};
}

/** Compares two results over different samples (Fisher's exact test, Welch's t test): finds far less than pairing does. */
export function compareIndependentResults(
  a: EvaluationResult,
  b: EvaluationResult,
  options: Pick<CompareResultsOptions, 'metric'> = {},
): IndependentResultComparison {
  return a.tools.compareIndependently(a, b, options);
}
