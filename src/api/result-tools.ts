import { isLowerBetter } from '../core/metric-direction.js';
import { benchHubCitations } from '../datasets/benchhub-citations.js';
import { HretError } from '../errors.js';
import { analysisReport } from '../report/analysis.js';
import { type ComparedRuns, comparisonTable, comparisonVerdict } from '../report/comparison-table.js';
import { floorRuns, runTable } from '../report/run-table.js';
import { textTable } from '../report/table.js';
import { comparedIndependently, comparedWithBaseline, type IndependentResultComparison } from './compare-many.js';
import { comparedResults, type ResultComparison } from './compare-results.js';
import type { EvaluationResult, ResultTools } from './evaluation-result.js';

/** Loaded with the pipeline, so every result has it. */
export const resultTools: ResultTools = {
  compare: comparedResults,
  compareAll: comparedWithBaseline,
  compareIndependently: comparedIndependently,
  table: (results) => textTable(runTable([...results.map(({ record }) => record), ...sharedFloor(results)])),
  comparisonText(a, b, options) {
    const runs = comparedRuns(a, b, comparedResults(a, b, options));
    return `${textTable(comparisonTable(runs))}\n\n${comparisonVerdict(runs)}`;
  },
  analysisReport: (result, { format = 'markdown', topN = 5 }) =>
    analysisReport({ record: result.record, samples: result.samples, topN }, format),
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
