import { z } from 'zod';
import type { Model, Wrap } from '../core/model.js';
import type { ModelPlugin } from '../core/plugin.js';
import { huggingfaceOptions } from './huggingface/options.js';
import { plugin as huggingface } from './huggingface.js';

const options = huggingfaceOptions.extend({
  temperature: z.number().min(0).optional().describe('default 0: always the likeliest token'),
});
type HuggingfaceJudgeOptions = z.output<typeof options>;

/** Long enough for a few sentences of reasons and the verdict after them. */
const DEFAULTS = { maxNewTokens: 1024, temperature: 0 } as const;

/** The ancestor's: too short for most reasons, and drawn. */
const HRET_DEFAULTS = { maxNewTokens: 64, temperature: 1, topP: 0.95 } as const;
const HRET_FORMAT =
  '\n\nPlease provide your evaluation in the following format:\nFeedback: [your detailed feedback] [RESULT] [score between 1-5]';

/**
 * `huggingface` as a judge: temperature 0 as there, and an answer of at most 1,024 tokens unless a limit is set. Under
 * `compat: 'hret'` 64 tokens, temperature 1 and top-p 0.95, a format asked for at the end of the prompt, and, as there, the
 * prompt repeated in front of the answer.
 */
export const plugin: ModelPlugin<HuggingfaceJudgeOptions> = {
  name: 'huggingface_judge',
  summary: 'huggingface as a judge: temperature 0, at most 1,024 tokens an answer',
  options,
  async create(given, request) {
    const { maxNewTokens, ...drawing } = request.compat === 'hret' ? HRET_DEFAULTS : DEFAULTS;
    const isLimited = given.maxNewTokens !== undefined || given.maxTokens !== undefined;
    const temperature = given.temperature === undefined ? drawing : { temperature: given.temperature };
    const judge = await huggingface.create(
      { ...given, ...temperature, ...(!isLimited && { maxNewTokens }) },
      { ...request, role: 'judge' },
    );
    return request.compat === 'hret' ? asInHret(judge) : judge;
  },
};

/** The prompt with the format asked for, and again in front of what the model answers to it. */
const asInHret: Wrap = (model: Model) => ({
  ...model,
  async generate(request) {
    const text = request.prompt.text + HRET_FORMAT;
    const generation = await model.generate({ ...request, prompt: { ...request.prompt, text } });
    return { ...generation, text: text + generation.text };
  },
});
