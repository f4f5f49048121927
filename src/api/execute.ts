import { follow } from '../core/follow.js';
import { DEFAULT_WORKERS, type EvaluateOptions } from '../core/options.js';
import { type RunPlan, run } from '../core/run.js';
import type { RunRecord } from '../core/run-record.js';
import type { RunLog, RunStore } from '../core/run-store.js';
import type { Tracker } from '../core/tracker.js';
import { HretError } from '../errors.js';
import { cleanRecord } from '../history/run-record-text.js';
import { hurryOf } from './closing.js';
import { discreet } from './discreet.js';
import type { EvaluationResult, SampleSource } from './evaluation-result.js';
import { openRun } from './open-run.js';
import { preflight } from './preflight.js';
import { progressTracker } from './progress.js';
import { type HandedIn, type Resolved, resolve } from './resolve.js';
import { chosenTrackers } from './resolve-trackers.js';
import { runFolder } from './run-folder.js';
import { indexRun } from './run-index.js';
import { settled } from './settled.js';
import type { SharedInterrupt } from './shared-interrupt.js';
import type { Sitting } from './sitting.js';
import { tellOutcomes } from './tracker-outcomes.js';

const DEFAULT_TIMEOUT_MS = 600_000;

/** What to run, and under which name. */
export interface Execution {
  readonly name: string;
  readonly options: EvaluateOptions;
  readonly handedIn: HandedIn;
  /** The context this run belongs to. */
  readonly parentId?: string;
  /** Stops it besides the signal of the options. */
  readonly interrupt?: SharedInterrupt;
}

/** Resolves, runs, keeps: the way of every evaluation, whoever started it. Throws when there is no number to give. */
export async function execute(execution: Execution, sitting: Sitting): Promise<EvaluationResult> {
  const { options } = execution;
  const { world, store } = sitting;
  refuseAborted(options.signal);
  const resolved = await resolve(options, execution.handedIn, world);
  try {
    const chosen = await chosenTrackers(options.trackers ?? [], world);
    const trackers = chosen.map((tracker) => discreet(tracker, sitting.secrets));
    const samples = await preflight(resolved, options.signal).catch((error: unknown) => {
      refuseAborted(options.signal);
      throw error;
    });
    const { log, record } = await openRun(execution, resolved, sitting);
    const final = await watch(
      execution,
      { ...resolved, ...(samples !== undefined && { samples }) },
      sitting,
      log,
      record,
      trackers,
    );
    return settled(final, sourceOf(store, log), sitting.outputDir, tellOutcomes(trackers, final.runId, sitting));
  } finally {
    await resolved.close();
  }
}

/** Reads samples of a finished run back from the store. */
export function sourceOf(store: RunStore, { runId, location }: Pick<RunLog, 'runId' | 'location'>): SampleSource {
  return { location, stream: () => store.results(runId), all: () => store.resultsSync(runId) };
}

async function watch(
  { options, interrupt }: Execution,
  resolved: Resolved & { readonly samples?: number },
  sitting: Sitting,
  log: RunLog,
  record: RunRecord,
  trackers: readonly Tracker[],
): Promise<RunRecord> {
  const { world, store } = sitting;
  await indexRun(sitting, record);
  const events = run({
    dataset: resolved.dataset,
    prompt: resolved.prompt,
    trials: resolved.trials,
    ...(resolved.limit !== undefined && { limit: resolved.limit }),
    ...(resolved.samples !== undefined && { samples: resolved.samples }),
    ...(resolved.leftOut !== undefined && { leftOut: resolved.leftOut }),
    record,
    ask: resolved.ask,
    evaluators: resolved.evaluators,
    metricNames: resolved.metricNames,
    maxWorkers: options.maxWorkers ?? DEFAULT_WORKERS,
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    ...(options.maxFailures !== undefined && { maxFailures: options.maxFailures }),
    log,
    stored: () => store.results(record.runId),
    warn: world.warn,
    warnings: () => [...new Set([...record.warnings, ...sitting.warnings()])],
    ...signalsOf(options.signal, interrupt),
    now: world.now,
  });
  const final = await follow(events, [progressTracker(options, sitting), ...trackers], world.warn, {
    sleep: world.sleep,
    ...hurryOf(options.signal, interrupt),
    folder: runFolder(sitting, record),
  });
  const clean = cleanRecord(final, (text) => sitting.secrets.redact(text));
  await indexRun(sitting, clean);
  return clean;
}

/** A run of the command line hears both its own signal and Ctrl-C. */
function signalsOf(
  own: AbortSignal | undefined,
  interrupt: SharedInterrupt | undefined,
): Pick<RunPlan, 'signal' | 'drain'> {
  const signals = [own, interrupt?.abort].filter((signal) => signal !== undefined);
  const [signal] = signals;
  return {
    ...(signal !== undefined && { signal: signals.length > 1 ? AbortSignal.any(signals) : signal }),
    ...(interrupt !== undefined && { drain: interrupt.drain }),
  };
}

/** A run that was stopped before it began has kept nothing. */
function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new HretError('interrupted', 'The run was stopped before anything was asked.', { cause: signal.reason });
}
