import type { Generation, Usage } from '../../core/model.js';
import type { ChatChunk, ChatUsage, ModelResponse } from './types.js';

const FINISH = { stop: 'stop', length: 'length', filter: 'content_filter' } as const;

/** An answer in OpenAI's form. */
export function responseFrom(generation: Generation, model: string): ModelResponse {
  const { text, finish, usage, costUsd, attempts, warnings } = generation;
  const { toolCalls, reasoningContent, ...metadata } = generation.metadata ?? {};
  const calls = Array.isArray(toolCalls) ? toolCalls : [];
  const fallback = (metadata.fallback as { readonly model?: string } | undefined)?.model;
  const kept = {
    ...metadata,
    ...(attempts !== undefined && { attempts }),
    ...(warnings !== undefined && { warnings: [...warnings] }),
  };
  return {
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: fallback ?? model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text === '' && calls.length > 0 ? null : text,
          ...(typeof reasoningContent === 'string' && { reasoning_content: reasoningContent }),
          ...(calls.length > 0 && { tool_calls: calls }),
        },
        finish_reason: calls.length > 0 ? 'tool_calls' : FINISH[finish],
      },
    ],
    ...(usage !== undefined && { usage: chatUsage(usage) }),
    ...(costUsd !== undefined && { responseCost: costUsd }),
    metadata: kept,
  };
}

/** A whole answer as a stream would have given it: its text, then its end. */
export function chunkFrom(generation: Generation, model: string): ChatChunk[] {
  const { usage } = generation;
  const head = { object: 'chat.completion.chunk', model };
  return [
    { ...head, choices: [{ index: 0, delta: { role: 'assistant', content: generation.text }, finish_reason: null }] },
    {
      ...head,
      choices: [{ index: 0, delta: {}, finish_reason: FINISH[generation.finish] }],
      ...(usage !== undefined && { usage: chatUsage(usage) }),
    },
  ];
}

function chatUsage({ inputTokens, outputTokens, totalTokens }: Usage): ChatUsage {
  return {
    ...(inputTokens !== undefined && { prompt_tokens: inputTokens }),
    ...(outputTokens !== undefined && { completion_tokens: outputTokens }),
    ...(totalTokens !== undefined && { total_tokens: totalTokens }),
  };
}
