import { HretError } from '../errors.js';
import type { Model, RewardModel } from './model.js';
import type { EvaluatorRequest, ScalingRequest } from './plugin.js';

/** The judge an evaluator asks. Without one it cannot score anything, so it is refused before the first call. */
export function judgeOf({ judge }: Pick<EvaluatorRequest, 'judge'>, evaluator: string): Model {
  if (judge !== undefined) return judge;
  throw new HretError(
    'usage',
    `${evaluator} needs a judge. Set judgeModel (and judgeParams), for example judgeModel: "openai_judge"; with model: "multi" it is modelParams.judgeModel.`,
  );
}

/** The reward model a scaling method chooses by. Without one every answer would be as good as the other, so it is refused. */
export function rewardOf({ reward }: Pick<ScalingRequest, 'reward'>, method: string): RewardModel {
  if (reward !== undefined) return reward;
  throw new HretError(
    'usage',
    `${method} needs a reward model. Set rewardModel (and rewardParams), for example rewardModel: "huggingface_reward"; with model: "multi" it is modelParams.rewardModel.`,
  );
}
