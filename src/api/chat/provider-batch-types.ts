import type { ChatMessage } from './types.js';

export interface CreateBatchOptions {
  /** `provider/model`, of `openai` (or an address that has its batch API) or `anthropic`. */
  readonly model: string;
  /** One conversation a request. */
  readonly messages: readonly (readonly ChatMessage[])[];
  /** What is needed to find the batch again is kept here; nothing secret. */
  readonly stateFile: string;
  /** Options of the backend `litellm`: apiKey, apiBase, temperature, maxTokens, systemMessage, responseFormat … */
  readonly [option: string]: unknown;
}

export interface BatchOptions {
  readonly stateFile: string;
  /** The key and the address, where they were options of `createBatch`: the state file has no keys. */
  readonly apiKey?: string;
  readonly apiBase?: string;
  /** The id of the batch, for a state file that ends before the service answered. */
  readonly batchId?: string;
  readonly prices?: unknown;
  readonly signal?: AbortSignal;
}

export interface ResumeBatchOptions extends BatchOptions {
  /** Milliseconds between two looks; 60,000 unless said otherwise. */
  readonly pollMs?: number;
  readonly onPoll?: (batch: ProviderBatch) => void;
}

/** A batch as the service last told of it. */
export interface ProviderBatch {
  readonly id: string;
  readonly model: string;
  /** `ended`: there are results, or reasons why there are none. */
  readonly status: 'in_progress' | 'canceling' | 'ended';
  /** In the words of the service. */
  readonly providerStatus: string;
  /** Requests in it. */
  readonly total: number;
  readonly stateFile: string;
}
