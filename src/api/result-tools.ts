import { isLowerBetter } from '../core/metric-direction.js';
import { benchHubCitations } from '../datasets/benchhub-citations.js';
import { HretError } from '../errors.js';
import { analysisReport } from '../report/analysis.js';
import { baselineTable } from '../report/baseline-table.js';
import { type ComparedRuns, comparisonTable, comparisonVerdict } from '../report/comparison-table.js';
import { plain } from '../report/plain.js';
import { floorRuns, runTable } from '../report/run-table.js';
import { type Table, textTable } from '../report/table.js';
import {
  type CompareAllOptions,
  comparedIndependently,
  comparedWithBaseline,
  type IndependentResultComparison,
} from './compare-many.js';
import { areComparable, comparedResults, type ResultComparison } from './compare-results.js';
import type { EvaluationResult, ResultTools } from './evaluation-result.js';
import { sampleScores } from './metric-values.js';
import { powerOfHeadline, resultPower } from './power.js';

/** Loaded with the pipeline, so every result has it. */
export const resultTools: ResultTools = {
  compare: comparedResults,
  isComparable: areComparable,
  compareAll: comparedWithBaseline,
  compareIndependently: comparedIndependently,
  scores: sampleScores,
  power: resultPower,
  table: (results) => textTable(runTable([...results.map(({ record }) => record), ...sharedFloor(results)])),
  comparisonText(a, b, options) {
    const runs = comparedRuns(a, b, comparedResults(a, b, options));
    return `${textTable(comparisonTable(runs))}\n\n${comparisonVerdict(runs)}`;
  },
  comparisonTable(results, options) {
    const { table, cautions } = againstBaseline(results, options);
    return [textTable(table), ...cautions].join('\n');
  },
  analysisReport(result, { format = 'markdown', topN = 5 }) {
    const power = powerOfHeadline(result);
    const { record, samples } = result;
    return analysisReport({ record, samples, topN, ...(power !== undefined && { power }) }, format);
  },
  citationReport({ info, samples }) {
    if (info.dataset !== 'benchhub') {
      throw new HretError(
        'usage',
        `The run "${info.name}" was not sampled from BenchHub but run on "${info.dataset}", so there are no benchmarks to cite.`,
      );
    }
    const counts = new Map<string, number>();
    for (const { trial, metadata } of samples) {
      const name = metadata.benchmark_name;
      if (typeof name === 'string' && name !== '' && !trial) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return benchHubCitations(counts);
  },
};

/** Several results against one of them, under the names they are given by, and what their intervals do not tell. */
export function againstBaseline(
  results: Readonly<Record<string, EvaluationResult>>,
  options: CompareAllOptions,
  shownName: (name: string, result: EvaluationResult) => string = (name) => name,
): { readonly table: Table; readonly cautions: readonly string[] } {
  const baselineName = options.baseline ?? Object.keys(results)[0] ?? '';
  const compared = comparedWithBaseline(results, options);
  const metric = Object.values(compared)[0]?.metric ?? options.metric ?? '';
  const named = (name: string) => {
    const result = results[name] as EvaluationResult;
    const value = result.metrics[metric];
    return { name: shownName(name, result), ...(value !== undefined && { value }) };
  };
  const lines = Object.entries(compared).map(([name, comparison]) => ({ ...named(name), comparison }));
  const cautions = lines.flatMap(({ name, comparison: { caution } }) =>
    caution === undefined ? [] : [`${plain(name)}: ${caution}`],
  );
  return { table: baselineTable(metric, named(baselineName), lines), cautions };
}

/** A comparison with what its table says about the two sides. */
export function comparedRuns(
  a: EvaluationResult,
  b: EvaluationResult,
  comparison: ResultComparison | IndependentResultComparison,
): ComparedRuns {
  const { metric } = comparison;
  return { metric, a: sideOf(a, metric), b: sideOf(b, metric), comparison, isLowerBetter: isLowerBetter(metric) };
}

function sideOf({ info, metrics }: EvaluationResult, metric: string): ComparedRuns['a'] {
  const value = metrics[metric];
  return { name: info.name, ...(value !== undefined && { value }) };
}

/** The floor is a property of the questions: shown once when all results are over the same ones. */
function sharedFloor(results: readonly EvaluationResult[]): ReturnType<typeof floorRuns> {
  const [first, ...others] = results.map(({ record }) => record);
  if (first === undefined) return [];
  const floor = JSON.stringify(first.info.floor);
  return others.every(({ info }) => JSON.stringify(info.floor) === floor) ? floorRuns(first) : [];
}
