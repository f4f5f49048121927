import { HretError } from '../errors.js';
import type { Ask, Evaluator, Ranking } from './evaluator.js';
import type { Model, Prompt } from './model.js';
import { referenceOf, type Sample } from './sample.js';

/** How to ask the model so that these evaluators can read the answers. A mismatch is refused here, before the first call. */
export function askFor(model: Model, evaluators: readonly Evaluator[]): Ask {
  const kinds = new Set(evaluators.map((evaluator) => evaluator.reads));
  if (kinds.size > 1) {
    const listed = evaluators.map((evaluator) => `${evaluator.name} reads ${evaluator.reads}`).join(', ');
    throw new HretError('usage', `These evaluators need different kinds of answers and cannot share a run: ${listed}.`);
  }
  return kinds.has('ranking') ? rankingAsk(model, evaluators) : generationAsk(model);
}

function generationAsk(model: Model): Ask {
  return async (request) => ({ kind: 'text', generation: await model.generate(request) });
}

function rankingAsk(model: Model, evaluators: readonly Evaluator[]): Ask {
  const { logLikelihoods, logLikelihoodAdvice } = model;
  if (logLikelihoods === undefined) {
    const names = evaluators.map((evaluator) => evaluator.name).join(', ');
    throw new HretError(
      'usage',
      `${names} needs a model with log-likelihoods; "${model.id}" has none. ${logLikelihoodAdvice ?? 'Use string_match, or a backend that has them.'}`,
    );
  }
  const ranking = sharedRanking(evaluators);
  return async ({ prompt, sample, signal }) => {
    const continuations = continuationsOf(sample, ranking);
    const rank = (text: Prompt) => logLikelihoods({ prompt: text, continuations, sample, signal });
    const { unconditionalPrompt } = ranking;
    if (unconditionalPrompt === undefined) return { kind: 'ranking', logLikelihoods: await rank(prompt) };
    const [conditional, unconditional] = await Promise.all([rank(prompt), rank({ text: unconditionalPrompt })]);
    return { kind: 'ranking', logLikelihoods: conditional, unconditional };
  };
}

/** One answer serves all evaluators of a run, so they must want the same texts ranked; one may want them after another prompt too. */
function sharedRanking(evaluators: readonly Evaluator[]): Ranking {
  const rankings = evaluators.map(({ ranking }): Ranking => ranking ?? { of: 'options' });
  const [first = { of: 'options' } as const] = rankings;
  const after = [...new Set(rankings.flatMap(({ unconditionalPrompt }) => unconditionalPrompt ?? []))];
  if (rankings.some((ranking) => ranking.of !== first.of) || after.length > 1) {
    const names = evaluators.map(({ name }) => name).join(', ');
    throw new HretError('usage', `These evaluators need different texts ranked and cannot share a run: ${names}.`);
  }
  const [unconditionalPrompt] = after;
  return { of: first.of, ...(unconditionalPrompt !== undefined && { unconditionalPrompt }) };
}

/** As they are: whether a space stands between a prompt and them is the backend's to know, which may put a chat template there. */
function continuationsOf({ id, target }: Sample, { of }: Ranking): readonly string[] {
  if (of === 'options') {
    if (target.kind === 'choice') return target.choices;
    throw new HretError('data', `sample "${id}" has no choices to rank`);
  }
  const reference = referenceOf(target);
  if (reference === '') throw new HretError('data', `sample "${id}" has no reference to rank`);
  return [reference];
}
