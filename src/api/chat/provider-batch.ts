import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressed } from '../../backends/litellm/address.js';
import type { ChatPrompt } from '../../backends/litellm/chat-model.js';
import { providerModelOf } from '../../backends/litellm/model-name.js';
import { litellmOptions } from '../../backends/litellm/options.js';
import { type Line, openLine } from '../../backends/openai/model.js';
import { bodyMaker } from '../../backends/openai/request.js';
import type { Fields } from '../../backends/openai/translation.js';
import { pricingFor } from '../../backends/prices/price-table.js';
import type { Generation } from '../../core/model.js';
import { parseOptions } from '../../core/plugin-options.js';
import { HretError } from '../../errors.js';
import { canonicalJson, sha256 } from '../../util/canonical.js';
import { camelCase } from '../../util/case.js';
import { jsonParams } from '../json-params.js';
import { anthropicBatches, type BatchService, linesOf, openaiBatches, type Told } from './batch-services.js';
import { type BatchState, noState, readState, writeState } from './batch-state.js';
import { withSystem } from './completion.js';
import type { BatchOptions, CreateBatchOptions, ProviderBatch, ResumeBatchOptions } from './provider-batch-types.js';
import { responseFrom } from './response.js';
import type { ChatMessage, ModelResponse } from './types.js';
import { helperWorld } from './world.js';

/** Part of the usual price that both services ask for a batch. */
const BATCH_PRICE = 0.5;
const POLL_MS = 60_000;
/** Looks in a row that may fail. */
const PATIENCE = 10;

interface Opened {
  readonly line: Line;
  readonly service: BatchService;
  readonly id: string;
  readonly model: string;
  readonly options: ReturnType<typeof optionsOf>;
  readonly bodyOf: (messages: readonly ChatMessage[]) => Fields | Promise<Fields>;
}

function optionsOf(model: string, params: Readonly<Record<string, unknown>>) {
  return parseOptions({ name: 'litellm', options: litellmOptions }, 'createBatch', {
    temperature: null,
    ...params,
    modelName: model,
  });
}

async function open<Made>(
  model: string,
  params: Readonly<Record<string, unknown>>,
  use: (opened: Opened) => Promise<Made>,
): Promise<Made> {
  const world = helperWorld();
  const options = optionsOf(model, params);
  const { provider, model: name } = providerModelOf(options);
  const { server, chosen } = addressed(options, provider, name, world);
  const isOpenais = server.translation === undefined && provider !== 'azure';
  if (provider !== 'anthropic' && !isOpenais) {
    throw new HretError(
      'usage',
      `createBatch: the batch API of ${server.product} is not known here; openai and anthropic have one that is.`,
    );
  }
  const line = openLine(chosen, world, server);
  const id = `${server.name}/${name}`;
  const bodyOf = bodyMaker({
    options: chosen,
    api: 'chat',
    server: line.server,
    model: name,
    cwd: world.cwd,
    fieldsFor: ({ prompt }) => ({ messages: (prompt as ChatPrompt).messages }),
  });
  const signal = new AbortController().signal;
  const sample = { id: 'batch', input: '', target: { kind: 'text', accepted: [] } } as const;
  try {
    return await use({
      line,
      service: provider === 'anthropic' ? anthropicBatches(line, id) : openaiBatches(line, id),
      id,
      model: name,
      options,
      bodyOf: (messages) =>
        bodyOf({
          prompt: { text: '', messages: withSystem(options.systemMessage, messages) } as ChatPrompt,
          sample,
          draw: 0,
          signal,
        }),
    });
  } finally {
    await line.http.close();
  }
}

/** Submits once: where the state file tells of the same requests already, it is their batch that is given back. */
export async function create({ model, messages, stateFile, ...given }: CreateBatchOptions): Promise<ProviderBatch> {
  const { signal = new AbortController().signal, ...params } = given as {
    readonly signal?: AbortSignal;
    readonly [option: string]: unknown;
  };
  if (messages.length === 0) throw new HretError('usage', 'createBatch: messages is empty.');
  if (params.stream === true) throw new HretError('usage', 'createBatch: a batch has no stream; leave it out.');
  return open(model, params, async ({ service, bodyOf }) => {
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
      const { rm } = await import('node:fs/promises');
      await rm(stateFile, { force: true });
    }
    throw error;
  }
}

async function findAgain(
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
  use: (batch: Opened, state: BatchState, id: string, signal: AbortSignal) => Promise<Made>,
): Promise<Made> {
  const state = await readState(stateFile);
  if (state === undefined) throw noState(stateFile);
  const own = { apiKey, apiBase, prices };
  const params = {
    ...state.params,
    ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)),
  };
  return open(state.model, params, async (batch) => {
    const id = state.id ?? batchId ?? (await findAgain(batch.service, state, stateFile, signal))?.id;
    if (id === undefined) {
      throw new HretError('usage', `stateFile: the batch of ${stateFile} was never submitted. Call createBatch again.`);
    }
    if (state.id === undefined) await writeState(stateFile, { ...state, id });
    return use(batch, state, id, signal);
  });
}

async function resultsOf(
  { line, service, id, model, options }: Opened,
  state: BatchState,
  { results, failure, providerStatus }: Told,
  signal: AbortSignal,
): Promise<(ModelResponse | HretError)[]> {
  const pricing = await pricingFor({ model, baseUrl: line.shownBase, prices: options.prices, now: Date.now });
  const places = new Map(Array.from({ length: state.total }, (_, place) => [customIdOf(state, place), place]));
  const why = failure === undefined ? `the batch is ${providerStatus}` : `the batch is ${providerStatus}: ${failure}`;
  const answers: (ModelResponse | HretError)[] = Array.from(
    { length: state.total },
    () => new HretError('model', `${id}: there is no answer to this request; ${why}.`),
  );
  for (const path of results) {
    for (const given of await linesOf(line, path, id, signal)) {
      const { customId, answer } = service.read(given);
      const place = places.get(customId);
      if (place !== undefined)
        answers[place] = answer instanceof HretError ? answer : responseFrom(priced(answer, pricing), state.model);
    }
  }
  return answers;
}

function priced(answer: Generation, pricing: Awaited<ReturnType<typeof pricingFor>>): Generation {
  const costUsd = answer.usage === undefined ? undefined : pricing?.costOf(answer.usage);
  return costUsd === undefined ? answer : { ...answer, costUsd: costUsd * BATCH_PRICE };
}

function customIdOf({ token }: BatchState, place: number): string {
  return `${token}-${place}`;
}

function batchOf({ id, status, providerStatus }: Told, { model, total }: BatchState, stateFile: string): ProviderBatch {
  return { id, model, status, providerStatus, total, stateFile };
}
