import type { Generation, Wrap } from '../../core/model.js';
import type { Pricing } from '../prices/price.js';

/** Fills in what an answer cost, from the tokens the service counted. What the service itself says it cost wins; an unknown price stays unknown. */
export function cost(pricing: () => Promise<Pricing | undefined>): Wrap {
  let known: Pricing | undefined;
  return (model) => ({
    ...model,
    async generate(request) {
      const generation = await model.generate(request);
      if (generation.costUsd !== undefined || generation.usage === undefined) return generation;
      known ??= await pricing();
      return withCost(generation, known?.costOf(generation.usage));
    },
  });
}

function withCost(generation: Generation, costUsd: number | undefined): Generation {
  return costUsd === undefined ? generation : { ...generation, costUsd };
}
