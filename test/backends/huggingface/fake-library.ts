import type {
  CausalModel,
  ChatMessage,
  GenerateOptions,
  Library,
  Tensor,
  Tensors,
  Tokenizer,
} from '../../../src/backends/huggingface/library.js';

/** Ends an answer. */
export const END = 1;
/** Put in front of every text. */
export const BEGIN = 2;
const FIRST_CHARACTER = 3;
const VOCABULARY = 300;

export interface FakeOptions {
  /** The logits of the token after these, which are the tokens the attention mask lets through. */
  readonly next: (tokens: readonly number[], fake: Fake) => Float32Array;
  readonly chatTemplate?: string;
  readonly inputNames?: readonly string[];
  readonly config?: Readonly<Record<string, unknown>>;
  readonly generationConfig?: Readonly<Record<string, unknown>>;
}

/** The library as far as it is used: characters are tokens, and a function of the tokens before it is the model. */
export interface Fake extends Library {
  readonly vocabulary: number;
  /** Rows, columns of every run of the model. */
  readonly runs: readonly (readonly [number, number])[];
  readonly isDisposed: boolean;
  idOf(character: string): number;
  textOf(tokens: readonly number[]): string;
  /** Logits with all weight on one token. */
  only(token: number): Float32Array;
}

export function fakeLibrary(options: FakeOptions): Fake {
  const characters: string[] = [];
  const runs: [number, number][] = [];
  let isDisposed = false;
  const idOf = (character: string) => {
    const known = characters.indexOf(character);
    const id = (known >= 0 ? known : characters.push(character) - 1) + FIRST_CHARACTER;
    if (id >= VOCABULARY) throw new Error('the fake knows no more characters');
    return id;
  };
  const textOf = (tokens: readonly number[]) =>
    tokens.map((token) => (token < FIRST_CHARACTER ? '' : (characters[token - FIRST_CHARACTER] ?? '?'))).join('');
  const encode = (text: string) => [...text].map(idOf);

  const tokenizer: Tokenizer = Object.assign(
    (text: string, { add_special_tokens }: { add_special_tokens: boolean }) => ({
      input_ids: [...(add_special_tokens ? [BEGIN] : []), ...encode(text)],
    }),
    {
      decode: (tokens: readonly number[]) => {
        if (tokens.length === 0) throw new Error('token_ids must be a non-empty array of integers.');
        return textOf(tokens);
      },
      apply_chat_template: (messages: readonly ChatMessage[], { chat_template }: { chat_template?: string }) =>
        `${messages.map(({ role, content }) => `<${role}>${content}`).join('')}<${chat_template ?? 'none'}>`,
      chat_template: options.chatTemplate ?? null,
      bos_token_id: BEGIN,
    },
  );

  const fake: Fake = {
    vocabulary: VOCABULARY,
    runs,
    get isDisposed() {
      return isDisposed;
    },
    idOf,
    textOf,
    only: (token) => {
      const logits = new Float32Array(VOCABULARY).fill(Number.NEGATIVE_INFINITY);
      logits[token] = 0;
      return logits;
    },
    env: { allowRemoteModels: true, useFSCache: true, logLevel: 30 },
    AutoTokenizer: { from_pretrained: async () => tokenizer },
    AutoModelForCausalLM: { from_pretrained: async () => model },
    Tensor: FakeTensor,
  };

  const forward = async ({ input_ids, attention_mask, num_logits_to_keep }: Tensors): Promise<Tensors> => {
    const [rows = 0, columns = 0] = input_ids?.dims ?? [];
    runs.push([rows, columns]);
    const keep = num_logits_to_keep === undefined ? columns : Number(num_logits_to_keep.data[0]);
    const logits = new Float32Array(rows * keep * VOCABULARY);
    for (let row = 0; row < rows; row += 1) {
      const seen: number[] = [];
      for (let column = 0; column < columns; column += 1) {
        const at = row * columns + column;
        if (Number(attention_mask?.data[at]) === 1) seen.push(Number(input_ids?.data[at]));
        if (column < columns - keep) continue;
        logits.set(options.next([...seen], fake), (row * keep + column - (columns - keep)) * VOCABULARY);
      }
    }
    return { logits: new FakeTensor('float32', logits, [rows, keep, VOCABULARY]) };
  };

  const generate = async ({ input_ids, attention_mask, ...asked }: GenerateOptions): Promise<void> => {
    const [rows = 0, columns = 0] = input_ids.dims;
    runs.push([rows, columns]);
    const ids = rowsOf(input_ids, columns);
    const mask = rowsOf(attention_mask, columns);
    for (let step = 0; step < asked.max_new_tokens; step += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      const logits = new Float32Array(rows * VOCABULARY);
      for (const [row, own] of ids.entries()) {
        const seen = own.filter((_, place) => mask[row]?.[place] === 1n).map(Number);
        logits.set(options.next(seen, fake), row * VOCABULARY);
      }
      let tensor: Tensor = new FakeTensor('float32', logits, [rows, VOCABULARY]);
      for (const process of asked.logits_processor) tensor = process(ids, tensor);
      for (const [row, own] of ids.entries()) {
        const scores = (tensor.data as Float32Array).subarray(row * VOCABULARY, (row + 1) * VOCABULARY);
        own.push(BigInt(scores.indexOf(Math.max(...scores))));
        mask[row]?.push(1n);
      }
      const done = asked.stopping_criteria.map((criterion) => criterion(ids));
      if (ids.every((_, row) => done.some((rowsDone) => rowsDone[row]))) return;
    }
  };

  const model: CausalModel = Object.assign(forward, {
    generate,
    dispose: async () => {
      isDisposed = true;
    },
    config: { vocab_size: VOCABULARY, eos_token_id: END, ...options.config },
    generation_config: options.generationConfig ?? null,
    sessions: { model: { inputNames: options.inputNames ?? ['input_ids', 'attention_mask', 'position_ids'] } },
  });
  return fake;
}

class FakeTensor implements Tensor {
  readonly type: string;
  readonly data: BigInt64Array | Float32Array;
  readonly dims: readonly number[];

  constructor(type: string, data: BigInt64Array | Float32Array, dims: readonly number[]) {
    this.type = type;
    this.data = data;
    this.dims = dims;
  }

  to(): Tensor {
    return this;
  }
}

function rowsOf({ data }: Tensor, columns: number): bigint[][] {
  const all = [...(data as BigInt64Array)];
  return Array.from({ length: all.length / columns }, (_, row) => all.slice(row * columns, (row + 1) * columns));
}
