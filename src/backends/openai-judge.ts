import type { z } from 'zod';
import type { ModelPlugin } from '../core/plugin.js';
import { type OpenaiOptions, openaiOptions } from './openai/options.js';
import { plugin as openai } from './openai.js';

/** Long enough for a few sentences of reasons and the verdict after them. */
const JUDGE_TOKENS = 1024;

const options = openaiOptions.extend({
  maxTokens: openaiOptions.shape.maxTokens.describe(`sent as max_tokens (default ${JUDGE_TOKENS})`),
}) satisfies z.ZodType<OpenaiOptions>;

/** `openai` as a judge: temperature 0 as there, and an answer of at most 1,024 tokens unless a limit is set. */
export const plugin: ModelPlugin<OpenaiOptions> = {
  name: 'openai_judge',
  summary: 'openai as a judge: temperature 0, at most 1,024 tokens an answer',
  options,
  create(given, request) {
    const isLimited = given.maxTokens !== undefined || given.maxCompletionTokens !== undefined;
    return openai.create(isLimited ? given : { ...given, maxTokens: JUDGE_TOKENS }, request);
  },
};
