import { HretError } from '../errors.js';
import { Breather } from '../util/breather.js';
import { mapConcurrent } from '../util/map-concurrent.js';
import { Deadlines } from './deadlines.js';
import type { Ask, Evaluator } from './evaluator.js';
import { Finished } from './finished.js';
import { Floor } from './floor.js';
import { keptAnswer } from './kept-answer.js';
import { needsAllResults, withRunMetrics } from './run-metrics.js';
import {
  type Failure,
  failureOf,
  finalRecord,
  nothingScored,
  type Outcome,
  reasonToStop,
  statusOf,
} from './run-outcome.js';
import type { RunRecord } from './run-record.js';
import type { RunLog } from './run-store.js';
import type { SampleResult } from './sample-result.js';
import { settle } from './settle.js';
import { type Summary, summarize } from './summarize.js';
import { Tally } from './tally.js';
import type { RunEvent } from './tracker.js';
import { type Selection, type WorkItem, workItems } from './work-items.js';

/** Everything a run needs, resolved: no name is left to look up, nothing of the world is read. */
export interface RunPlan extends Selection {
  /** As it stands before the run: `running`, and what earlier sittings of a resumed run spent. */
  readonly record: RunRecord;
  /** How many samples, when somebody counted them. */
  readonly samples?: number;
  readonly ask: Ask;
  readonly evaluators: readonly Evaluator[];
  readonly metricNames: readonly ((metric: string) => string)[];
  /** Samples in flight. */
  readonly maxWorkers: number;
  /** Milliseconds a sample may take, retries and scoring included. */
  readonly timeoutMs: number;
  /** The run fails once more samples than this have failed; absent: never for that reason. */
  readonly maxFailures?: number;
  readonly log: RunLog;
  /** Results of this run as stored, in dataset order; read only when an evaluator summarises. */
  readonly stored: () => AsyncIterable<SampleResult>;
  readonly warn: (message: string) => void;
  /** All warnings so far, of the loop and of what surrounds it. */
  readonly warnings: () => readonly string[];
  /** Stops at once: what is in flight is given up and will be asked again on resume. */
  readonly signal?: AbortSignal;
  /** Stops softly: nothing new is asked, what is in flight is finished and kept. */
  readonly drain?: AbortSignal;
  /** ISO time, for the record. */
  readonly now: () => number;
}

const FIRST_ERRORS = 5;

/**
 * Takes samples, asks, and scores: yields what happened, returns what it meant. Ends in one of three ways, all of them
 * recorded: finished, interrupted, or failed (a fatal error, too many failures, or not one answer). Throws only when the
 * truth itself cannot be kept, that is, when the journal cannot be written, or when the dataset breaks off.
 */
