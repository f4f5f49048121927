import { z } from 'zod';
import { text, wholeNumber, written } from './row-schema.js';

const models = z.object({ chosen_model: text.nullish(), rejected_model: text.nullish() });
/** `better` and `worse` are the columns of the answer people chose and of the other one; `isFalse` says that the other one has false facts. */
const pair = <Better extends string, Worse extends string>(better: Better, worse: Worse, isFalse: boolean) =>
  z.looseObject({ judge_query: written, winner: written, [better]: text, [worse]: text }).transform((row) => {
    const { chosen_model, rejected_model } = models.parse(row);
    return {
      kind: 'pair' as const,
      isFalse,
      judge_query: String(row.judge_query),
      winner: String(row.winner)
        .trim()
        .replace(/^\[\[(.)\]\]$/, '$1'),
      better: { answer: String(row[better]), model: chosen_model ?? undefined },
      worse: { answer: String(row[worse]), model: rejected_model ?? undefined },
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

/**
 * The columns of each subset of KUDGE. `winner` is the letter under which `judge_query` shows the better answer: in the
 * files of github.com/guijinSON/kudge `A` where the answer without false facts comes first (23 rows) and `B` where it
 * comes second (31), in all 54; the larger `Pairwise` was not at hand. Scores are in steps of a half.
 */
export const kudgeSchemas = {
  Pairwise: pair('chosen_response', 'rejected_response', false),
  'Pairwise-False': pair('original_response', 'response_with_false_info', true),
  Pointwise: score('final_score'),
  'Pointwise-False': score('original_human_score'),
  'Human Annotations': human,
};

/** What is read from a row: a pair and its winner, a score, or what two people said. */
export type KudgeRow = z.output<(typeof kudgeSchemas)[keyof typeof kudgeSchemas]>;
