import { z } from 'zod';
import type { Evaluator, Score } from '../core/evaluator.js';
import type { JsonObject } from '../core/json.js';
import type { EvaluatorRequest } from '../core/plugin.js';
import { parseOptions } from '../core/plugin-options.js';
import type { Trials } from '../core/run-metric.js';
import { HretError } from '../errors.js';
import { evaluators } from './index.js';
import { isObject } from './kept.js';

/** What `pass_at_k` and `maj_at_k` have in common. */
export const trialOptions = {
  evaluator: z.string().default('string_match').describe('what says whether one trial is right'),
  evaluatorParams: z.record(z.string(), z.unknown()).default({}).describe('options of that evaluator'),
};

/** One trial as it was judged. */
export interface Trial {
  readonly isCorrect: boolean;
  /** The answer in the form in which answers are counted; absent when it could not be read. */
  readonly vote?: string;
}

/** The evaluator that judges a single trial. */
export async function judgeOfTrials(
  name: string,
  params: Readonly<Record<string, unknown>>,
  request: EvaluatorRequest,
): Promise<Evaluator> {
  const load = Object.hasOwn(evaluators, name) ? evaluators[name] : undefined;
  if (load === undefined || /_at_k$/.test(name))
    throw new HretError(
      'usage',
      `evaluatorParams.evaluator: "${name}" cannot judge one trial; use for example string_match or math_match.`,
    );
  const { plugin } = await load();
  return plugin.create(parseOptions(plugin, 'evaluatorParams.evaluatorParams', params), request);
}

/** The score of one trial with what is needed to put trials together; an answer nobody can read is no right one. */
export function withVote(score: Score, key: string): Score {
  const vote = voteOf(score);
  const isCorrect = score.status === 'scored' && Object.values(score.values)[0] === 1;
  const kept: JsonObject = { [key]: { isCorrect, ...(vote !== undefined && { vote }) } };
  return { ...score, details: { ...score.details, ...kept } };
}

function voteOf(score: Score): string | undefined {
  if (score.status === 'unscored') return undefined;
  const normal = score.details?.normalizedPrediction;
  return typeof normal === 'string' ? normal : score.extracted?.trim();
}

/** The trials of one sample as they were judged, in the order asked; those that failed in asking are not among them. */
export function judged(trials: Trials, name: string, key: string): Trial[] {
  return trials.flatMap(({ evaluation, status }) => {
    if (status === 'failed') return [];
    const own = evaluation[name];
    const kept = evaluation[key] ?? (isObject(own) ? own[key] : undefined);
    if (!isObject(kept)) return [];
    const { isCorrect, vote } = kept;
    return [{ isCorrect: isCorrect === true && status !== 'truncated', ...(typeof vote === 'string' && { vote }) }];
  });
}
