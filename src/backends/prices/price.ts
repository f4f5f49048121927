import type { Usage } from '../../core/model.js';

/** Prices of a model in US dollars for a million tokens. */
export interface Price {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
  /** Of input tokens the service had in its own cache; absent: as other input. */
  readonly cachedInputPerMillion?: number | undefined;
  readonly perRequest?: number | undefined;
}

/** What requests of one model cost, and who says so. */
export interface Pricing {
  /** For a report: `@pydantic/genai-prices 0.1.8 (2026-09-23)`, or `prices`. */
  readonly source: string;
  /** US dollars; absent when the tokens do not tell. Answers from a batch API cost half at most services: not in here. */
  costOf(usage: Usage): number | undefined;
}

/** The pricing of a price somebody named. */
export function pricingOf(price: Price, source: string): Pricing {
  return { source, costOf: (usage) => costAt(price, usage) };
}

/** Without both counts the cost is not known. Reasoning tokens are output tokens already. */
export function costAt(price: Price, { inputTokens, outputTokens, cachedInputTokens = 0 }: Usage): number | undefined {
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const cached = Math.min(cachedInputTokens, inputTokens);
  const input = (inputTokens - cached) * price.inputPerMillion;
  const fromCache = cached * (price.cachedInputPerMillion ?? price.inputPerMillion);
  return (input + fromCache + outputTokens * price.outputPerMillion) / 1e6 + (price.perRequest ?? 0);
}
