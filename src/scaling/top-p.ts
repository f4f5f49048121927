import { z } from 'zod';
import type { ScalingPlugin } from '../core/plugin.js';

const options = z.strictObject({
  p: z.number().gt(0).max(1).default(0.95).describe('their probability together'),
  temperature: z.number().gt(0).default(1),
});
type Options = z.output<typeof options>;

/** Draws from the likeliest tokens that together have the probability p (Holtzman et al., 2020). */
export const plugin: ScalingPlugin<Options> = {
  name: 'top_p',
  summary: 'Draws from the likeliest tokens that together have the probability p.',
  options,
  modelParams: ({ p, temperature }) => ({ topP: p, temperature }),
  create: () => (model) => model,
};
