import type { JsonObject } from '../core/json.js';
import type { GenerateRequest, Generation, Model, RewardModel } from '../core/model.js';
import type { ScalingRequest } from '../core/plugin.js';
import { judgeOf, rewardOf } from '../core/roles.js';
import { HretError } from '../errors.js';
import { readVerdict, type Scale } from '../prompts/judge/read-verdict.js';
import { compileTemplate } from '../prompts/python-format.js';
import { allOf, together } from './draws.js';

export type RankedBy = 'reward' | 'judge' | 'logprob';

/** A score a candidate, `undefined` where there is none, and the first reason why. */
export interface Ranked {
  readonly scores: readonly (number | undefined)[];
  readonly reason: string;
  /** What the judge took. */
  readonly rankedUsage?: JsonObject;
  readonly rankedCostUsd?: number;
}

export interface Ranking {
  readonly by: RankedBy;
  scoresOf(candidates: readonly Generation[], request: GenerateRequest): Promise<Ranked>;
  /** Where nothing can be ranked the first candidate is taken, as in the ancestor. */
  readonly isGuessAllowed?: boolean;
}

/** What the request gives to rank candidates by. Nothing at all is an error before the first call. */
export function rankingBy(by: RankedBy | undefined, judgePrompt: string | undefined, request: ScalingRequest): Ranking {
  if (judgePrompt !== undefined && by !== 'judge')
    throw new HretError('usage', 'scalingParams.judgePrompt is set, but nothing asks a judge. Set by: "judge" too.');
  switch (by) {
    case 'reward':
      return byReward(rewardOf(request, 'best_of_n'));
    case 'judge':
      return byJudge(judgeOf(request, 'best_of_n'), judgePrompt ?? GRADE);
    case 'logprob':
      return byLogprob;
    case undefined: {
      const { reward } = request;
      if (reward !== undefined) return byReward(reward);
      if (request.compat === 'hret') return hretRanking;
      throw new HretError(
        'usage',
        'best_of_n has nothing to rank candidates by. Set rewardModel (and rewardParams), or scalingParams.by: "judge" with a judgeModel, or "logprob" with a model that gives log-probabilities (openai: modelParams.logprobs).',
      );
    }
    default:
      return by satisfies never;
  }
}

function byReward(reward: RewardModel): Ranking {
  return {
    by: 'reward',
    async scoresOf(candidates, { prompt, signal }) {
      const scores = await allOf(
        candidates.map(async ({ text, finish }) =>
          finish === 'filter' || text === '' ? undefined : finite(await reward.reward(prompt, text, signal)),
        ),
      );
      return {
        scores,
        reason: 'every answer is empty or withheld, or its reward is no number',
      };
    },
  };
}

/** Whole numbers, so that a reply can be read strictly; ten of them, so that candidates differ. */
const SCALE: Scale = [1, 10];
const GRADE =
  'You are an expert evaluator. Evaluate the following response to the question.\n\nQuestion:\n{input}\n\nResponse to evaluate:\n{response}\n\nJudge how correct, complete and clear it is, then end with your verdict in this EXACT format:\n[RESULT] X where X is an integer between {min} and {max}.';

function byJudge(judge: Model, judgePrompt: string): Ranking {
  const template = compileTemplate(judgePrompt, ['input', 'response', 'min', 'max'], 'scalingParams.judgePrompt');
  const [min, max] = SCALE;
  return {
    by: 'judge',
    async scoresOf(candidates, request) {
      const replies = await allOf(
        candidates.map(({ text }) => {
          const values = { input: request.sample.input, response: text, min: String(min), max: String(max) };
          return judge.generate({ ...request, prompt: { ...request.prompt, text: template.fill(values) }, draw: 0 });
        }),
      );
      const verdicts = replies.map(({ text, finish }, place) =>
        readVerdict('rubric_and_response', text, SCALE, {
          judged: [candidates[place]?.text ?? ''],
          isCut: finish === 'length',
        }),
      );
      const unreadable = verdicts.find((verdict) => verdict.kind === 'unreadable');
      const { usage, costUsd } = together(replies);
      return {
        scores: verdicts.map((verdict) => (verdict.kind === 'score' ? verdict.score : undefined)),
        reason: unreadable?.kind === 'unreadable' ? unreadable.reason : '',
        ...(usage !== undefined && { rankedUsage: { ...usage } as JsonObject }),
        ...(costUsd !== undefined && { rankedCostUsd: costUsd }),
      };
    },
  };
}

/** The mean over the tokens of an answer, so that a long answer is not worse for being long. */
const byLogprob: Ranking = {
  by: 'logprob',
  async scoresOf(candidates) {
    const kept = candidates.map(logprobsOf);
    if (kept.every((one) => one === undefined)) {
      throw new HretError(
        'usage',
        'best_of_n ranks by log-probabilities, but the model gave none with its answers. With openai set modelParams.logprobs: true; otherwise use a rewardModel or by: "judge".',
        { stopsRun: true },
      );
    }
    return { scores: kept.map((one) => one && one.sum / one.count), reason: '' };
  },
};

const hretRanking: Ranking = {
  by: 'logprob',
  isGuessAllowed: true,
  scoresOf: async (candidates) => ({ scores: candidates.map((one) => logprobsOf(one)?.sum ?? 0), reason: '' }),
};

/** `metadata.logprobs` of an answer, as backends keep it: the sum over its tokens, and how many they are. */
function logprobsOf({ metadata }: Generation): { readonly sum: number; readonly count: number } | undefined {
  const logprobs = metadata?.logprobs;
  if (typeof logprobs !== 'object' || logprobs === null || !('sum' in logprobs) || !('count' in logprobs))
    return undefined;
  const { sum, count } = logprobs;
  return typeof sum === 'number' && typeof count === 'number' && count > 0 ? { sum, count } : undefined;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
