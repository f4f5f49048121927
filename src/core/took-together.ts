import type { Generation, Usage } from './model.js';

export type Took = Pick<Generation, 'usage' | 'costUsd' | 'attempts' | 'warnings'>;

/**
 * What several answers took, summed. Asking n times is no retry: only what came on top counts in `attempts`. Prices that
 * are not known are not in the sum.
 */
export function tookTogether(parts: readonly Took[]): Took {
  const costs = parts.flatMap(({ costUsd }) => (costUsd === undefined ? [] : [costUsd]));
  const usage = parts.reduce<Usage | undefined>((sum, one) => added(sum, one.usage), undefined);
  const warnings = [...new Set(parts.flatMap((one) => one.warnings ?? []))];
  return {
    attempts: parts.reduce((sum, { attempts = 1 }) => sum + Math.max(0, attempts - 1), 1),
    ...(costs.length > 0 && { costUsd: costs.reduce((sum, cost) => sum + cost, 0) }),
    ...(usage !== undefined && { usage }),
    ...(warnings.length > 0 && { warnings }),
  };
}

function added(sum: Usage | undefined, usage: Usage | undefined): Usage | undefined {
  if (usage === undefined) return sum;
  const total: Record<string, number> = { ...sum };
  for (const [kind, tokens] of Object.entries(usage))
    if (tokens !== undefined) total[kind] = (total[kind] ?? 0) + tokens;
  return total;
}
