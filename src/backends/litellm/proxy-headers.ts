import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '../../core/json.js';

/** https://docs.litellm.ai/docs/proxy/response_headers; the cost (`x-litellm-response-cost`) is read with the answer. */
const KEPT = {
  callId: 'x-litellm-call-id',
  modelId: 'x-litellm-model-id',
  attemptedRetries: 'x-litellm-attempted-retries',
  attemptedFallbacks: 'x-litellm-attempted-fallbacks',
} as const;

/** What a LiteLLM proxy tells of an answer: the call in its own records, which deployment gave it, retries and fallbacks. */
export function proxyMetadataIn(headers: IncomingHttpHeaders): JsonObject | undefined {
  if (headers[KEPT.callId] === undefined) return undefined;
  const kept = Object.entries(KEPT).flatMap(([name, header]) => {
    const value = headers[header];
    if (typeof value !== 'string' || value === '') return [];
    return [[name, name.startsWith('attempted') ? Number(value) : value]];
  });
  return { litellm: Object.fromEntries(kept) };
}
