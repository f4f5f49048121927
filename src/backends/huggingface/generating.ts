import type { FinishReason, Usage } from '../../core/model.js';
import type { CausalModel, Library, Tensor } from './library.js';
import { randomFor, sampleToken } from './sampling.js';
import type { EngineSettings } from './settings.js';
import { createStopSearch, type StopSearch } from './stop-strings.js';
import { tensorOf } from './tensors.js';

/** A prompt in tokens. */
export interface PromptRow {
  readonly ids: readonly number[];
  readonly text: string;
  readonly draw: number;
  /** Most tokens it may be answered with. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

export interface Generated {
  readonly text: string;
  readonly finish: FinishReason;
  readonly usage: Usage;
}

export type GenerateSettings = Pick<EngineSettings, 'temperature' | 'topP' | 'topK' | 'seed' | 'stop'>;

export interface Generator {
  /** Whether prompts of different lengths may share a batch. */
  readonly canPad: boolean;
  generate(rows: readonly PromptRow[]): Promise<Generated[]>;
}

/** Generates through the library's own loop, choosing tokens and the end of each row ourselves. */
export function createGenerator(
  library: Library,
  model: CausalModel,
  decode: (ids: readonly number[]) => string,
  settings: GenerateSettings,
): Generator {
  const ends = endTokensOf(model);
  const stops = createStopSearch(settings.stop, decode);
  return {
    canPad: canPad(model),
    async generate(rows) {
      const answers = rows.map((row) => new RowAnswer(row, ends, stops, settings));
      const width = Math.max(...rows.map(({ ids }) => ids.length));
      await model.generate({
        input_ids: tensorOf(
          library,
          rows.map(({ ids }) => [...padding(width, ids), ...ids]),
        ),
        attention_mask: tensorOf(
          library,
          rows.map(({ ids }) => [...padding(width, ids), ...ids.map(() => 1)]),
        ),
        max_new_tokens: Math.max(...rows.map(({ limit }) => limit)),
        do_sample: false,
        num_beams: 1,
        num_return_sequences: 1,
        logits_processor: [(_, logits) => choose(logits, answers)],
        stopping_criteria: [(ids) => answers.map((answer, row) => answer.take(Number(ids[row]?.at(-1))))],
      });
      return answers.map((answer) => answer.made(decode));
    },
  };
}

/** Masked by the attention mask, so any token will do; on the left, because the answer is written on the right. */
function padding(width: number, ids: readonly number[]): number[] {
  return Array<number>(width - ids.length).fill(0);
}

/** The library takes the likeliest token, so a token that was drawn is made the only one possible. */
function choose(logits: Tensor, answers: readonly RowAnswer[]): Tensor {
  const vocabulary = logits.dims.at(-1) ?? 0;
  const values = logits.data as Float32Array;
  for (const [row, answer] of answers.entries()) {
    const own = values.subarray(row * vocabulary, (row + 1) * vocabulary);
    const token = answer.draw(own);
    if (token === undefined) continue;
    own.fill(Number.NEGATIVE_INFINITY);
    own[token] = 0;
  }
  return logits;
}

/** One answer as it grows. The library goes on with rows that are done until all are; what it adds to them is not looked at. */
class RowAnswer {
  readonly #row: PromptRow;
  readonly #ends: ReadonlySet<number>;
  readonly #stops: StopSearch;
  readonly #settings: GenerateSettings;
  readonly #random: () => number;
  readonly #tokens: number[] = [];
  #finish: FinishReason | undefined;

  constructor(row: PromptRow, ends: ReadonlySet<number>, stops: StopSearch, settings: GenerateSettings) {
    this.#row = row;
    this.#ends = ends;
    this.#stops = stops;
    this.#settings = settings;
    this.#random = randomFor(settings.seed, row.draw, row.text);
  }

  /** The next token when one is drawn; `undefined` when the likeliest is taken, or the row is done. */
  draw(logits: Float32Array): number | undefined {
    const { temperature } = this.#settings;
    if (this.#finish !== undefined || temperature === 0) return undefined;
    return sampleToken(logits, this.#settings, this.#random);
  }

  /** Takes the token that was chosen; whether the row is done. */
  take(token: number): boolean {
    if (this.#finish !== undefined) return true;
    this.#tokens.push(token);
    if (this.#ends.has(token) || this.#stops.hasStop(this.#tokens)) this.#finish = 'stop';
    else if (this.#tokens.length >= this.#row.limit || this.#row.signal.aborted) this.#finish = 'length';
    return this.#finish !== undefined;
  }

  made(decode: (ids: readonly number[]) => string): Generated {
    const inputTokens = this.#row.ids.length;
    const outputTokens = this.#tokens.length;
    const last = this.#tokens.at(-1);
    const said = last !== undefined && this.#ends.has(last) ? this.#tokens.slice(0, -1) : this.#tokens;
    return {
      text: this.#stops.cut(decode(said)),
      finish: this.#finish ?? 'length',
      usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
    };
  }
}

/** The tokens that end an answer, one or several. */
export function endTokensOf({ generation_config, config }: CausalModel): ReadonlySet<number> {
  const ends = generation_config?.eos_token_id ?? config.eos_token_id ?? [];
  return new Set([ends].flat().filter((token) => typeof token === 'number'));
}

/**
 * Padding is only seen by nobody when the model is told the position of every token and keeps nothing but keys and values of
 * earlier ones, and when no rule of its generation settings counts tokens. Otherwise only prompts of one length share a batch.
 */
function canPad({ sessions, generation_config }: CausalModel): boolean {
  const names = sessions.model?.inputNames ?? [];
  const isTold = names.includes('position_ids') && names.includes('attention_mask');
  const keepsState = names.some((name) => /^past_(?!key_values)/.test(name));
  const penalty = generation_config?.repetition_penalty ?? 1;
  return isTold && !keepsState && penalty === 1 && !generation_config?.no_repeat_ngram_size;
}
