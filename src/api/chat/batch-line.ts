import { addressed } from '../../backends/litellm/address.js';
import type { ChatPrompt } from '../../backends/litellm/chat-model.js';
import { providerModelOf } from '../../backends/litellm/model-name.js';
import { litellmOptions } from '../../backends/litellm/options.js';
import { type Line, openLine } from '../../backends/openai/model.js';
import { bodyMaker } from '../../backends/openai/request.js';
import type { Fields } from '../../backends/openai/translation.js';
import { parseOptions } from '../../core/plugin-options.js';
import { HretError } from '../../errors.js';
import { anthropicBatches, type BatchService, openaiBatches } from './batch-services.js';
import { withSystem } from './conversation.js';
import type { ChatMessage } from './types.js';
import { helperWorld } from './world.js';

/** A line to a service that has a batch API, and what it takes to ask it. */
export interface BatchLine {
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

/** Uses a line to the service of this model, and closes it. */
export async function onBatchLine<Made>(
  model: string,
  params: Readonly<Record<string, unknown>>,
  use: (opened: BatchLine) => Promise<Made>,
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
