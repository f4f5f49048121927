import type { Model, Prompt } from '../../core/model.js';
import { optionsOf } from '../../core/sample.js';
import { HretError } from '../../errors.js';
import type { Abortable, Engine } from './engine.js';

export interface LocalModelOptions {
  readonly id: string;
  /** A choice question is answered with its likeliest option, whatever it is scored with: the ancestor generates nothing then. */
  readonly ranksOptions?: boolean;
  /** Why it cannot be searched over tokens; absent: it can. */
  readonly nextTokensAdvice?: string | undefined;
}

const NEVER = new AbortController().signal;

/** A local model as a backend. */
export function localModel(engine: Engine, { id, ranksOptions = false, nextTokensAdvice }: LocalModelOptions): Model {
  const model: Model = {
    id,
    async generate(request) {
      const { prompt, draw, sample } = request;
      refuseOthers(prompt, id);
      const choices = ranksOptions ? (optionsOf(sample.target) ?? []) : [];
      if (choices.length > 0) return { text: await likeliest(engine, prompt.text, choices, request), finish: 'stop' };
      return { ...(await engine.generate({ prompt: prompt.text, draw }, request)), attempts: 1 };
    },
    async logLikelihoods(request) {
      const { prompt, continuations } = request;
      refuseOthers(prompt, id);
      return engine.logLikelihoods({ prompt: prompt.text, continuations }, request);
    },
    ...(nextTokensAdvice === undefined ? { nextTokens: continuing(engine, id) } : { nextTokensAdvice }),
    async reward(prompt, answer, signal = NEVER) {
      refuseOthers(prompt, id);
      return engine.reward({ prompt: prompt.text, answer }, { signal });
    },
    close: () => engine.close(),
  };
  return model;
}

/** Keys of the tokens are their numbers in the vocabulary. */
function continuing(engine: Engine, id: string): NonNullable<Model['nextTokens']> {
  return async (request) => {
    const { prompt, prefix, count } = request;
    refuseOthers(prompt, id);
    return engine.nextTokens({ prompt: prompt.text, prefix: prefix.map(({ key }) => Number(key)), count }, request);
  };
}

/** The first of the likeliest ones. */
async function likeliest(
  engine: Engine,
  prompt: string,
  choices: readonly string[],
  asked: Abortable,
): Promise<string> {
  const scores = await engine.logLikelihoods({ prompt, continuations: choices }, asked);
  return choices[scores.indexOf(Math.max(...scores))] ?? '';
}

/** One text goes in: no images, no conversation. */
function refuseOthers({ images = [], earlier, system }: Prompt, id: string): void {
  if (earlier !== undefined || system !== undefined)
    throw new HretError('usage', `${id} takes one text, no conversation; use a backend that does, such as openai.`);
  if (images.length > 0)
    throw new HretError('usage', `${id} takes no images; use a backend that does, such as openai.`);
}
