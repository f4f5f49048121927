import { HretError, type HretErrorCode, messageOf } from '../errors.js';
import type { Floor } from './floor.js';
import type { RunPlan } from './run.js';
import type { RunRecord, RunStatus } from './run-record.js';
import type { Settled } from './settle.js';
import type { Summary } from './summarize.js';
import type { Tally } from './tally.js';

/** Why a run failed. */
export interface Failure {
  readonly code: HretErrorCode;
  readonly message: string;
}

/** What an outcome means for the rest of the run; `undefined`: it goes on. */
export function reasonToStop(outcome: Settled, tally: Tally, maxFailures: number | undefined): Failure | undefined {
  if (outcome.row === undefined) return undefined;
  if (outcome.stops !== undefined) return { code: outcome.stops.code, message: outcome.stops.message };
  if (maxFailures === undefined || tally.counts.failed <= maxFailures) return undefined;
  return { code: 'too_many_failures', message: `more than ${maxFailures} samples failed (maxFailures)` };
}

/** How a run that was worked off has ended. */
export function statusOf({ signal, drain }: RunPlan, failure: Failure | undefined, tally: Tally): RunStatus {
  if (failure !== undefined) return 'failed';
  if (signal?.aborted || drain?.aborted) return 'interrupted';
  const { total, failed } = tally.counts;
  return failed === total ? 'failed' : 'finished';
}

/** A run without an answer has failed: there is no number to give. */
export function nothingScored(tally: Tally): Failure {
  const { failed } = tally.counts;
  return {
    code: 'nothing_scored',
    message:
      failed === 0 ? 'the dataset gave no samples' : `none of the ${failed} samples could be answered and scored`,
  };
}

/** A failure that is not about a sample. */
export function failureOf(error: unknown, otherwise: HretErrorCode): Failure {
  return { code: error instanceof HretError ? error.code : otherwise, message: messageOf(error) };
}

/** How a run ended. */
export interface Outcome {
  readonly status: RunStatus;
  readonly failure?: Failure | undefined;
  readonly firstErrors: readonly string[];
}

/** The record of the run as it stands now. */
export function finalRecord(
  plan: RunPlan,
  tally: Tally,
  floor: Floor,
  began: number,
  outcome: Outcome,
  summary: Summary,
): RunRecord {
  const { record } = plan;
  const { usage, costUsd, meanLatencyMs } = tally;
  const accuracies = floor.accuracies;
  return {
    ...record,
    ...summary,
    status: outcome.status,
    finishedAt: new Date(plan.now()).toISOString(),
    elapsedMs: Math.round((record.elapsedMs ?? 0) + performance.now() - began),
    counts: tally.counts,
    ...(usage !== undefined && { usage }),
    ...(costUsd !== undefined && { costUsd }),
    retries: tally.retries,
    warnings: [...plan.warnings()],
    ...(outcome.failure !== undefined && { error: outcome.failure.message, errorCode: outcome.failure.code }),
    ...(outcome.firstErrors.length > 0 && { firstErrors: outcome.firstErrors }),
    info: {
      ...record.info,
      ...(meanLatencyMs !== undefined && { meanLatencyMs }),
      ...(accuracies !== undefined && { floor: accuracies }),
    },
  };
}
