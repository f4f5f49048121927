import { follow } from '../core/follow.js';
import type { JsonObject } from '../core/json.js';
import { DEFAULT_WORKERS, type EvaluateOptions } from '../core/options.js';
import { type RunPlan, run } from '../core/run.js';
import type { RunRecord } from '../core/run-record.js';
import type { RunLog, RunStore } from '../core/run-store.js';
import type { Tracker } from '../core/tracker.js';
import { HretError, type HretErrorCode } from '../errors.js';
import { newRunId } from '../history/run-id.js';
import { cleanRecord } from '../history/run-record-text.js';
import { redactKeys } from '../util/redact.js';
import { toJson } from '../util/to-json.js';
import { VERSIONS } from '../version.js';
import { hurryOf } from './closing.js';
import { discreet } from './discreet.js';
import { EvaluationResult, type SampleSource } from './evaluation-result.js';
import { preflight } from './preflight.js';
import { progressTracker } from './progress.js';
import { type HandedIn, type Resolved, resolve } from './resolve.js';
import { chosenTrackers, isTracker } from './resolve-trackers.js';
import type { TrackerOutcome } from './result-info.js';
import { resultTools } from './result-tools.js';
import { howToGoOn, runToResume } from './resume.js';
import { runFolder } from './run-folder.js';
import { indexRun } from './run-index.js';
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

async function openRun(
  execution: Execution,
  resolved: Resolved,
  sitting: Sitting,
): Promise<{ log: RunLog; record: RunRecord }> {
  const earlier = await runToResume(execution, resolved, sitting);
  if (earlier === undefined) {
    const record = newRecord(execution, resolved, sitting);
    return { log: await sitting.store.create(record), record };
  }
  const { finishedAt: _f, error: _e, errorCode: _c, firstErrors: _o, ...kept } = earlier;
  const record: RunRecord = { ...kept, status: 'running', versions: VERSIONS };
  return { log: await sitting.store.reopen(earlier.runId), record };
}

function newRecord(
  { name, options, parentId }: Execution,
  resolved: Resolved,
  { world, warnings, secrets }: Sitting,
): RunRecord {
  const record: RunRecord = {
    runId: newRunId(name, world.now()),
    name,
    kind: 'evaluation',
    ...(parentId !== undefined && { parentId }),
    status: 'running',
    spec: resolved.spec,
    specHash: resolved.specHash,
    startedAt: new Date(world.now()).toISOString(),
    metrics: {},
    stats: {},
    groups: {},
    warnings: warnings(),
    metadata: toJson(options.metadata ?? {}) as JsonObject,
    info: { ...resolved.info, options: writtenOptions(options) },
    versions: VERSIONS,
  };
  return cleanRecord(record, (text) => secrets.redact(text));
}

/** The options as they can be written down: what `hret resume` starts from. Functions, tracker objects and secrets are not in it. */
function writtenOptions(options: EvaluateOptions): JsonObject {
  const { signal: _s, onProgress: _p, trackers = [], metadata: _m, resume: _r, ...rest } = options;
  const named = trackers.filter((choice) => !isTracker(choice));
  return redactKeys(toJson({ ...rest, ...(named.length > 0 && { trackers: named }) })) as JsonObject;
}

/** A run that was stopped before it began has kept nothing. */
function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new HretError('interrupted', 'The run was stopped before anything was asked.', { cause: signal.reason });
}

function settled(
  record: RunRecord,
  source: SampleSource,
  outputDir: string,
  trackers: readonly TrackerOutcome[],
): EvaluationResult {
  const { runId, status, error, errorCode, firstErrors = [] } = record;
  if (status === 'finished') return new EvaluationResult(record, source, resultTools, trackers);
  if (status === 'interrupted') {
    throw new HretError(
      'interrupted',
      `The run "${record.name}" was stopped; what was answered is kept. ${howToGoOn(record, outputDir)}`,
      { runId },
    );
  }
  // What stopped the run is the error of its last sample too.
  const others = firstErrors.filter((line) => error === undefined || !line.endsWith(error));
  const listed = others.map((line) => `\n  ${line}`).join('');
  throw new HretError(
    (errorCode ?? 'nothing_scored') as HretErrorCode,
    `The run "${record.name}" failed: ${error ?? 'no reason was recorded'}${listed}`,
    { runId },
  );
}
