import type { RunFolder } from '../../core/tracker.js';
import type { CarrierState } from '../delivery/parcel.js';
import type { Pair } from './batches.js';
import { LIMITS } from './limits.js';
import type { StartParcel } from './parcels.js';
import { knownExperiment, knownRun, parentRun, remember } from './remote-state.js';
import type { RemoteRun, Store } from './store.js';
import { shortened } from './text-limit.js';

const DEFAULT_EXPERIMENT = 'hret';

/** The run of MLflow, made unless it is there already; running again if it had ended. */
export async function openRun(
  store: Store,
  start: StartParcel,
  state: CarrierState,
  folder: RunFolder,
): Promise<RemoteRun> {
  const run = knownRun(state) ?? (await foundOrMade(store, start, state, folder));
  remember(state, run);
  await store.updateRun(run, { status: 'RUNNING' });
  return run;
}

async function foundOrMade(
  store: Store,
  start: StartParcel,
  state: CarrierState,
  folder: RunFolder,
): Promise<RemoteRun> {
  const { runId, name, user, startTime } = start;
  const parent = start.parentId === undefined ? undefined : parentRun(folder, start.parentId);
  const experimentId = knownExperiment(state) ?? parent?.experimentId ?? (await experimentFor(store, start));
  state.experimentId = experimentId;
  // A request that nobody heard the answer of may have made it.
  const found = await store.findRun(experimentId, runId);
  if (found !== undefined) return found;
  const parentRunId = parent?.runId ?? start.parentRunId;
  return store.createRun({
    experimentId,
    ownId: runId,
    name: shortened(name, LIMITS.tagValue).text,
    user,
    startTime,
    tags: parentRunId === undefined ? [] : [{ key: 'mlflow.parentRunId', value: parentRunId } satisfies Pair],
  });
}

/** What the user named; else where the MLflow run is that this one is nested in. */
async function experimentFor(store: Store, start: StartParcel): Promise<string> {
  const { experimentName, experimentId, parentRunId } = start;
  if (experimentName !== undefined) return store.experimentId(experimentName);
  if (experimentId !== undefined) return experimentId;
  return parentRunId === undefined ? store.experimentId(DEFAULT_EXPERIMENT) : store.experimentOf(parentRunId);
}
