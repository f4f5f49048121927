import type { JsonObject } from '../../core/json.js';
import type { RunRecord } from '../../core/run-record.js';
import type { RunEvent } from '../../core/tracker.js';
import type { World } from '../../core/world.js';
import { finalMetrics } from '../delivery/final-metrics.js';
import type { GitState } from '../delivery/git.js';
import type { ParcelDraft, Told } from '../delivery/mirror.js';
import { params } from '../delivery/params.js';
import {
  type FinishParcel,
  type MetricsParcel,
  type ResultParcel,
  remoteStatus,
  type StartParcel,
  type TracesParcel,
} from './parcels.js';
import { EVALUATION_TAG, tagsAtEnd, tagsAtStart } from './run-tags.js';
import { type MlflowSettings, uriOf } from './settings.js';

/** Traces are sent in parts, so that much of them has arrived for good when the process is stopped. */
const FEWEST_TRACES = 1000;
const MOST_PARTS = 20;

/** Turns the events of one run into what MLflow is told of it. */
export function eventParcels(
  settings: MlflowSettings,
  git: GitState | undefined,
  { now, cwd }: Pick<World, 'now' | 'cwd'>,
): (event: RunEvent, told: Told) => Iterable<ParcelDraft> {
  return (event, { step, snapshot }) => {
    if (event.type === 'run-start') return [{ kind: 'start', body: startOf(event.record, settings, git, cwd) }];
    const timestamp = Math.round(now());
    if (snapshot !== undefined) return [{ kind: 'metrics', body: { timestamp, ...snapshot } satisfies MetricsParcel }];
    return event.type === 'run-end' ? endOf(event.record, settings, step, timestamp) : [];
  };
}

function startOf(record: RunRecord, settings: MlflowSettings, git: GitState | undefined, cwd: string): JsonObject {
  const { experimentName, experimentId, parentRunId, runName, user, tags } = settings;
  const { runId, name, parentId, startedAt } = record;
  const isOutermost = parentId === undefined;
  return {
    place: uriOf(settings.place),
    runId,
    ...(parentId !== undefined && { parentId }),
    ...(isOutermost && parentRunId !== undefined && { parentRunId }),
    ...(experimentName !== undefined && { experimentName }),
    ...(experimentId !== undefined && { experimentId }),
    name: (isOutermost ? runName : undefined) ?? name,
    user,
    startTime: Date.parse(startedAt),
    tags: {
      ...tagsAtStart(record, git, user, { cwd }),
      ...(settings.traces && record.kind === 'evaluation' && { [EVALUATION_TAG.key]: EVALUATION_TAG.value }),
      ...tags,
    },
    params: isWholeFromTheStart(record) ? params(record) : {},
  } satisfies StartParcel;
}

/** What an interrupted run found so far is no result: it goes on when it is resumed. */
function* endOf(
  record: RunRecord,
  { tags, logSamples, logArtifacts, traces }: MlflowSettings,
  seen: number,
  timestamp: number,
): Generator<ParcelDraft, void, undefined> {
  const samples = record.kind === 'evaluation' ? (record.counts?.total ?? seen) : 0;
  if (record.status !== 'interrupted') {
    yield {
      kind: 'result',
      body: {
        timestamp,
        step: samples,
        metrics: finalMetrics(record),
        params: isWholeFromTheStart(record) ? {} : params(record),
        tags: { ...tagsAtEnd(record), ...tags },
      } satisfies ResultParcel,
    };
    if (samples > 0) yield { kind: 'dataset', body: {} };
    if (samples > 0 && logSamples) yield { kind: 'table', body: {} };
    if (logArtifacts) yield { kind: 'files', body: {} };
    if (traces) yield* partsOf(samples);
  }
  yield { kind: 'finish', body: { status: remoteStatus(record), endTime: timestamp } satisfies FinishParcel };
}

function* partsOf(samples: number): Generator<ParcelDraft, void, undefined> {
  const most = Math.max(FEWEST_TRACES, Math.ceil(samples / MOST_PARTS));
  for (let first = 0; first < samples; first += most)
    yield { kind: 'traces', body: { first, count: Math.min(most, samples - first) } satisfies TracesParcel };
}

/** The metadata of a context and of tracked numbers is complete only at their end. */
function isWholeFromTheStart({ kind }: RunRecord): boolean {
  return kind === 'evaluation';
}
