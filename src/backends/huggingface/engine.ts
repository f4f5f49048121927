import { setMaxListeners } from 'node:events';
import type { NextTokens, Token } from '../../core/model.js';
import { HretError, messageOf } from '../../errors.js';
import { createBatcher } from '../../util/batcher.js';
import { createGenerator, type Generated, type PromptRow } from './generating.js';
import type { CausalModel, Library, Tokenizer } from './library.js';
import { createContinuer, type NextRow } from './next-tokens.js';
import { type RowScore, scoreRows } from './scoring.js';
import type { EngineSettings } from './settings.js';
import { createEncoder, type ScoredTokens } from './tokens.js';

/** What can be given up: a request as the loop made it, or anything with a signal. */
export interface Abortable {
  readonly signal: AbortSignal;
}

/** A local language model, ready to be asked. Questions that come at the same time share batches. */
export interface Engine {
  generate(question: { readonly prompt: string; readonly draw: number }, asked: Abortable): Promise<Generated>;
  /** One log-likelihood (natural logarithm, summed over tokens) for each continuation. */
  logLikelihoods(
    question: { readonly prompt: string; readonly continuations: readonly string[] },
    asked: Abortable,
  ): Promise<readonly number[]>;
  /** The likeliest tokens after the prompt and the tokens of the answer so far, and that answer as text. */
  nextTokens(
    question: { readonly prompt: string; readonly prefix: readonly number[]; readonly count: number },
    asked: Abortable,
  ): Promise<NextTokens>;
  /** The mean log-probability of the tokens of an answer. */
  reward(question: { readonly prompt: string; readonly answer: string }, asked: Abortable): Promise<number>;
  close(): Promise<void>;
}

type Job =
  | ({ readonly kind: 'generate' } & PromptRow)
  | ({ readonly kind: 'score'; readonly signal: AbortSignal } & ScoredTokens)
  | ({ readonly kind: 'next'; readonly signal: AbortSignal } & NextRow);

/** Loads the model from its folder; whatever is wrong with it concerns every question, so the errors stop the run. */
export async function openEngine(library: Library, settings: EngineSettings): Promise<Engine> {
  // Files are brought by hret, and what the library prints would be nobody's.
  Object.assign(library.env, { allowRemoteModels: false, useFSCache: false, logLevel: 50 });
  const { tokenizer, model } = await loaded(library, settings);
  const encoder = await createEncoder(tokenizer, settings);
  const generator = createGenerator(library, model, encoder.decode, settings);
  const continuer = createContinuer(library, model, encoder.decode, settings.stop);
  const longest = longestOf(model, tokenizer);

  // All jobs of a batch are of one kind.
  const run = async (jobs: readonly Job[]): Promise<readonly (Generated | RowScore | readonly Token[])[]> => {
    const prompts = jobs.filter((job) => job.kind === 'generate');
    if (prompts.length > 0) return generator.generate(prompts);
    const begun = jobs.filter((job) => job.kind === 'next');
    if (begun.length > 0) return continuer.nextTokens(begun);
    return scoreRows(
      library,
      model,
      jobs.filter((job) => job.kind === 'score'),
    );
  };
  const fits = (first: Job, job: Job) =>
    first.kind === job.kind && (first.kind !== 'generate' || generator.canPad || first.ids.length === job.ids.length);
  const batcher = createBatcher({ size: settings.batchSize, fits, run });
  const scored = async (rows: readonly ScoredTokens[], { signal }: Abortable): Promise<RowScore[]> => {
    for (const { ids } of rows) refuseLong(ids.length - 1, longest);
    setMaxListeners(0, signal);
    return (await Promise.all(rows.map((row) => batcher.add({ kind: 'score', ...row, signal })))) as RowScore[];
  };

  return {
    async generate({ prompt, draw }, { signal }) {
      const ids = encoder.prompt(prompt);
      refuseLong(ids.length, longest - 1);
      const limit = Math.min(settings.maxNewTokens, longest - ids.length);
      return (await batcher.add({ kind: 'generate', ids, text: prompt, draw, limit, signal })) as Generated;
    },
    async logLikelihoods({ prompt, continuations }, asked) {
      return (await scored(encoder.continuations(prompt, continuations), asked)).map(({ sum }) => sum);
    },
    async nextTokens({ prompt, prefix, count }, { signal }) {
      const text = continuer.textOf(prefix);
      if (count === 0) return { text, tokens: [], attempts: 1 };
      const ids = [...encoder.prompt(prompt), ...prefix];
      refuseLong(ids.length, longest - 1);
      const tokens = (await batcher.add({ kind: 'next', ids, prefix, count, signal })) as readonly Token[];
      const usage = { inputTokens: ids.length, outputTokens: 1, totalTokens: ids.length + 1 };
      return { text, tokens, usage, attempts: 1 };
    },
    async reward({ prompt, answer }, asked) {
      const [score] = await scored([encoder.answer(prompt, answer)], asked);
      if (score !== undefined && score.count > 0) return score.sum / score.count;
      throw new HretError('model', 'An empty answer has no tokens whose probability could reward it.');
    },
    close: async () => void (await model.dispose()),
  };
}

async function loaded(
  library: Library,
  settings: EngineSettings,
): Promise<{ tokenizer: Tokenizer; model: CausalModel }> {
  const { folder, subfolder, fileName, dtype, device, externalData, threads } = settings;
  try {
    const tokenizer = await library.AutoTokenizer.from_pretrained(folder, { local_files_only: true });
    const model = await library.AutoModelForCausalLM.from_pretrained(folder, {
      local_files_only: true,
      subfolder,
      model_file_name: fileName,
      dtype,
      device,
      ...(externalData > 0 && { use_external_data_format: externalData }),
      ...(threads !== undefined && { session_options: { intraOpNumThreads: threads } }),
    });
    if (model.config.is_encoder_decoder !== true) return { tokenizer, model };
  } catch (cause) {
    throw new HretError('model', `The model in ${folder} cannot be loaded: ${messageOf(cause)}`, {
      cause,
      stopsRun: true,
    });
  }
  throw new HretError('usage', `The model in ${folder} has an encoder; only decoder-only models can be asked.`, {
    stopsRun: true,
  });
}

/** Most tokens of a prompt and its answer together. */
function longestOf({ config }: CausalModel, { model_max_length }: Tokenizer): number {
  const positions = config.max_position_embeddings ?? config.n_positions ?? model_max_length;
  return typeof positions === 'number' && positions > 0 ? positions : Number.POSITIVE_INFINITY;
}

function refuseLong(tokens: number, most: number): void {
  if (tokens <= most) return;
  throw new HretError(
    'model',
    `The prompt has ${tokens} tokens, the model takes at most ${most}. Use fewer few-shot examples, or a model with a longer context.`,
  );
}
