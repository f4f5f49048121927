import { messageOf } from '../../errors.js';
import { isSecretKey } from '../../util/secret-names.js';
import type { CallbackInfo, CompletionOptions, ModelResponse, OnFailure, OnSuccess } from './types.js';
import { helperWorld } from './world.js';

/** Tells those who want to know how the work went. What goes wrong with them is said, and does not touch the answer. */
export async function told(options: CompletionOptions, work: () => Promise<ModelResponse>): Promise<ModelResponse> {
  const startTime = new Date();
  const { onSuccess, onFailure, ...kwargs } = options;
  const about = (): CallbackInfo => ({ kwargs: withoutKeys(kwargs), startTime, endTime: new Date() });
  let response: ModelResponse;
  try {
    response = await work();
  } catch (error) {
    await tell<Parameters<OnFailure>[0]>(onFailure, { ...about(), error });
    throw error;
  }
  const { responseCost } = response;
  await tell<Parameters<OnSuccess>[0]>(onSuccess, {
    ...about(),
    response,
    ...(responseCost !== undefined && { responseCost }),
  });
  return response;
}

type Callback<Info> = (info: Info) => unknown;

async function tell<Info>(
  callbacks: Callback<Info> | readonly Callback<Info>[] | undefined,
  info: Info,
): Promise<void> {
  for (const callback of callbacks === undefined ? [] : [callbacks].flat()) {
    try {
      await (callback as Callback<Info>)(info);
    } catch (error) {
      helperWorld().warn(`completion: a callback failed: ${messageOf(error)}`);
    }
  }
}

/** At any depth: fallbacks may have keys of their own. Functions, schemas and errors are left as they are. */
function withoutKeys(part: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(part).filter(([name]) => !isSecretKey(name) && name !== 'headers');
  return Object.fromEntries(kept.map(([name, value]) => [name, keyless(value)]));
}

function keyless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keyless);
  const isPlain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? withoutKeys(value as Readonly<Record<string, unknown>>) : value;
}
