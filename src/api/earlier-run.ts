import { join } from 'node:path';
import { isLowerBetter } from '../core/metric-direction.js';
import type { RunRecord } from '../core/run-record.js';
import type { RunStore } from '../core/run-store.js';
import type { EarlierRun, MetricChange } from '../core/tracker.js';
import { HretError } from '../errors.js';
import { canonicalJson } from '../util/canonical.js';
import { comparedResults } from './compare-results.js';
import { EvaluationResult } from './evaluation-result.js';
import { sourceOf } from './execute.js';
import { resultTools } from './result-tools.js';

/**
 * The last finished run before this one that has its name (in a context of the same name) and the same dataset and
 * scoring; the model, the examples and the prompt may have changed, since that is what one wants to know about.
 */
export async function earlierRun(record: RunRecord, store: RunStore): Promise<EarlierRun | undefined> {
  const records: RunRecord[] = [];
  for await (const each of store.records()) records.push(each);
  const now = (await store.record(record.runId)) ?? record;
  const nameOf = ({ parentId, name }: RunRecord) =>
    canonicalJson([records.find(({ runId }) => runId === parentId)?.name ?? '', name]);
  const found = records.findLast(
    (each) =>
      each.kind === 'evaluation' &&
      each.status === 'finished' &&
      each.runId !== now.runId &&
      each.startedAt <= now.startedAt &&
      nameOf(each) === nameOf(now) &&
      questionsOf(each) === questionsOf(now),
  );
  return found === undefined ? undefined : { record: found, changes: changesBetween(found, now, store) };
}

/** What is asked and how it is scored, as a text that is the same for the same. */
function questionsOf({ spec }: RunRecord): string {
  if (spec === undefined) return '';
  const { dataset, evaluators, limit, language, cotParser, compat } = spec;
  return canonicalJson({
    dataset: { name: dataset.name, subset: dataset.subset ?? null, split: dataset.split ?? null },
    evaluators: evaluators.map(({ name }) => name),
    limit: limit ?? null,
    language: language ?? null,
    cotParser: cotParser ?? null,
    compat: compat ?? null,
  });
}

function changesBetween(before: RunRecord, after: RunRecord, store: RunStore): Record<string, MetricChange> {
  const results = { before: resultOf(before, store), after: resultOf(after, store) };
  const changes = Object.entries(after.metrics).flatMap(([metric, value]): [string, MetricChange][] => {
    const old = before.metrics[metric];
    if (old === undefined) return [];
    const change = { before: old, after: value, isLowerBetter: isLowerBetter(metric) };
    return [[metric, { ...change, ...testOf(results.after, results.before, metric) }]];
  });
  return Object.fromEntries(changes);
}

function resultOf(record: RunRecord, store: RunStore): EvaluationResult {
  const { runId } = record;
  const source = sourceOf(store, { runId, location: join(store.location, 'runs', runId) });
  return new EvaluationResult(record, source, resultTools);
}

/** A metric of the whole run has no values of samples to test. */
function testOf(a: EvaluationResult, b: EvaluationResult, metric: string): Pick<MetricChange, 'ci95' | 'pValue'> {
  try {
    const { ci95, pValue } = comparedResults(a, b, { metric });
    return { ci95, pValue };
  } catch (error) {
    if (error instanceof HretError && error.code === 'usage') return {};
    throw error;
  }
}
