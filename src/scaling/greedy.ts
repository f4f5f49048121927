import { z } from 'zod';
import type { ScalingPlugin } from '../core/plugin.js';

const options = z.strictObject({});
type Options = z.output<typeof options>;

/** Always the likeliest token. Nothing is wrapped: the model is made with these params. */
export const plugin: ScalingPlugin<Options> = {
  name: 'greedy',
  summary: 'Sets temperature 0: always the likeliest token.',
  options,
  modelParams: () => ({ temperature: 0 }),
  create: () => (model) => model,
};
