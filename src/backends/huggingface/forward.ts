import type { CausalModel, Library, Tensor, Tensors } from './library.js';
import { tensorOf } from './tensors.js';

/** The logits [vocabulary] a row has after its token at this place. */
export type LogitsAt = (row: number, place: number) => Float32Array;

/** Logits of one run of the model may take so many bytes. */
const MOST_LOGIT_BYTES = 2 ** 29;
/** Vocabulary assumed when the model does not tell: that of the largest models. */
const LARGE_VOCABULARY = 262_144;

/** Tokens of a row, and the first place from which its logits are wanted. */
export interface Row {
  readonly ids: readonly number[];
  readonly first: number;
}

/** How many of these rows, from the beginning, one run of the model has memory for; at least one. */
export function rowsThatFit(model: CausalModel, rows: readonly Row[]): number {
  const vocabulary = Number(model.config.vocab_size ?? LARGE_VOCABULARY);
  const longest = Math.max(...rows.map(({ ids }) => ids.length));
  const first = keepsSome(model) ? Math.min(...rows.map((row) => row.first)) : 0;
  const bytes = Math.max(1, longest - first) * vocabulary * Float32Array.BYTES_PER_ELEMENT;
  return Math.max(1, Math.min(rows.length, Math.floor(MOST_LOGIT_BYTES / bytes)));
}

/**
 * One run of the model; the logits may be read until `use` is done. Rows are padded on the right: a token never looks at
 * what comes after it, so padding changes nothing, whatever the model does with positions.
 */
export async function withLogits<Made>(
  library: Library,
  model: CausalModel,
  rows: readonly Row[],
  use: (logitsAt: LogitsAt) => Made,
): Promise<Made> {
  const width = Math.max(...rows.map(({ ids }) => ids.length));
  const first = Math.min(width - 1, ...rows.map((row) => row.first));
  const outputs = await model({
    input_ids: tensorOf(
      library,
      rows.map(({ ids }) => padded(ids, width)),
    ),
    attention_mask: tensorOf(
      library,
      rows.map(({ ids }) =>
        padded(
          ids.map(() => 1),
          width,
        ),
      ),
    ),
    ...(keepsSome(model) && {
      num_logits_to_keep: new library.Tensor('int64', BigInt64Array.of(BigInt(width - first)), []),
    }),
  });
  const logits = (outputs.logits as Tensor).to('float32');
  const [, kept = width, vocabulary = 0] = logits.dims;
  const values = logits.data as Float32Array;
  const made = use((row, place) => {
    const at = (row * kept + place - (width - kept)) * vocabulary;
    return values.subarray(at, at + vocabulary);
  });
  release(outputs);
  return made;
}

/** Newer exports compute logits only for the last tokens, which saves memory: those of a whole prompt can be gigabytes. */
function keepsSome({ sessions }: CausalModel): boolean {
  return sessions.model?.inputNames.includes('num_logits_to_keep') ?? false;
}

function padded(ids: readonly number[], width: number): number[] {
  return [...ids, ...Array<number>(width - ids.length).fill(0)];
}

function release(outputs: Tensors): void {
  for (const tensor of Object.values(outputs)) if (tensor.location === 'gpu-buffer') tensor.dispose?.();
}
