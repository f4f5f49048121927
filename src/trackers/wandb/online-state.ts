import { z } from 'zod';
import { HretError } from '../../errors.js';
import type { CarrierState } from '../delivery/parcel.js';
import type { RunPlace } from './client.js';
import { jsonObject } from './parcels.js';
import { resumedAt } from './resume.js';

const onlineState = z.object({
  entity: z.string(),
  project: z.string(),
  run: z.string(),
  /** Lines of the history so far; the next one gets this number. */
  lines: z.int(),
  /** The last step of ours; what comes again with it is known already. */
  step: z.int(),
  /** Where ours begins in a run that was there before, and what is kept of that one. */
  resumedAt: resumedAt.optional(),
  keptConfig: jsonObject,
  keptTags: z.array(z.string()),
  /** The last value of everything in the history, and of its last row, which the next one replaces. */
  summary: jsonObject,
  lastRow: jsonObject,
});

/** What W&B has of the run. */
export type OnlineState = z.output<typeof onlineState>;

/** `undefined` before W&B knows of the run. */
export function knownIn(state: CarrierState): OnlineState | undefined {
  return onlineState.safeParse(state).data;
}

export function stateOf(state: CarrierState): OnlineState {
  const begun = onlineState.safeParse(state);
  if (begun.success) return begun.data;
  throw new HretError('store', `It is not known where the W&B run is: ${z.prettifyError(begun.error)}.`);
}

/** Added to our steps in a run that had some before. */
export function firstStepOf({ resumedAt: beginning }: OnlineState): number {
  return beginning?.step ?? 0;
}

export function placeOf({ entity, project, run }: OnlineState): RunPlace {
  return { entity, project, run };
}
