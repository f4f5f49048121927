/** A vLLM server (CPU build) over the random model of tiny-model.py, in full precision, known to it as `tiny`. */
export function startVllm(): Promise<{
  /** Ends in `/v1`. */
  readonly url: string;
  /** The folder of the model. */
  readonly model: string;
  /** A Python with torch and transformers. */
  readonly python: string;
  close(): Promise<void>;
}>;
