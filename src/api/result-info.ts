import type { JsonObject } from '../core/json.js';
import type { Usage } from '../core/model.js';
import type { RunRecord } from '../core/run-record.js';

/** What a tracker says at the end: where the run can be seen, or what is left to be sent. */
export interface TrackerOutcome {
  readonly name: string;
  readonly outcome: string;
}

/** Where a result comes from: everything needed to say what was measured, and to measure it again. */
export interface ResultInfo {
  readonly runId: string;
  readonly name: string;
  readonly status: string;
  /** Folder of the run. */
  readonly location: string;
  readonly dataset: string;
  readonly subset?: readonly string[];
  readonly split?: string;
  readonly model: string;
  readonly evaluators: readonly string[];
  readonly fewShot?: JsonObject;
  readonly limit?: number;
  readonly trials: number;
  readonly seed: number;
  readonly startedAt: string;
  readonly elapsedMs: number;
  /** Milliseconds from question to answer, on average. */
  readonly meanLatencyMs?: number;
  readonly usage?: Usage;
  /** US dollars, over the samples whose price is known. */
  readonly costUsd?: number;
  readonly retries: number;
  /** What answering without reading would score, on choice questions. */
  readonly floor?: JsonObject;
  /** Where the rows came from. */
  readonly source?: JsonObject;
  readonly warnings: readonly string[];
  /** What became of what the trackers were told, as it stood when the run ended; absent without trackers, and when a run is read back. */
  readonly trackers?: readonly TrackerOutcome[];
  readonly metadata: JsonObject;
  readonly versions: Readonly<Record<string, string>>;
}

/** The part of a run's record that says where its numbers come from. */
export function infoOf(record: RunRecord, location: string, trackers: readonly TrackerOutcome[] = []): ResultInfo {
  const { spec } = record;
  const { fewShot, source, floor, meanLatencyMs } = record.info as Partial<ResultInfo>;
  return {
    runId: record.runId,
    name: record.name,
    status: record.status,
    location,
    dataset: spec?.dataset.name ?? '',
    ...(spec?.dataset.subset !== undefined && { subset: spec.dataset.subset }),
    ...(spec?.dataset.split !== undefined && { split: spec.dataset.split }),
    model: spec?.model.id ?? '',
    evaluators: spec?.evaluators.map((evaluator) => evaluator.name) ?? [],
    ...(fewShot !== undefined && { fewShot }),
    ...(spec?.limit !== undefined && { limit: spec.limit }),
    trials: spec?.trials ?? 1,
    seed: spec?.seed ?? 0,
    startedAt: record.startedAt,
    elapsedMs: record.elapsedMs ?? 0,
    ...(meanLatencyMs !== undefined && { meanLatencyMs }),
    ...(record.usage !== undefined && { usage: record.usage }),
    ...(record.costUsd !== undefined && { costUsd: record.costUsd }),
    retries: record.retries ?? 0,
    ...(floor !== undefined && { floor }),
    ...(source !== undefined && { source }),
    warnings: record.warnings,
    ...(trackers.length > 0 && { trackers }),
    metadata: record.metadata,
    versions: record.versions,
  };
}
