import { z } from 'zod';
import { text, wholeNumber, written } from './row-schema.js';

const models = z.object({ chosen_model: text.nullish(), rejected_model: text.nullish() });

const pair = <First extends string, Second extends string>(first: First, second: Second) =>
  z.looseObject({ judge_query: written, winner: written, [first]: text, [second]: text }).transform((row) => {
    const { chosen_model, rejected_model } = models.parse(row);
    const known = {
      ...(chosen_model ? { model_a: chosen_model } : {}),
      ...(rejected_model ? { model_b: rejected_model } : {}),
    };
    return {
      kind: 'pair' as const,
      judge_query: String(row.judge_query),
      winner: String(row.winner),
      first: String(row[first]),
      second: String(row[second]),
      models: known,
    };
  });

const score = (reference: string) =>
  z.looseObject({ judge_query: written, response: text, [reference]: written }).transform((row) => ({
    kind: 'score' as const,
    judge_query: String(row.judge_query),
    response: String(row.response),
    reference: String(row[reference]),
  }));

const human = z
  .object({
    uuid: text.nullish(),
    instruction: written,
    response: text,
    model: text.nullish(),
    score1: wholeNumber,
    /** -1 where there was no second annotator. */
    score2: wholeNumber,
    /** Says what is wrong with a row; empty for most. */
    'healthy?': text.nullish(),
  })
  .transform((row) => ({ kind: 'human' as const, ...row }));

/** The columns of each subset of KUDGE. */
export const kudgeSchemas = {
  Pairwise: pair('chosen_response', 'rejected_response'),
  'Pairwise-False': pair('response_with_false_info', 'original_response'),
  Pointwise: score('final_score'),
  'Pointwise-False': score('original_human_score'),
  'Human Annotations': human,
};

/** What is read from a row: a pair and its winner, a score, or what two people said. */
export type KudgeRow = z.output<(typeof kudgeSchemas)[keyof typeof kudgeSchemas]>;
