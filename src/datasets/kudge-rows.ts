import { z } from 'zod';
import { said, text, wholeNumber, written } from './row-schema.js';

const models = { chosen_model: said, rejected_model: said };

/** `better` and `worse` are the columns of the answer people chose and of the other one; `isFalse` says that the other one has false facts. */
const pair = <Better extends string, Worse extends string>(better: Better, worse: Worse, isFalse: boolean) =>
  z
    .looseObject({ judge_query: written, winner: written, [better]: text, [worse]: text, ...models })
    .transform((row) => ({
      kind: 'pair' as const,
      isFalse,
      judge_query: String(row.judge_query),
      winner: String(row.winner)
        .trim()
        .replace(/^\[\[(.)\]\]$/, '$1'),
      better: { answer: String(row[better]), model: row.chosen_model },
      worse: { answer: String(row[worse]), model: row.rejected_model },
    }));

/** What people gave an answer: from 1 to 5. */
const grade = written.refine((value) => Number(value) >= 1 && Number(value) <= 5, {
  error: ({ input }) => `is ${JSON.stringify(input)}; expected a number from 1 to 5`,
});

const score = (reference: string) =>
  z.looseObject({ judge_query: written, response: text, [reference]: grade }).transform((row) => ({
    kind: 'score' as const,
    judge_query: String(row.judge_query),
    response: String(row.response),
    reference: String(row[reference]),
  }));

/** What one of them gave it. */
const ownGrade = wholeNumber.refine((value) => value <= 5, {
  error: ({ input }) => `is ${input}; expected a number from 1 to 5, or -1 for none`,
});

const human = z
  .object({
    uuid: said,
    instruction: written,
    response: text,
    model: said,
    score1: ownGrade,
    /** -1 where there was no second annotator. */
    score2: ownGrade,
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
