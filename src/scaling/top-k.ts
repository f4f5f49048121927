import { z } from 'zod';
import type { ScalingPlugin } from '../core/plugin.js';

const options = z.strictObject({
  k: z.int().min(1).default(50).describe('how many tokens'),
  temperature: z.number().gt(0).default(1),
});
type Options = z.output<typeof options>;

/** Draws from the k likeliest tokens (Fan et al., 2018). */
export const plugin: ScalingPlugin<Options> = {
  name: 'top_k',
  summary: 'Draws from the k likeliest tokens.',
  options,
  modelParams: ({ k, temperature }) => ({ topK: k, temperature }),
  create: () => (model) => model,
};
