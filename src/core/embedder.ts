/** Turns texts into vectors. A plain object made by a function, as models are. */
export interface Embedder {
  /** Names it in records: `openai/text-embedding-3-small`. */
  readonly id: string;
  /** One vector for each text, in the order of the texts; all of one length. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly (readonly number[])[]>;
  /** Releases connections. */
  close?(): Promise<void>;
}
