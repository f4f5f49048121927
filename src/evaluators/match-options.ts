import { z } from 'zod';

/** Options of `string_match` and `partial_match`; names and defaults are the ancestor's. */
export const matchOptions = z.strictObject({
  ignoreCase: z.boolean().default(true).describe('upper and lower case are the same'),
  ignorePunctuation: z.boolean().default(false).describe('delete ASCII punctuation before comparing'),
  ignoreNumbers: z.boolean().default(false).describe('delete ASCII digits before comparing'),
  regexesToIgnore: z
    .array(z.string())
    .default([])
    .describe('Python regular expressions whose matches are deleted before comparing'),
  extractFinalAnswer: z
    .boolean()
    .default(true)
    .describe('compare what follows 정답:, Answer: and the like, where a text has it'),
  mcqa: z.boolean().default(true).describe('treat samples with options as choice questions'),
});

export type MatchOptions = z.output<typeof matchOptions>;
