import type { JsonObject } from '../../core/json.js';
import type { RunRecord } from '../../core/run-record.js';
import type { SampleResult } from '../../core/sample-result.js';
import { LIMITS } from './limits.js';
import type { Span } from './span.js';
import { stableHex } from './stable-hex.js';
import type { RemoteRun } from './store.js';
import { shortened } from './text-limit.js';

/** One sample as MLflow 3 keeps it: a trace with one span, what was expected, and what each metric said of the answer. */
export interface Trace {
  readonly id: string;
  /** `trace_info` of the REST API. */
  readonly info: JsonObject;
  readonly span: Span;
}

/** The trace of a sample. It has the same ids whenever it is made, so that sending it again changes nothing. */
export function traceOf(result: SampleResult, record: RunRecord, run: RemoteRun): Trace {
  const hex = traceHex(result, record);
  const id = `tr-${hex}`;
  return {
    id,
    info: {
      trace_id: id,
      trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: run.experimentId } },
      request_preview: shortened(result.input, LIMITS.preview).text,
      response_preview: shortened(result.prediction ?? '', LIMITS.preview).text,
      // When a sample was asked is not kept: all of them carry the start of the run.
      request_time: record.startedAt,
      execution_duration: `${(result.latencyMs / 1000).toFixed(3)}s`,
      state: result.status === 'failed' ? 'ERROR' : 'OK',
      trace_metadata: { 'mlflow.sourceRun': run.runId, ...metadataOf(result) },
      tags: { 'mlflow.traceName': record.name },
      assessments: assessmentsOf(id, result, record, run),
    },
    span: spanOf(hex, result, record),
  };
}

/** Samples of a run have one time, and lists show traces of one time by their ids: so these are in the order of the dataset. */
function traceHex({ index, trial = 0 }: SampleResult, { runId }: RunRecord): string {
  const place = index.toString(16).padStart(8, '0') + trial.toString(16).padStart(4, '0');
  return place + stableHex(32 - place.length, runId, place);
}

function metadataOf({ id, index, trial, group, status, reason, usage, costUsd }: SampleResult): JsonObject {
  const { inputTokens = 0, outputTokens = 0 } = usage ?? {};
  const tokens = usage && {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
  const texts: Readonly<Record<string, string | undefined>> = {
    'hret.sample_id': id,
    'hret.index': String(index),
    'hret.trial': trial?.toString(),
    'hret.group': group,
    'hret.status': status,
    'hret.reason': reason,
    'mlflow.trace.tokenUsage': tokens && JSON.stringify(tokens),
    'mlflow.trace.cost': costUsd === undefined ? undefined : JSON.stringify({ total_cost: costUsd }),
  };
  const present = Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(present.map(([name, text]) => [name, shortened(text, LIMITS.traceMetadata).text]));
}

function assessmentsOf(traceId: string, result: SampleResult, record: RunRecord, { runId }: RemoteRun): JsonObject[] {
  const common = {
    trace_id: traceId,
    create_time: record.startedAt,
    last_update_time: record.startedAt,
    metadata: { 'mlflow.assessment.sourceRunId': runId },
  };
  const { explanation } = result.evaluation;
  const rationale = typeof explanation === 'string' ? { rationale: explanation } : {};
  const source = (id: string) => ({ source_type: 'CODE', source_id: id });
  return [
    {
      ...common,
      assessment_id: `a-${stableHex(32, traceId, 'expectation')}`,
      assessment_name: 'expected_response',
      source: source(record.spec?.dataset.name ?? 'dataset'),
      expectation: { value: result.reference },
    },
    ...Object.entries(result.scores).map(([metric, value]) => ({
      ...common,
      assessment_id: `a-${stableHex(32, traceId, 'feedback', metric)}`,
      assessment_name: assessmentName(metric),
      source: source(record.spec?.evaluators.map(({ name }) => name).join(', ') || 'hret'),
      feedback: { value },
      ...rationale,
    })),
  ];
}

/** A dot would make it a part of something else. */
function assessmentName(metric: string): string {
  return shortened(metric.replaceAll('.', '_'), LIMITS.key).text;
}

function spanOf(hex: string, result: SampleResult, record: RunRecord): Span {
  const begin = BigInt(Date.parse(record.startedAt)) * 1_000_000n;
  const { input, options, prediction, error, status } = result;
  return {
    traceHex: hex,
    spanHex: stableHex(16, hex, 'span'),
    name: record.name,
    begin,
    end: begin + BigInt(Math.round(result.latencyMs * 1e6)),
    attributes: {
      'mlflow.spanType': 'LLM',
      'mlflow.spanInputs': { input, ...(options !== undefined && { options }) },
      ...(prediction !== undefined && { 'mlflow.spanOutputs': prediction }),
      ...(record.spec !== undefined && { 'mlflow.llm.model': record.spec.model.id }),
      'hret.evaluation': result.evaluation,
    },
    ...(status === 'failed' && { error: error ?? '' }),
  };
}
