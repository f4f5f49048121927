export interface EmbeddingOptions {
  /** `provider/model`. */
  readonly model: string;
  readonly input: string | readonly string[];
  /** Length of the vectors, for models that can shorten them. */
  readonly dimensions?: number;
  /** Texts in one request; 64 unless said otherwise. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
  /** Options of the backend `litellm` that say where and how: apiKey, apiBase, provider, headers, timeoutMs, maxRetries … */
  readonly [option: string]: unknown;
}

export interface EmbeddingResponse {
  readonly object: 'list';
  readonly model: string;
  readonly data: readonly {
    readonly object: 'embedding';
    readonly index: number;
    readonly embedding: readonly number[];
  }[];
}
