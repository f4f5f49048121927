import type { RunRecord } from '../../core/run-record.js';
import { finalMetrics } from '../delivery/final-metrics.js';
import type { Attributes } from './api.js';

/** `evaluate kmmlu`; names of spans are kept few, so the run's own name is an attribute. */
export function runSpanName({ kind, spec }: RunRecord): string {
  return spec === undefined ? kind : `evaluate ${spec.dataset.name}`;
}

/** What is known of a run when it begins. */
export function runStart({ runId, name, kind, parentId, spec }: RunRecord): Attributes {
  return {
    'hret.run.id': runId,
    'hret.run.name': name,
    'hret.run.kind': kind,
    'hret.run.parent_id': parentId,
    ...(spec !== undefined && {
      'hret.dataset.name': spec.dataset.name,
      'hret.dataset.split': spec.dataset.split,
      'hret.dataset.subsets': spec.dataset.subset && [...spec.dataset.subset],
      'hret.model.id': spec.model.id,
      'hret.evaluators': spec.evaluators.map(({ name: evaluator }) => evaluator),
      'hret.limit': spec.limit,
      'hret.trials': spec.trials,
      'hret.seed': spec.seed,
    }),
  };
}

/** What it found. Groups are left out: with a hundred of them an SDK, which keeps 128 attributes, would drop the rest. */
export function runEnd(record: RunRecord): Attributes {
  const { status, errorCode, error } = record;
  const numbers = Object.entries(finalMetrics({ ...record, groups: {} }));
  return {
    'hret.run.status': status,
    'error.type': status === 'failed' ? (errorCode ?? '_OTHER') : undefined,
    'hret.run.error': error,
    ...Object.fromEntries(numbers.map(([name, value]) => [`hret.result.${name.replaceAll('/', '.')}`, value])),
  };
}