export async function* run(plan: RunPlan): AsyncGenerator<RunEvent, RunRecord, undefined> {
  const began = performance.now();
  const { log, record } = plan;
  const tally = new Tally(plan.trials);
  const floor = new Floor();
  const firstErrors: string[] = [];
  const breather = new Breather();
  const finished = await Finished.read(log);
  for (const spent of finished.spentInVain) tally.addSpent(spent);
  const stop = new AbortController();
  using deadlines = new Deadlines(plan.timeoutMs);
  using _signals = linkSignals(plan, stop, deadlines);
  const settling = {
    ask: plan.ask,
    evaluators: plan.evaluators,
    metricNames: plan.metricNames,
    deadlines,
    trials: plan.trials,
  };

  const unfinished = function* (items: Iterable<WorkItem>): Generator<WorkItem, void, undefined> {
    for (const item of items) {
      if (item.trial === 0) floor.add(item.sample);
      const head = finished.take(item);
      if (head === undefined) yield item;
      else tally.add(head, item.index);
    }
  };
  const todo = async function* (): AsyncGenerator<Iterable<WorkItem>, void, undefined> {
    for await (const items of workItems(plan, stop.signal)) yield unfinished(items);
  };

  yield { type: 'run-start', record, ...totalOf(plan), ...headlineOf(plan) };
  if (finished.count > 0) yield { type: 'samples-reused', count: finished.count, reused: finished.summary };

  let failure: Failure | undefined;
  try {
    const outcomes = mapConcurrent(
      todo(),
      plan.maxWorkers,
      (item) => settle(settling, item, keptAnswer(finished.answered(item), item.sample)),
      stop.signal,
    );
    for await (const batch of outcomes) {
      for (const outcome of batch) {
        if (outcome.row === undefined || failure !== undefined) continue;
        log.append(outcome.row);
        tally.add(outcome.row);
        if (outcome.row.status === 'failed' && firstErrors.length < FIRST_ERRORS)
          firstErrors.push(`${outcome.row.id}: ${outcome.row.error}`);
        failure = reasonToStop(outcome, tally, plan.maxFailures);
        if (failure !== undefined) {
          stop.abort();
          deadlines.abort(new HretError('interrupted', 'the run has failed'));
        }
        yield { type: 'sample-end', result: outcome.row };
        if (breather.isDue()) await breather.breathe();
      }
    }
    await finished.follow(log);
  } catch (error) {
    // Not a finding about a sample: the dataset broke off or the journal cannot be written.
    await log.save(
      finalRecord(
        plan,
        tally,
        floor,
        began,
        { status: 'failed', failure: failureOf(error, 'store'), firstErrors },
        summarize(tally),
      ),
    );
    await log.close().catch(() => {});
    throw error;
  }

  const status = statusOf(plan, failure, tally);
  const orphans = status === 'finished' ? finished.orphans : 0;
  if (orphans > 0)
    plan.warn(`${orphans} samples in the journal are not in the dataset any more; they are not counted.`);
  let outcome: Outcome = {
    status,
    failure: failure ?? (status === 'failed' ? nothingScored(tally) : undefined),
    firstErrors,
  };
  let summary = summarize(tally);
  try {
    if (status === 'finished') summary = await withAllResults(plan, summary);
  } catch (error) {
    // The answers are kept: scored again on resume, nobody is asked again.
    outcome = { status: 'failed', failure: failureOf(error, 'scoring'), firstErrors };
  }
  const final = finalRecord(plan, tally, floor, began, outcome, summary);
  await log.save(final);
  await log.close();
  yield { type: 'run-end', record: final };
  return final;
}

/** The metric to watch: the first one of the first evaluator, unless that one only sums up at the end. */
function headlineOf({ evaluators: [first], metricNames: [nameOf] }: RunPlan): { headline?: string } {
  const metric = first?.metrics[0];
  return metric === undefined ? {} : { headline: nameOf?.(metric) ?? metric };
}

function totalOf({ dataset, limit, leftOut, trials, samples }: RunPlan): { total?: number } {
  if (samples !== undefined) return { total: samples * trials };
  const size = dataset.size === undefined ? undefined : dataset.size - (leftOut?.size ?? 0);
  if (size === undefined) return {};
  return { total: Math.min(size, limit ?? size) * trials };
}

function linkSignals({ signal, drain }: RunPlan, stop: AbortController, deadlines: Deadlines): Disposable {
  const onDrain = () => stop.abort();
  const onAbort = () => {
    stop.abort();
    deadlines.abort(new HretError('interrupted', 'the run was stopped'));
  };
  if (drain?.aborted) onDrain();
  if (signal?.aborted) onAbort();
  drain?.addEventListener('abort', onDrain, { once: true });
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    [Symbol.dispose]() {
      drain?.removeEventListener('abort', onDrain);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

async function withAllResults(plan: RunPlan, summary: Summary): Promise<Summary> {
  if (!needsAllResults(plan)) return summary;
  await plan.log.flush();
  const results: SampleResult[] = [];
  for await (const result of plan.stored()) results.push(result);
  return withRunMetrics(plan, results, summary);
}
