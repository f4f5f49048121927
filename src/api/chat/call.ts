import { type ResponseFormat, responseFormat } from '../../backends/openai/response-format.js';
import { HretError } from '../../errors.js';
import { camelCase } from '../../util/case.js';
import { withSystem } from './conversation.js';
import type { ChatMessage, CompletionOptions } from './types.js';

/** Our own options apart from those of the backend, in whichever spelling. */
export interface Call {
  readonly messages: readonly ChatMessage[];
  readonly params: Record<string, unknown>;
  readonly options: CompletionOptions;
  readonly format: ResponseFormat | undefined;
}

const OURS = new Set([
  'messages',
  'mockResponse',
  'tools',
  'toolChoice',
  'maxReasks',
  'onSuccess',
  'onFailure',
  'signal',
]);

/** What was asked for, understood; what cannot be is refused. */
export function callOf(given: CompletionOptions): Call {
  const options = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [camelCase(name), value]),
  ) as unknown as CompletionOptions;
  if (!Array.isArray(options.messages) || options.messages.length === 0) {
    throw new HretError('usage', 'completion: messages is missing: give [{ role: "user", content: "…" }].');
  }
  const { numRetries, model, ...rest } = options;
  const params: Record<string, unknown> = Object.fromEntries(
    Object.entries(rest).filter(([name, value]) => !OURS.has(name) && value !== undefined),
  );
  if (params.api !== undefined && params.api !== 'chat') {
    throw new HretError('usage', `completion: api is "${String(params.api)}", but a conversation goes through chat.`);
  }
  const { systemMessage } = params;
  delete params.systemMessage;
  params.modelName = model;
  // What nobody asked for is not sent: a helper has no default the service does not have.
  if (!('temperature' in params)) params.temperature = null;
  if (numRetries !== undefined) params.maxRetries = numRetries;
  const format = params.responseFormat === undefined ? undefined : formatOf(params.responseFormat);
  return { messages: withSystem(systemMessage, options.messages), params, options, format };
}

function formatOf(given: unknown): ResponseFormat {
  const parsed = responseFormat.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new HretError('usage', `completion.responseFormat: ${parsed.error.issues[0]?.message ?? 'not understood'}.`);
}
