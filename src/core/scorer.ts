/** What a scorer is told of one answer; the names are those of autoevals. */
export interface ScorerInput {
  readonly input: string;
  readonly output: string;
  readonly expected: string;
}

/** A number from 0 to 1 or nothing, alone or with what else there is to say. */
export type Scored =
  | number
  | null
  | undefined
  | {
      readonly name?: string;
      readonly score: number | null;
      readonly metadata?: unknown;
      /** Why there is no score to count, as autoevals has it where a judge failed. */
      readonly error?: unknown;
    };

/** A scorer of autoevals, or a function of a user's own, for one answer. */
export type Scorer = (input: ScorerInput) => Scored | Promise<Scored>;
