import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { RunFolder } from '../../core/tracker.js';
import { HretError } from '../../errors.js';
import { outboxFolder, stateOfRun } from '../delivery/outbox-files.js';
import type { CarrierState } from '../delivery/parcel.js';
import type { RemoteRun } from './store.js';

const remote = z.object({ experimentId: z.string(), runId: z.string(), artifactUri: z.string() });

/** The run as the state of a carrier knows it. */
export function knownRun(state: CarrierState): RemoteRun | undefined {
  return remote.safeParse(state).data;
}

/** Known before the run is. */
export function knownExperiment({ experimentId }: CarrierState): string | undefined {
  return typeof experimentId === 'string' ? experimentId : undefined;
}

export function remember(state: CarrierState, { experimentId, runId, artifactUri }: RemoteRun): void {
  Object.assign(state, { experimentId, runId, artifactUri });
}

/**
 * The run of MLflow that the run beside this one became. `undefined` when that one does not go to MLflow. It is made by
 * its own tracker: until that has happened, this one has to wait.
 */
export function parentRun(folder: RunFolder, parentId: string): RemoteRun | undefined {
  const outbox = outboxFolder(join(dirname(folder.path), parentId), 'mlflow');
  if (!existsSync(join(outbox, 'outbox.jsonl'))) return undefined;
  const known = knownRun(stateOfRun(folder, parentId, 'mlflow') ?? {});
  if (known !== undefined) return known;
  throw new HretError('not_available', `the run ${parentId}, which this one belongs to, is not in MLflow yet`, {
    isRetryable: true,
  });
}
