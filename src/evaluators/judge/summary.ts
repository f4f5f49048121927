import { z } from 'zod';
import type { SampleResult } from '../../core/sample-result.js';
import { judgeTypes } from '../../prompts/judge/judge-types.js';
import { intervalAlpha, nominalAlpha, ordinalAlpha } from '../../stats/index.js';

/** What `llm_judge` keeps with a sample, as far as it is summed up. */
const kept = z.looseObject({
  judgeType: z.enum(judgeTypes),
  votes: z.array(z.string().nullable()).optional(),
  judgments: z.array(z.looseObject({ unreadable: z.string().optional() })),
  judgeUsage: z.looseObject({ inputTokens: z.number().optional(), outputTokens: z.number().optional() }).optional(),
  judgeCostUsd: z.number().optional(),
});
type Kept = z.output<typeof kept>;

/** How far apart two scores are: as numbers, or only by their order. */
export type ScoreDistance = 'interval' | 'ordinal';

/** What the judges took and how far they agree, over a whole run. What is not known, or cannot be, is left out. */
export function judgeSummary(results: readonly SampleResult[], distance: ScoreDistance): Record<string, number> {
  const judged = results.flatMap(({ evaluation }) => {
    const { data } = kept.safeParse('judgeType' in evaluation ? evaluation : evaluation.llm_judge);
    return data === undefined ? [] : [data];
  });
  const unreadable = judged.flatMap(({ judgments }) => judgments).filter((one) => one.unreadable !== undefined).length;
  return {
    ...present('judge_agreement', agreement(judged, distance)),
    ...(unreadable > 0 && { judge_unreadable: unreadable }),
    ...present('judge_cost_usd', total(judged.map(({ judgeCostUsd }) => judgeCostUsd))),
    ...present('judge_input_tokens', total(judged.map(({ judgeUsage }) => judgeUsage?.inputTokens))),
    ...present('judge_output_tokens', total(judged.map(({ judgeUsage }) => judgeUsage?.outputTokens))),
  };
}

/** Krippendorff's alpha of the votes: of numbers if all samples were graded, of names otherwise. */
function agreement(judged: readonly Kept[], distance: ScoreDistance): number | undefined {
  const voted = judged.filter(({ votes }) => votes !== undefined);
  const units = voted.map(({ votes = [] }) => votes.filter((vote) => vote !== null));
  const isGraded = voted.every(({ judgeType }) => judgeType === 'rubric_and_response' || judgeType === 'k2_eval');
  if (!isGraded) return nominalAlpha(units);
  const alpha = distance === 'ordinal' ? ordinalAlpha : intervalAlpha;
  return alpha(units.map((votes) => votes.map(Number)));
}

function total(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  // Sums of cents leave dust in the last digits.
  return known.length === 0 ? undefined : Math.round(known.reduce((sum, value) => sum + value, 0) * 1e12) / 1e12;
}

function present(name: string, value: number | undefined): Record<string, number> {
  return value === undefined ? {} : { [name]: value };
}
