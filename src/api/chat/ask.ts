import { BrokenOff, listenTo } from '../../backends/litellm/chat-model.js';
import type { GenerateRequest, Generation } from '../../core/model.js';
import { HretError, messageOf } from '../../errors.js';
import type { Call } from './call.js';
import { promptOf } from './conversation.js';
import { mockGeneration } from './mock.js';
import { withModel } from './open-models.js';
import { toolFields } from './tools.js';
import type { ChatChunk, ChatMessage } from './types.js';
import { helperWorld } from './world.js';

/** Asks the model, or its mock, once. Pieces of the answer go to `onChunk`, where the service streams. */
export async function ask(
  call: Call,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
  onChunk?: (chunk: ChatChunk) => void,
): Promise<Generation> {
  const { mockResponse, tools, toolChoice } = call.options;
  signal.throwIfAborted();
  if (mockResponse !== undefined) return mockGeneration(mockResponse, messages);
  const prompt = await promptOf(messages, toolFields(tools, toolChoice, call.params), helperWorld().cwd);
  if (onChunk !== undefined) listenTo(prompt, onChunk);
  const request: GenerateRequest = {
    prompt,
    sample: { id: 'completion', input: prompt.text, target: { kind: 'text', accepted: [] } },
    draw: 0,
    signal,
  };
  return withModel(call.params, async (model) => {
    try {
      return await model.generate(request);
    } catch (error) {
      throw error instanceof BrokenOff ? brokenOff(error, model.id) : error;
    }
  });
}

function brokenOff({ cause }: BrokenOff, id: string): HretError {
  return new HretError('model', `${id}: the answer broke off after its beginning was given out: ${messageOf(cause)}`, {
    cause,
  });
}
