import { createRequire } from 'node:module';
import { HretError } from '../../errors.js';

/** What is used of `@huggingface/transformers`, an optional peer: its own types are only there when it is. */
export interface Library {
  readonly env: { allowRemoteModels: boolean; useFSCache: boolean; logLevel: number };
  readonly AutoTokenizer: { from_pretrained(folder: string, options: object): Promise<Tokenizer> };
  readonly AutoModelForCausalLM: { from_pretrained(folder: string, options: object): Promise<CausalModel> };
  readonly Tensor: new (type: string, data: BigInt64Array, dims: readonly number[]) => Tensor;
}

export interface Tensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: Float32Array | BigInt64Array;
  /** `gpu-buffer` ones are not seen by the garbage collector. */
  readonly location?: string;
  to(type: 'float32'): Tensor;
  dispose?(): void;
}

export interface Tokenizer {
  (text: string, options: { add_special_tokens: boolean; return_tensor: false }): { readonly input_ids: number[] };
  decode(ids: readonly number[], options: { skip_special_tokens: boolean }): string;
  apply_chat_template(messages: readonly ChatMessage[], options: object): string;
  readonly chat_template: unknown;
  readonly bos_token_id?: number | undefined;
  readonly eos_token_id?: number | undefined;
  readonly model_max_length?: number;
}

export interface ChatMessage {
  readonly role: 'system' | 'user';
  readonly content: string;
}

/** Tensors by name: `input_ids`, `attention_mask` [rows, tokens]; `logits` [rows, tokens, vocabulary]. */
export type Tensors = Readonly<Record<string, Tensor>>;

export interface CausalModel {
  (inputs: Tensors): Promise<Tensors>;
  generate(options: GenerateOptions): Promise<unknown>;
  dispose(): Promise<unknown>;
  readonly config: Readonly<Record<string, unknown>>;
  readonly generation_config: Readonly<Record<string, unknown>> | null;
  readonly sessions: Readonly<Record<string, { readonly inputNames: readonly string[] } | undefined>>;
}

export interface GenerateOptions {
  readonly input_ids: Tensor;
  readonly attention_mask: Tensor;
  readonly max_new_tokens: number;
  readonly do_sample: false;
  readonly num_beams: 1;
  readonly num_return_sequences: 1;
  readonly logits_processor: readonly ((ids: readonly bigint[][], logits: Tensor) => Tensor)[];
  readonly stopping_criteria: readonly ((ids: readonly bigint[][]) => boolean[])[];
}

const PACKAGE = '@huggingface/transformers';

/** Says how to install the library when it is not there; loads nothing. */
export function requireLibrary(): void {
  try {
    createRequire(import.meta.url).resolve(PACKAGE);
  } catch (cause) {
    throw new HretError(
      'missing_package',
      `The huggingface backend needs ${PACKAGE}. Install it: ONNXRUNTIME_NODE_INSTALL=skip npm install ${PACKAGE}@4 (without the variable its installer downloads GPU libraries on Linux).`,
      { cause },
    );
  }
}

/** The library, with its downloads and its talk switched off: files are brought by hret. */
export async function loadLibrary(): Promise<Library> {
  const name: string = PACKAGE;
  return (await import(name)) as Library;
}
