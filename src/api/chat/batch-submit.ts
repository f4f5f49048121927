import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { HretError } from '../../errors.js';
import { canonicalJson, sha256 } from '../../util/canonical.js';
import { camelCase } from '../../util/case.js';
import { jsonParams } from '../json-params.js';
import { onBatchLine } from './batch-line.js';
import type { BatchService, Told } from './batch-services.js';
import { type BatchState, batchOf, customIdOf, readState, writeState } from './batch-state.js';
import type { CreateBatchOptions, ProviderBatch } from './provider-batch-types.js';

/** Submits once: where the state file tells of the same requests already, it is their batch that is given back. */
export async function create({ model, messages, stateFile, ...given }: CreateBatchOptions): Promise<ProviderBatch> {
  const { signal = new AbortController().signal, ...params } = given as {
    readonly signal?: AbortSignal;
    readonly [option: string]: unknown;
  };
  if (messages.length === 0) throw new HretError('usage', 'createBatch: messages is empty.');
  if (params.stream === true) throw new HretError('usage', 'createBatch: a batch has no stream; leave it out.');
  return onBatchLine(model, params, async ({ service, bodyOf }) => {
    const bodies = await Promise.all(messages.map(async (one) => bodyOf(one)));
    const digest = sha256(canonicalJson([model, bodies]));
    const known = await readState(stateFile);
    if (known !== undefined && known.digest !== digest) {
      throw new HretError('usage', `stateFile: ${stateFile} belongs to a batch of other requests. Name another file.`);
    }
    if (known?.id !== undefined) return batchOf(await service.retrieve(known.id, signal), known, stateFile);
    const state: BatchState = known ?? {
      version: 1,
      token: randomBytes(8).toString('hex'),
      digest,
      model,
      params: keptParams(params),
      total: messages.length,
      createdAt: new Date().toISOString(),
    };
    const found = known === undefined ? undefined : await findAgain(service, known, stateFile, signal);
    // Kept before it is sent: whoever dies in between must not pay twice.
    if (known === undefined) await writeState(stateFile, state);
    const requests = bodies.map((body, place) => ({ customId: customIdOf(state, place), body }));
    const told = found ?? (await submitted(service, requests, state, stateFile, signal));
    await writeState(stateFile, { ...state, id: told.id });
    return batchOf(told, state, stateFile);
  });
}

const KEPT = ['provider', 'apiBase', 'organization', 'project', 'prices'];

/** Where the batch is. An address with a user or a key in it is left out: it is to be given again. */
function keptParams(params: Readonly<Record<string, unknown>>): BatchState['params'] {
  const camel = Object.entries(params).map(([name, value]) => [camelCase(name), value] as const);
  const kept = camel.filter(
    ([name, value]) => KEPT.includes(name) && !(name === 'apiBase' && /[@?]/.test(String(value))),
  );
  return jsonParams(Object.fromEntries(kept) as never) as BatchState['params'];
}

/** A refusal says for certain that there is no batch; after anything else it is not known. */
async function submitted(
  service: BatchService,
  requests: Parameters<BatchService['submit']>[0],
  state: BatchState,
  stateFile: string,
  signal: AbortSignal,
): Promise<Told> {
  try {
    return await service.submit(requests, state.token, signal);
  } catch (error) {
    if (error instanceof HretError && error.status !== undefined && error.status >= 400 && error.status < 500) {
      await rm(stateFile, { force: true });
    }
    throw error;
  }
}

/** The batch that was submitted by a process that died before it knew. */
export async function findAgain(
  service: BatchService,
  { token }: BatchState,
  file: string,
  signal: AbortSignal,
): Promise<Told | undefined> {
  const found = await service.find(token, signal);
  if (found !== 'cannot tell') return found;
  throw new HretError(
    'usage',
    `stateFile: ${file} was written, but not whether the service took the batch, and this service cannot be asked. Look at its console: give batchId to resumeBatch if the batch is there, or remove the file to submit it anew.`,
  );
}
