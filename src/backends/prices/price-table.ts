import type { Usage } from '../../core/model.js';
import { costAt, type Price, type Pricing, pricingOf } from './price.js';

/** The table of https://github.com/pydantic/genai-prices that this version was made with, and when it was published. */
export const PRICE_TABLE = { name: '@pydantic/genai-prices', version: '0.1.8', date: '2026-09-23' } as const;
const SOURCE = `${PRICE_TABLE.name} ${PRICE_TABLE.version} (${PRICE_TABLE.date})`;

/** Prices change with the hour at some services. */
const LOOK_AGAIN_MS = 60_000;

export interface PricedModel {
  /** As the service knows it. */
  readonly model: string;
  readonly baseUrl: string;
  /** By model name; they win over the table. */
  readonly prices?: Readonly<Record<string, Price>> | undefined;
  readonly now: () => number;
}

/**
 * What a model costs, if anybody says: the user's own prices, or the table, where the address is that of a service it
 * knows. A model on a machine of one's own has no price unless the user names one.
 */
export async function pricingFor({ model, baseUrl, prices, now }: PricedModel): Promise<Pricing | undefined> {
  const own = prices !== undefined && Object.hasOwn(prices, model) ? prices[model] : undefined;
  if (own !== undefined) return pricingOf(own, 'prices');
  if (isNearby(baseUrl)) return undefined;
  const table = await import('@pydantic/genai-prices');
  const provider = table.findProvider({ providerApiUrl: baseUrl });
  if (provider === undefined) return undefined;
  const look = (usage: Usage) =>
    table.calcPrice(
      {
        input_tokens: usage.inputTokens,
        output_tokens: usage.outputTokens,
        cache_read_tokens: Math.min(usage.cachedInputTokens ?? 0, usage.inputTokens ?? 0),
      },
      model,
      { provider, timestamp: new Date(now()) },
    );
  const first = look({ inputTokens: 0, outputTokens: 0 });
  if (first === null) return undefined;

  let price = flatPrice(first.model_price);
  let lookedAt = now();
  return {
    source: SOURCE,
    costOf(usage) {
      if (usage.inputTokens === undefined || usage.outputTokens === undefined) return undefined;
      if (now() - lookedAt > LOOK_AGAIN_MS) {
        price = flatPrice(look({ inputTokens: 0, outputTokens: 0 })?.model_price ?? {});
        lookedAt = now();
      }
      return price === undefined ? look(usage)?.total_price : costAt(price, usage);
    },
  };
}

/** A price without steps, which needs no table (a look into it takes 0.2 ms); `undefined` for one with steps. */
function flatPrice(prices: Readonly<Record<string, unknown>>): Price | undefined {
  const { input_mtok: input, output_mtok: output, cache_read_mtok: cached, requests_kcount: requests } = prices;
  if (typeof input !== 'number' || typeof output !== 'number') return undefined;
  if ((cached !== undefined && typeof cached !== 'number') || requests !== undefined) return undefined;
  return { inputPerMillion: input, outputPerMillion: output, cachedInputPerMillion: cached };
}

/** This machine, a private network, or a name without a dot: nobody's price list has it. */
export function isNearby(baseUrl: string): boolean {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '';
  return (
    !host.includes('.') || /^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.|\.(local|internal|lan)$/.test(host)
  );
}
