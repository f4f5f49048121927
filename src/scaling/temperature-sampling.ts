import { z } from 'zod';
import type { ScalingPlugin } from '../core/plugin.js';

const options = z.strictObject({
  temperature: z.number().gt(0).default(0.7),
});
type Options = z.output<typeof options>;

/** Draws from all tokens, the flatter the higher the temperature is. */
export const plugin: ScalingPlugin<Options> = {
  name: 'temperature_sampling',
  summary: 'Draws from all tokens at a temperature.',
  options,
  modelParams: ({ temperature }) => ({ temperature }),
  create: () => (model) => model,
};
