import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { HretError } from '../../errors.js';
import { writeFileAtomic } from '../../util/atomic-file.js';
import { hasCode } from '../../util/system-error.js';
import type { Told } from './batch-services.js';
import type { ProviderBatch } from './provider-batch-types.js';

const schema = z.object({
  version: z.literal(1),
  /** Names the batch to us, before the service has given it an id. */
  token: z.string(),
  digest: z.string(),
  model: z.string(),
  params: z.record(z.string(), z.json()),
  total: z.int(),
  createdAt: z.string(),
  id: z.string().optional(),
});

/** What is kept of a batch between processes. */
export type BatchState = z.output<typeof schema>;

/** `undefined` when there is no such file. */
export async function readState(file: string): Promise<BatchState | undefined> {
  const path = resolve(file);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw new HretError('store', `stateFile: ${path} cannot be read.`, { cause: error });
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new HretError('store', `stateFile: ${path} is not the state of a batch.`, { cause });
  }
}

export async function writeState(file: string, state: BatchState): Promise<void> {
  await writeFileAtomic(resolve(file), `${JSON.stringify(state, null, 2)}\n`);
}

/** What a request is called at the service. */
export function customIdOf({ token }: BatchState, place: number): string {
  return `${token}-${place}`;
}

/** What users are told of a batch. */
export function batchOf(
  { id, status, providerStatus }: Told,
  { model, total }: BatchState,
  stateFile: string,
): ProviderBatch {
  return { id, model, status, providerStatus, total, stateFile };
}

export function noState(file: string): HretError {
  return new HretError('usage', `stateFile: there is no ${resolve(file)}; createBatch makes it.`);
}
