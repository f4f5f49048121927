import { placeOfModel } from '../../backends/litellm/place.js';
import { pricingFor } from '../../backends/prices/price-table.js';
import type { ChatUsage } from './types.js';

/** By the price table, for the provider's own address. */
export async function costOf(modelName: string, usage: ChatUsage): Promise<number | undefined> {
  const { modelName: model, baseUrl } = placeOfModel({ modelName });
  if (baseUrl === undefined) return undefined;
  const pricing = await pricingFor({ model, baseUrl, now: Date.now });
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = usage;
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  return pricing?.costOf({ inputTokens, outputTokens });
}
