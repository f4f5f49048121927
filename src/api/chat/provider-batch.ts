import { setTimeout as sleep } from 'node:timers/promises';
import { HretError } from '../../errors.js';
import { type BatchLine, onBatchLine } from './batch-line.js';
import { resultsOf } from './batch-results.js';
import { type BatchState, batchOf, noState, readState, writeState } from './batch-state.js';
import { findAgain } from './batch-submit.js';
import type { BatchOptions, ProviderBatch, ResumeBatchOptions } from './provider-batch-types.js';
import type { ModelResponse } from './types.js';

const POLL_MS = 60_000;
/** Looks in a row that may fail. */
const PATIENCE = 10;

export async function retrieve(options: BatchOptions): Promise<ProviderBatch> {
  return opened(options, async ({ service }, state, id, signal) =>
    batchOf(await service.retrieve(id, signal), state, options.stateFile),
  );
}

export async function cancel(options: BatchOptions): Promise<ProviderBatch> {
  return opened(options, async ({ service }, state, id, signal) =>
    batchOf(await service.cancel(id, signal), state, options.stateFile),
  );
}

/** Waits for the end of a batch, in whichever process, and reads its answers in the order of the requests. */
export async function resume(options: ResumeBatchOptions): Promise<(ModelResponse | HretError)[]> {
  const { pollMs = POLL_MS, onPoll, stateFile } = options;
  return opened(options, async (batch, state, id, signal) => {
    let failures = 0;
    for (;;) {
      try {
        const told = await batch.service.retrieve(id, signal);
        failures = 0;
        onPoll?.(batchOf(told, state, stateFile));
        if (told.status === 'ended') return await resultsOf(batch, state, told, signal);
      } catch (error) {
        if (!(error instanceof HretError) || !error.isRetryable || ++failures > PATIENCE) throw error;
      }
      await sleep(pollMs, undefined, { signal });
    }
  });
}

async function opened<Made>(
  { stateFile, apiKey, apiBase, batchId, prices, signal = new AbortController().signal }: BatchOptions,
  use: (batch: BatchLine, state: BatchState, id: string, signal: AbortSignal) => Promise<Made>,
): Promise<Made> {
  const state = await readState(stateFile);
  if (state === undefined) throw noState(stateFile);
  const own = { apiKey, apiBase, prices };
  const params = {
    ...state.params,
    ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)),
  };
  return onBatchLine(state.model, params, async (batch) => {
    const id = state.id ?? batchId ?? (await findAgain(batch.service, state, stateFile, signal))?.id;
    if (id === undefined) {
      throw new HretError('usage', `stateFile: the batch of ${stateFile} was never submitted. Call createBatch again.`);
    }
    if (state.id === undefined) await writeState(stateFile, { ...state, id });
    return use(batch, state, id, signal);
  });
}
