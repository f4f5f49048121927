import type { GenerateRequest, Generation, Model, Usage } from '../core/model.js';

/** What all of them come to; all are waited for, so that nothing is left in flight, and the first error is thrown. */
export async function allOf<Value>(promises: readonly Promise<Value>[]): Promise<Value[]> {
  const settled = await Promise.allSettled(promises);
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** Asks n times, each time with another draw. */
export function drawn(model: Model, request: GenerateRequest, n: number): Promise<Generation[]> {
  return allOf(Array.from({ length: n }, (_, place) => model.generate({ ...request, draw: request.draw * n + place })));
}

/** What several answers took together, and their texts. Asking n times is no retry: only what came on top counts as one. */
export function together(
  generations: readonly Generation[],
): Pick<Generation, 'usage' | 'costUsd' | 'attempts' | 'candidates' | 'warnings'> {
  const costs = generations.flatMap(({ costUsd }) => (costUsd === undefined ? [] : [costUsd]));
  const usage = generations.reduce<Usage | undefined>((sum, one) => added(sum, one.usage), undefined);
  const warnings = [...new Set(generations.flatMap((one) => one.warnings ?? []))];
  return {
    candidates: generations.map(({ text }) => text),
    attempts: generations.reduce((sum, { attempts = 1 }) => sum + Math.max(0, attempts - 1), 1),
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
