import { z } from 'zod';
import type { ModelPlugin } from '../core/plugin.js';
import { HretError } from '../errors.js';

const role = z.strictObject({
  name: z.string().min(1),
  params: z.record(z.string(), z.unknown()).default({}),
});

const options = z.strictObject({
  generateModel: role.optional().describe('{ name, params } of the model under evaluation'),
  judgeModel: role.optional().describe('{ name, params } of the model that judges'),
  rewardModel: role.optional().describe('{ name, params } of the model that rewards'),
});
export type MultiOptions = z.output<typeof options>;

/**
 * The models of a run in one object: the model that answers, the one that judges, the one that rewards, each of any
 * backend. It is another way to write `model`, `judgeModel` and `rewardModel`; a run resolves it to them, so that records
 * name the real models. It is no model itself.
 */
export const plugin: ModelPlugin<MultiOptions> = {
  name: 'multi',
  summary: 'generateModel, judgeModel and rewardModel of a run in one object, each { name, params }',
  options,
  create() {
    throw new HretError(
      'usage',
      '"multi" lists the models of a run and can only be its model. Name the backend itself, for example judgeModel: "openai_judge".',
    );
  },
};
