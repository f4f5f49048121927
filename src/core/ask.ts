import { HretError } from '../errors.js';
import type { Ask, Evaluator } from './evaluator.js';
import type { Model } from './model.js';

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
  return async ({ prompt, sample, signal }) => {
    if (sample.target.kind !== 'choice') throw new HretError('data', `sample "${sample.id}" has no choices to rank`);
    return {
      kind: 'ranking',
      logLikelihoods: await logLikelihoods({ prompt, continuations: sample.target.choices, sample, signal }),
    };
  };
}
