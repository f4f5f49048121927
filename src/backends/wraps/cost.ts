import type { NextTokensRequest, Usage, Wrap } from '../../core/model.js';
import type { Pricing } from '../prices/price.js';

/** Fills in what an answer cost, from the tokens the service counted. What the service itself says it cost wins; an unknown price stays unknown. */
export function cost(pricing: () => Promise<Pricing | undefined>): Wrap {
  let known: Pricing | undefined;
  const priced = async <Made extends Priced>(made: Made): Promise<Made> => {
    if (made.costUsd !== undefined || made.usage === undefined) return made;
    known ??= await pricing();
    const costUsd = known?.costOf(made.usage);
    return costUsd === undefined ? made : { ...made, costUsd };
  };
  return (model) => {
    const { nextTokens } = model;
    return {
      ...model,
      generate: async (request) => priced(await model.generate(request)),
      ...(nextTokens !== undefined && {
        nextTokens: async (request: NextTokensRequest) => priced(await nextTokens(request)),
      }),
    };
  };
}

interface Priced {
  readonly costUsd?: number;
  readonly usage?: Usage;
}
