import type { Pricing } from '../../backends/prices/price.js';
import { pricingFor } from '../../backends/prices/price-table.js';
import { type Range, range } from './range.js';
import type { Load } from './rehearse.js';
import type { ServiceFacts } from './service-facts.js';
import type { Tally } from './tally.js';

/** What one of the models of a run would be asked. */
export interface EstimateLine {
  /** `model`, `judge`, `reward model`. */
  readonly role: string;
  readonly model: string;
  readonly requests: Range;
  readonly inputTokens: Range;
  readonly outputTokens: Range;
  /** US dollars; absent when nobody says what the model costs. */
  readonly costUsd?: Range;
  readonly priceSource?: string;
}

export async function lineOf(
  { role, facts, each, most }: Tally,
  loads: { readonly typical: Load; readonly most: Load },
  trials: number,
  now: () => number,
): Promise<EstimateLine> {
  const of = (name: keyof Load) => range(loads.typical[name] * trials, loads.most[name] * trials);
  const [answers, tokens, requests] = [of('answers'), of('tokens'), of('requests')];
  const input = of('inputTokens');
  const inputTokens = range(Math.round(input.typical), Math.round(input.most ?? input.typical));
  const mostAnswers = answers.most ?? answers.typical;
  const bound = mostAnswers === 0 ? 0 : most === undefined ? undefined : mostAnswers * most;
  const outputTokens = range(
    answers.typical * each + tokens.typical,
    bound === undefined ? undefined : bound + (tokens.most ?? tokens.typical),
  );
  const pricing = await pricingOf(facts, now);
  const costUsd = pricing && costRange(pricing, inputTokens, outputTokens);
  return {
    ...{ role, model: facts.id, requests, inputTokens, outputTokens },
    ...(costUsd !== undefined && { costUsd }),
    ...(pricing !== undefined && { priceSource: pricing.source }),
  };
}

function pricingOf({ modelName, baseUrl, prices }: ServiceFacts, now: () => number): Promise<Pricing | undefined> {
  return pricingFor({ model: modelName, baseUrl: baseUrl ?? '', prices, now });
}

function costRange(pricing: Pricing, input: Range, output: Range): Range | undefined {
  const typical = pricing.costOf({ inputTokens: input.typical, outputTokens: output.typical });
  if (typical === undefined) return undefined;
  const { most } = output;
  return range(
    typical,
    most === undefined ? undefined : pricing.costOf({ inputTokens: input.most ?? input.typical, outputTokens: most }),
  );
}
